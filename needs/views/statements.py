"""What a need said and says over HTTP: its versions, what differs between two, and its product words."""

from typing import TypedDict
from uuid import UUID

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.refusals import Invalid
from needs.checking import check
from needs.comparing import Changed, changes_between
from needs.models import NeedVersion
from needs.part_serializers import OverrulingInput
from needs.services import overrule_word
from needs.statement_shapes import (
    NeedVersionShape,
    NeutralityShape,
    OverrulingShape,
    neutrality_shape,
    overruling_shape,
    version_shape,
)
from needs.views.needs import NeedView
from wire.pages import page, whole_number
from wire.schema import PageOf

LARGEST = 2**31 - 1


class ChangedShape(TypedDict):
    """A field, goal or stakeholder that is not as it was; null where it was not there."""

    place: str
    before: str | None
    after: str | None


class NeedDiffShape(TypedDict):
    """What differs between two versions."""

    since: int
    to: int
    changes: list[ChangedShape]


class VersionList(NeedView):
    """Every version of what one need says."""

    @extend_schema(operation_id="needs_versions", responses={200: PageOf(NeedVersionShape)})
    def get(self, request: Request, need_id: UUID) -> Response:
        """A page of versions, oldest first; those from before it was shared are its authority's alone."""
        rows = NeedVersion.objects.visible_to(self.actor).filter(need=self.carried)
        rows = rows.select_related("written_by")
        return page(request, rows, lambda found: map(version_shape, found), by=("number",))


class NeedDiff(NeedView):
    """What differs between two versions of a need."""

    @extend_schema(
        operation_id="needs_diff",
        responses={200: NeedDiffShape},
        parameters=[
            OpenApiParameter("since", int, description="A version's number; usually the one before `to`."),
            OpenApiParameter("to", int, description="A version's number; usually the latest."),
        ],
    )
    def get(self, request: Request, need_id: UUID) -> Response:
        """The changes, field by field."""
        rows = NeedVersion.objects.visible_to(self.actor).filter(need=self.carried).order_by("number")
        versions = {row.number: row for row in rows}
        to = versions[self._number("to", list(versions), max(versions))]
        earlier = [number for number in versions if number < to.number]
        since = versions[self._number("since", list(versions), earlier[-1] if earlier else to.number)]
        found = [_shape(one) for one in changes_between(since, to)]
        shape: NeedDiffShape = {"since": since.number, "to": to.number, "changes": found}
        return Response(shape)

    def _number(self, name: str, known: list[int], otherwise: int) -> int:
        number = whole_number(self.request, name, otherwise, least=1, most=LARGEST)
        if number not in known:
            raise Invalid.field(name, "version", "Give the number of a version that you may read.")
        return number


class Neutrality(NeedView):
    """The solution-neutral check of one need."""

    @extend_schema(operation_id="needs_neutrality", responses={200: NeutralityShape})
    def get(self, request: Request, need_id: UUID) -> Response:
        """Product words with their positions, what to say instead, and who let which of them stand."""
        return Response(neutrality_shape(check(self.carried)))

    @extend_schema(operation_id="needs_overrule", request=OverrulingInput, responses={201: OverrulingShape})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Let a product word stand in one place, with a reason."""
        row = overrule_word(self.actor, need=self.carried, **self.read(OverrulingInput))
        return Response(overruling_shape(row), status=201)


def _shape(one: Changed) -> ChangedShape:
    return {"place": one.place, "before": one.before, "after": one.after}
