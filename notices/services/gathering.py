"""News that can wait is gathered into one mail a person: nothing is done for who has none."""

from collections import defaultdict
from uuid import UUID

from django.db import transaction

from access.actor import Actor
from access.policy import Permission
from notices.manner import Manner
from notices.models import Digest, Notice, manners_of
from wire.nudges import nudge

DIGEST_JOB = "notices.deliver_digests"
PEOPLE = 500  # that one transaction gathers for


@transaction.atomic
def gather_digests(actor: Actor) -> list[UUID]:
    """Make a digest for each of the first 500 people with news whose hour has come; one a person and day.

    Costs six queries and one job however many they are. Returns the ids of the people: none, and
    nobody is left, or another gatherer holds them.
    """
    actor.require(Permission.CLOCK_TICK)
    due = Notice.objects.to_gather().filter(try_at__lte=actor.now)
    people = list(due.order_by("person_id").values_list("person_id", flat=True).distinct()[:PEOPLE])
    news = _news_of(people)
    manners = manners_of(news)
    digests = {person_id: _digest(person_id, manners[person_id], actor) for person_id in news}
    Digest.objects.bulk_create(digests.values(), ignore_conflicts=True)
    ids = {digest.pk for digest in digests.values()}
    made = set(Digest.objects.filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    for person_id, notices in news.items():
        for notice in notices:
            if digests[person_id].pk in made:
                notice.digest = digests[person_id]
            else:  # today's digest has left already
                notice.try_at = manners[person_id].next_digest(actor.now)
    Notice.objects.bulk_update([one for notices in news.values() for one in notices], ["digest", "try_at"])
    nudge(DIGEST_JOB, sorted(made), queue="mail")
    return sorted(news)


def _news_of(people: list[UUID]) -> dict[UUID, list[Notice]]:
    """All that waits for these people, locked: another gatherer passes it over."""
    rows = Notice.objects.to_gather().filter(person_id__in=people)
    news: dict[UUID, list[Notice]] = defaultdict(list)
    for notice in rows.select_for_update(of=("self",), skip_locked=True, no_key=True).order_by("pk"):
        news[notice.person_id].append(notice)
    return news


def _digest(person_id: UUID, manner: Manner, actor: Actor) -> Digest:
    return Digest(
        person_id=person_id, on_date=manner.today(actor.now), created_at=actor.now, try_at=actor.now
    )
