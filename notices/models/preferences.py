from collections.abc import Iterable
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import User
from notices.kinds import Kind, Way
from notices.manner import MONDAY, MORNING, QUIET_FROM, QUIET_UNTIL, Every, Manner


def _choices(names: type[Kind] | type[Way] | type[Every]) -> list[tuple[str, str]]:
    return [(one.value, one.value) for one in names]


# A person's row may be missing: then they are mailed as the house thinks best.
_RHYTHM = tuple(f"rhythm__{name}" for name in ("every", "weekday", "hour", "quiet_from", "quiet_until"))


class Rhythm(models.Model):
    """When a person is mailed, in their own time zone. Who has no row is mailed as the house thinks best."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, primary_key=True, related_name="rhythm"
    )
    every = models.CharField(max_length=10, choices=_choices(Every), default=Every.WEEK.value)
    weekday = models.PositiveSmallIntegerField(default=MONDAY)
    hour = models.PositiveSmallIntegerField(default=MORNING)
    quiet_from = models.PositiveSmallIntegerField(default=QUIET_FROM)
    quiet_until = models.PositiveSmallIntegerField(default=QUIET_UNTIL)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(every__in=[one.value for one in Every]), name="rhythm_is_known"
            ),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="rhythm_weekday_is_one_of_seven"),
            models.CheckConstraint(
                condition=Q(hour__lte=23, quiet_from__lte=23, quiet_until__lte=23),
                name="rhythm_hours_are_of_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"every {self.every} to {self.person_id}"


class Preference(models.Model):
    """By what way a person wants to hear of one kind of news, where not as the house thinks best."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="preferences")
    kind = models.CharField(max_length=20, choices=_choices(Kind))
    way = models.CharField(max_length=10, choices=_choices(Way))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="one_preference_per_person_and_kind"),
            models.CheckConstraint(
                condition=Q(way__in=[one.value for one in Way]), name="preference_way_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.way} to {self.person_id}"


def manners_of(person_ids: Iterable[UUID]) -> dict[UUID, Manner]:
    """How each of these people wants to be told: two queries, however many. Equal ones are one object."""
    wanted = set(person_ids)
    ways: dict[UUID, dict[Kind, Way]] = {}
    rows = Preference.objects.filter(person_id__in=wanted).order_by("pk")
    for person_id, kind, way in rows.values_list("person_id", "kind", "way"):
        ways.setdefault(person_id, {})[Kind(kind)] = Way(way)
    people = User.objects.filter(pk__in=wanted).order_by("pk").values_list("pk", "time_zone", *_RHYTHM)
    shared: dict[object, Manner] = {}
    manners = {}
    for person_id, *rhythm in people:
        own = ways.get(person_id, {})
        key = (*rhythm, *sorted(own.items()))
        manners[person_id] = shared.get(key) or shared.setdefault(key, _manner(own, *rhythm))
    return manners


def manner_of(person: User) -> Manner:
    """How this person wants to be told."""
    return manners_of([person.pk])[person.pk]


def _manner(ways: dict[Kind, Way], zone: str, every: str | None, *rhythm: int) -> Manner:
    if every is None:
        return Manner(zone=zone, ways=ways)
    weekday, hour, quiet_from, quiet_until = rhythm
    return Manner(
        zone=zone,
        every=Every(every),
        weekday=weekday,
        hour=hour,
        quiet_from=quiet_from,
        quiet_until=quiet_until,
        ways=ways,
    )
