"""A named reviewer lets a product word stand in a need, and says why."""

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from access.refusals import Conflict, Invalid
from journal.events import Event, WordOverruled, WordOverruledPrivately
from journal.recorder import record
from needs.checking import texts_of
from needs.keeping import check_open, in_sight, zone_of
from needs.models import Need, Overruling
from needs.neutrality import LONGEST, hits, is_product_word
from wire.text import readable


@transaction.atomic
def overrule_word(actor: Actor, *, need: Need, place: str, word: str, reason: str) -> Overruling:
    """Let a product word stand in one place of a need; how it is written there makes no difference.

    `place` is as the check names it, such as `problem`. Raises Invalid for a place that the need has
    not and a word that the check would not point at, Conflict where somebody did so before.
    """
    actor.require(Permission.NEED_REVIEW)
    reason = readable(reason, name="reason", longest=1000)
    word = readable(word, name="word", longest=LONGEST)
    need = in_sight(actor, need)
    check_open(need)
    texts = texts_of(need)
    if place not in texts:
        raise Invalid.field("place", "place", "Name a place as the check does, such as `problem`.")
    pointed_at = {hit.word.casefold() for hit in hits({place: texts[place]})}
    if word.casefold() not in pointed_at and not is_product_word(word):
        raise Invalid.field("word", "no_product_word", "The check points at no such word.")
    if Overruling.objects.filter(need=need, place=place, word=word.casefold()).exists():
        raise Conflict("word_overruled", "Somebody let this word stand here before.")
    row = Overruling.objects.create(
        need=need,
        place=place,
        word=word.casefold(),
        reason=reason,
        reviewer_id=actor.person_id,
        reviewer_authority_id=actor.represents,
        overruled_at=actor.now,
        **zone_of(need),
    )
    record(actor, _fact(need, row))
    return row


def _fact(need: Need, row: Overruling) -> Event:
    if need.authority_id is None:
        return WordOverruled(network_id=need.network_id, need_id=need.pk, overruling_id=row.pk)
    return WordOverruledPrivately(
        network_id=need.network_id,
        authority_id=need.authority_id,
        need_id=need.pk,
        overruling_id=row.pk,
    )
