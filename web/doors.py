"""The base of every page: who asks, where they stand, and how a refusal is told."""

from typing import Any, ClassVar
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views import View

from access.actor import Actor
from access.policy import Permission
from access.refusals import NotVisible, Refusal, SignInNeeded
from networks.models import Network
from networks.scoping import actor_in
from networks.zones import Zoned
from web.mailbox import mailbox_for
from web.refused import refusal_page
from web.shell import Shell


class Page(View):
    """A page of the house. `actor` is set before the handler runs; refusals become pages."""

    actor: Actor
    is_public: ClassVar[bool] = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Set the actor, place it where the page is, and answer."""
        now = timezone.now()
        user = request.user
        self.actor = user.acting(now) if user.is_authenticated else Actor.anonymous(now=now)
        try:
            self._check_signed_in()
            self.enter(**kwargs)
            return super().dispatch(request, *args, **kwargs)
        except SignInNeeded:
            return redirect_to_login(request.get_full_path())
        except Refusal as refusal:
            return refusal_page(request, refusal)

    def _check_signed_in(self) -> None:
        if not (self.actor.is_signed_in or self.is_public):
            raise SignInNeeded

    def enter(self, **kwargs: Any) -> None:
        """Find what the address names. Raises NotVisible."""

    def streams(self) -> list[str]:
        """The streams the page follows, apart from the person's own."""
        return []

    def shell(self) -> Shell:
        """What surrounds the page. Made before its state is read, as it carries the streams' heads."""
        return Shell.around(self.actor, streams=self.streams())

    def show(self, template: str, shell: Shell, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page."""
        has_mails = mailbox_for(self.request.user) is not None
        context = {"shell": shell, "actor": self.actor, "has_demo_mail": has_mails, **context}
        return render(self.request, template, context, status=status)


class NetworkPage(Page):
    """A page inside a network, named by `network_id` or by a row of it (`carrier`, `<model>_id`)."""

    carrier: ClassVar[type[Zoned] | None] = None
    carried: Any
    network: Network

    def enter(self, **kwargs: Any) -> None:
        """Place the actor in the network."""
        network_id = kwargs["network_id"] if self.carrier is None else self._carry(self.carrier, kwargs)
        self.actor = actor_in(self.actor, network_id)
        if self.carrier is not None and not self.carried.is_in_sight_of(self.actor):
            raise NotVisible
        self.network = Network.objects.get(pk=network_id)

    def _carry(self, carrier: type[Zoned], kwargs: dict[str, Any]) -> UUID:
        pk = kwargs[f"{carrier._meta.model_name}_id"]
        self.carried = carrier._default_manager.select_related("authority").filter(pk=pk).first()
        if self.carried is None:
            raise NotVisible
        network_id: UUID = self.carried.network_id
        return network_id

    def streams(self) -> list[str]:
        """The network's own stream, for those who may listen to it."""
        return [f"network:{self.network.pk}"] if self.actor.has_seat else []

    def show(self, template: str, shell: Shell, *, status: int = 200, **context: Any) -> HttpResponse:
        """The page, with the network at its head."""
        follows_up = self.actor.can(Permission.SEAT_NUDGE)
        context = {"network": self.network, "follows_up": follows_up, **context}
        return super().show(template, shell, status=status, **context)
