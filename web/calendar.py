"""A person's calendar: a day for each thing that they answer for, as RFC 5545 has it.

All-day events, because the calendars of Microsoft and Google leave out tasks (VTODO) of feeds.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vDuration

from access.actor import Actor
from accounts.models import User
from networks.models import Network
from networks.scoping import actors_in_own_networks
from networks.subjects import cards_of
from notices.models import CalendarLine
from notices.services import note_shown
from tasks.models import Occurrence, Schedule

MOST = 1000
ASK_AGAIN_AFTER = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One day in somebody's calendar."""

    source: UUID
    on_date: date
    title: str
    network: str
    link: str

    @property
    def words(self) -> str:
        """All that is shown of it."""
        return "\n".join((self.on_date.isoformat(), self.title, self.network, self.link))


def calendar_of(person: User, now: datetime) -> bytes:
    """The person's calendar in their language, with what they may see at this moment."""
    actor = person.acting(now)
    with translation.override(person.language):
        entries = entries_of(actor)
        lines = note_shown(actor, shown={entry.source: entry.words for entry in entries})
        calendar = _calendar(person)
        for entry in entries:
            calendar.add_component(_event(entry, lines[entry.source]))
        return bytes(calendar.to_ical())


def etag_of(body: bytes) -> str:
    """The strong ETag of a calendar."""
    return f'"{sha256(body).hexdigest()[:32]}"'


def entries_of(actor: Actor) -> list[Entry]:
    """What the person answers for and may read now, soonest first; at most a thousand."""
    places = {place.network_id: place for place in actors_in_own_networks(actor)}
    handed = Occurrence.objects.open().filter(deputy_id=actor.person_id)
    mine = Q(owner_id=actor.person_id) | Q(pk__in=handed.values("schedule_id"))
    rows = Schedule.objects.open().filter(mine, network_id__in=[one for one in places if one])
    schedules = list(rows.order_by("next_on", "pk")[:MOST])
    names = {one.pk: one.name for one in Network.objects.filter(pk__in={row.network_id for row in schedules})}
    entries: list[Entry] = []
    for network_id, place in places.items():
        here = [row for row in schedules if row.network_id == network_id]
        cards = cards_of(place, [row.subject for row in here])
        entries += [
            Entry(
                source=row.pk,
                on_date=row.due_on,
                title=cards[row.subject].title,
                network=names[row.network_id],
                link=f"{settings.SITE_URL}/go/{row.subject_kind}/{row.subject_id}/",
            )
            for row in here
            if row.subject in cards
        ]
    return sorted(entries, key=lambda entry: (entry.on_date, entry.source))


def _calendar(person: User) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Samverk//Samverk//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("name", "Samverk")
    calendar.add("x-wr-calname", "Samverk")
    calendar.add("x-wr-timezone", person.time_zone)
    calendar.add("refresh-interval", vDuration(ASK_AGAIN_AFTER), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(ASK_AGAIN_AFTER))
    return calendar


def _event(entry: Entry, line: CalendarLine) -> Event:
    event = Event()
    event.add("uid", f"{entry.source}@samverk")
    event.add("dtstart", entry.on_date)
    event.add("dtend", entry.on_date + timedelta(days=1))
    event.add("dtstamp", line.changed_at)
    event.add("last-modified", line.changed_at)
    event.add("sequence", line.sequence)
    event.add("summary", _("Due: %(title)s") % {"title": entry.title})
    event.add(
        "description",
        _("In the network %(network)s. Look at it, and answer: %(link)s")
        % {
            "network": entry.network,
            "link": entry.link,
        },
    )
    event.add("url", entry.link)
    event.add("categories", [entry.network])
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    return event
