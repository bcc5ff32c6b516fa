"""People whom a comment names: a part of verbs, before they record."""

from collections.abc import Sequence
from uuid import UUID

from access.actor import Actor
from documents.models import Comment, CommentMention
from networks.subjects import Subject
from notices.naming import check_number, readers_of
from notices.telling import mention


def name_people(actor: Actor, comment: Comment, person_ids: Sequence[UUID]) -> None:
    """Let the comment name exactly these people, and tell those of them who were not told yet.

    Raises Invalid for too many, and for somebody who may not read the comment.
    """
    check_number(person_ids)
    wanted = set(person_ids)
    known = set(CommentMention.objects.filter(comment=comment).values_list("person_id", flat=True))
    readers = readers_of(actor, comment, wanted - known)
    CommentMention.objects.filter(comment=comment, person_id__in=known - wanted).delete()
    CommentMention.objects.bulk_create(CommentMention(comment=comment, person=person) for person in readers)
    mention(
        actor,
        [person.pk for person in readers],
        network_id=comment.network_id,
        subject=Subject("comment", comment.pk),
        cause_id=comment.pk,
    )
