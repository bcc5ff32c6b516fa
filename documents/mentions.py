"""People whom a comment names: a part of verbs, before they record."""

from collections.abc import Sequence
from uuid import UUID

from access.actor import Actor
from access.refusals import Invalid, NotVisible
from accounts.models import User
from documents.models import Comment, CommentMention
from networks.scoping import actor_in
from networks.subjects import Subject
from notices.telling import mention

MOST = 20


def name_people(actor: Actor, comment: Comment, person_ids: Sequence[UUID]) -> None:
    """Let the comment name exactly these people, and tell those of them who were not told yet.

    Raises Invalid for more than MOST, and for somebody who may not read the comment: a mention that
    nobody would ever see, or a way to learn who exists.
    """
    wanted = set(person_ids)
    if len(wanted) > MOST:
        raise Invalid.field("mentions", "too_many", f"Mention at most {MOST} people.")
    known = set(CommentMention.objects.filter(comment=comment).values_list("person_id", flat=True))
    people = User.objects.filter(pk__in=wanted - known, is_active=True).order_by("pk")
    readers = [person for person in people if _reads(person, actor, comment)]
    if len(readers) < len(wanted - known):
        raise Invalid.field("mentions", "mentions", "Mention only people who can read this document.")
    CommentMention.objects.filter(comment=comment, person_id__in=known - wanted).delete()
    CommentMention.objects.bulk_create(CommentMention(comment=comment, person=person) for person in readers)
    mention(
        actor,
        [person.pk for person in readers],
        network_id=comment.network_id,
        subject=Subject("comment", comment.pk),
        cause_id=comment.pk,
    )


def _reads(person: User, actor: Actor, comment: Comment) -> bool:
    try:
        reader = actor_in(person.acting(actor.now), comment.network_id)
    except NotVisible:
        return False
    return reader.can(comment.read_permission) and comment.is_in_sight_of(reader)
