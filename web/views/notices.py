"""What a person is mailed about, the address of their calendar, and ticking off mentions."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.models import User
from notices.models import CalendarKey, manner_of
from notices.services import (
    change_rhythm,
    change_ways,
    make_calendar_key,
    revoke_calendar_key,
    tick_off_mention,
)
from web.doors import Page
from web.forms.notices import NoticesForm


class NoticesPage(Page):
    """Preferences per kind of news, and the calendar's address."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what holds now."""
        return self.notices(NoticesForm.filled(manner_of(self._person())))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save all of it."""
        form = NoticesForm(request.POST)
        if not form.is_valid():
            return self.notices(form, status=422)
        with transaction.atomic():
            change_rhythm(self.actor, **form.rhythm())
            change_ways(self.actor, ways=form.ways())
        messages.success(request, _("Saved. From now on you are mailed like this."))
        return redirect("notices")

    def notices(self, form: NoticesForm, *, status: int = 200, secret: str = "") -> HttpResponse:
        """The page, with the calendar's address where it was just made."""
        key = CalendarKey.objects.filter(person_id=self.actor.person_id).first()
        address = f"{settings.SITE_URL}/api/v1/calendar/{secret}.ics" if secret else ""
        return self.show(
            "web/notices.html",
            self.shell(),
            status=status,
            form=form,
            key=key,
            address=address,
            zone=self._person().time_zone,
        )

    def _person(self) -> User:
        return User.objects.get(pk=self.actor.person_id)


class CalendarAddress(NoticesPage):
    """Makes the address of the calendar anew. It is on the page that answers, and nowhere after it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """There is nothing to see here but on the page of notices."""
        return redirect("notices")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make it, and show it once."""
        secret = make_calendar_key(self.actor)
        response = self.notices(NoticesForm.filled(manner_of(self._person())), secret=secret)
        response["Cache-Control"] = "no-store"
        return response


class CalendarRevocation(Page):
    """Closes the calendar."""

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the address back."""
        revoke_calendar_key(self.actor)
        messages.success(request, _("The address opens nothing any more."))
        return redirect("notices")


class MentionSeen(Page):
    """Ticks off a mention."""

    def post(self, request: HttpRequest, notice_id: UUID) -> HttpResponse:
        """It waits no more."""
        tick_off_mention(self.actor, notice_id=notice_id)
        return redirect("home")
