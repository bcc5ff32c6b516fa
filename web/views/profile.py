"""A person's own page: what they are called, how they are spoken to, and their API tokens."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import translation
from django.utils.translation import gettext as _

from access.refusals import NotVisible
from accounts.models import ApiToken, User
from accounts.services import change_profile, create_token, revoke_token
from web.doors import Page
from web.forms.profile import ProfileForm, TokenForm


class ProfilePage(Page):
    """Name, language, time zone; and the list of tokens."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what is known."""
        return self.profile(self._filled())

    def post(self, request: HttpRequest) -> HttpResponse:
        """Save the profile."""
        form = ProfileForm(request.POST, current_zone=self._person().time_zone)
        if not form.is_valid():
            return self.profile(form, status=422)
        change_profile(self.actor, **form.cleaned_data)
        translation.activate(form.cleaned_data["language"])
        messages.success(request, _("Your profile is saved."))
        return redirect("profile")

    def profile(
        self,
        form: ProfileForm,
        token_form: TokenForm | None = None,
        *,
        status: int = 200,
        secret: str = "",
    ) -> HttpResponse:
        """The page, with a token's secret where one was just made."""
        shell = self.shell()
        tokens = ApiToken.objects.visible_to(self.actor).usable(self.actor.now).order_by("-id")
        return self.show(
            "web/profile.html",
            shell,
            status=status,
            form=form,
            token_form=token_form or TokenForm(),
            tokens=tokens,
            secret=secret,
        )

    def _person(self) -> User:
        return User.objects.get(pk=self.actor.person_id)

    def _filled(self) -> ProfileForm:
        person = self._person()
        known = {"name": person.name, "language": person.language, "time_zone": person.time_zone}
        return ProfileForm(initial=known, current_zone=person.time_zone)


class TokenPage(ProfilePage):
    """Makes a token. Its secret is on the page that answers, and nowhere after it."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """There is nothing to see here but on the profile."""
        return redirect("profile")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make the token and show its secret once."""
        form = TokenForm(request.POST)
        if not form.is_valid():
            return self.profile(self._filled(), form, status=422)
        _token, secret = create_token(self.actor, name=form.cleaned_data["name"], scopes=form.scopes())
        response = self.profile(self._filled(), secret=secret)
        response["Cache-Control"] = "no-store"
        return response


class TokenRevocation(Page):
    """Takes a token back."""

    def post(self, request: HttpRequest, token_id: UUID) -> HttpResponse:
        """Revoke one of one's own tokens."""
        token = ApiToken.objects.visible_to(self.actor).filter(pk=token_id).first()
        if token is None:
            raise NotVisible
        revoke_token(self.actor, token=token)
        messages.success(request, _("The token opens nothing any more."))
        return redirect("profile")
