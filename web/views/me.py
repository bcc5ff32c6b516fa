"""`me/` of the API: who the signed-in person is, where they sit, and what waits for them."""

from typing import TypedDict
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Employment, User
from networks.shapes import Named
from web.mine import Place, my_places
from web.reminders import count_open_reminders
from wire.views import ApiView


class PersonShape(TypedDict):
    """The person as they have introduced themselves."""

    id: UUID
    name: str
    email: str
    language: str
    time_zone: str
    site_role: str


class PlaceShape(TypedDict):
    """One of the person's networks, and where they sit in it."""

    id: UUID
    name_sv: str
    name_en: str
    phase: str
    role: str
    authority: Named
    unread: int


class MeShape(TypedDict):
    """Who the signed-in person is, and what waits for them."""

    id: UUID
    person: PersonShape
    authority: Named | None
    networks: list[PlaceShape]
    unread: int
    reminders_due: int


class Me(ApiView):
    """The signed-in person."""

    @extend_schema(operation_id="me", responses={200: MeShape})
    def get(self, request: Request) -> Response:
        """Person, authority, networks with role, phase and unread, and how many reminders are due."""
        person = User.objects.get(pk=self.actor.person_id)
        employment = (
            Employment.objects.active(self.actor.now)
            .filter(user=person)
            .select_related("authority")
            .order_by("-started_at", "-pk")
            .first()
        )
        authority = employment.authority if employment else None
        places = my_places(self.actor)
        return Response(
            {
                "id": person.pk,
                "person": {
                    "id": person.pk,
                    "name": person.display_name,
                    "email": person.email,
                    "language": person.language,
                    "time_zone": person.time_zone,
                    "site_role": person.site_role,
                },
                "authority": {"id": authority.pk, "name": authority.name} if authority else None,
                "networks": [_place(place) for place in places],
                "unread": sum(place.unread for place in places),
                "reminders_due": count_open_reminders(self.actor),
            }
        )


def _place(place: Place) -> PlaceShape:
    return {
        "id": place.network.pk,
        "name_sv": place.network.name_sv,
        "name_en": place.network.name_en,
        "phase": place.network.phase,
        "role": place.seat.role,
        "authority": {"id": place.seat.authority_id, "name": place.seat.authority.name},
        "unread": place.unread,
    }
