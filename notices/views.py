"""The HTTP door of one's own preferences: when one is mailed, and by what way one hears of each kind."""

from typing import TypedDict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.actor import Actor
from access.refusals import SignInNeeded
from accounts.models import User
from notices.kinds import Kind
from notices.models import manner_of
from notices.serializers import RhythmInput, WaysInput
from notices.services import change_rhythm, change_ways
from wire.views import ApiView


class RhythmShape(TypedDict):
    """When digests come, and when nothing does, by the clock of the time zone."""

    every: str
    weekday: int
    hour: int
    quiet_from: int
    quiet_until: int


class NoticesShape(TypedDict):
    """How one person wants to be told: `ways` holds a way for each kind of news."""

    time_zone: str
    rhythm: RhythmShape
    ways: dict[str, str]


def notices_shape(actor: Actor) -> NoticesShape:
    """What holds for the person now, what the house thinks best where they have not said."""
    manner = manner_of(User.objects.get(pk=actor.person_id))
    return {
        "time_zone": manner.zone,
        "rhythm": {
            "every": manner.every.value,
            "weekday": manner.weekday,
            "hour": manner.hour,
            "quiet_from": manner.quiet_from,
            "quiet_until": manner.quiet_until,
        },
        "ways": {kind.value: manner.way_of(kind).value for kind in Kind},
    }


class NoticesDetail(ApiView):
    """How the signed-in person wants to be told."""

    @extend_schema(operation_id="me_notices_read", responses={200: NoticesShape})
    def get(self, request: Request) -> Response:
        """One's own preferences."""
        if not self.actor.is_signed_in:
            raise SignInNeeded
        return Response(notices_shape(self.actor))


class NoticesRhythm(ApiView):
    """Where a person says when they are mailed."""

    @extend_schema(operation_id="me_notices_rhythm", request=RhythmInput, responses={200: NoticesShape})
    def put(self, request: Request) -> Response:
        """Change all of the rhythm; what waits already waits by the new one."""
        change_rhythm(self.actor, **self.read(RhythmInput))
        return Response(notices_shape(self.actor))


class NoticesWays(ApiView):
    """Where a person says by what way they hear."""

    @extend_schema(operation_id="me_notices_ways", request=WaysInput, responses={200: NoticesShape})
    def put(self, request: Request) -> Response:
        """Change the ways of the kinds that are sent; what is not wanted any more does not leave."""
        change_ways(self.actor, ways=self.read(WaysInput))
        return Response(notices_shape(self.actor))
