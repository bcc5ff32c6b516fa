"""The switch between Swedish and English."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import Language, User
from accounts.services import change_profile
from web.doors import Page


class LanguageSwitch(Page):
    """Speaks another language from the next page on: in this browser, and to this person."""

    is_public = True

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change the language, and go back to where the person was."""
        wanted = request.POST.get("language", "")
        response = HttpResponseRedirect(_back(request))
        if wanted not in Language.values:
            return response
        if isinstance(request.user, User):
            person = request.user
            change_profile(self.actor, name=person.name, language=wanted, time_zone=person.time_zone)
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, max_age=365 * 24 * 3600, samesite="Lax")
        return response


def _back(request: HttpRequest) -> str:
    """The page that the switch was on, if it is one of ours."""
    address = request.POST.get("next", "/")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours else "/"
