"""What anybody may read of a need's demand, over HTTP."""

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from access.refusals import NotVisible
from needs.models import PublicTable
from needs.public_shapes import (
    PublicTableDetailShape,
    PublicTableShape,
    public_table_detail,
    public_table_shape,
)
from needs.services.publishing import publish_for_all
from needs.views.needs import NeedView
from wire.pages import page
from wire.schema import PageOf
from wire.views import ApiView


class PublicTableList(NeedView):
    """Tables of a need's demand that were made public."""

    permission = Permission.DEMAND_READ

    @extend_schema(operation_id="public_tables_list", responses={200: PageOf(PublicTableShape)})
    def get(self, request: Request, need_id: UUID) -> Response:
        """A page of public tables, oldest first."""
        rows = PublicTable.objects.filter(need=self.carried)
        return page(request, rows, lambda found: map(public_table_shape, found), by=("id",))

    @extend_schema(
        operation_id="public_tables_publish", request=None, responses={201: PublicTableDetailShape}
    )
    def post(self, request: Request, need_id: UUID) -> Response:
        """Publish the table, and let anybody read what of it adds up lines that may be made public."""
        return Response(public_table_detail(publish_for_all(self.actor, need=self.carried)), status=201)


class PublicTableDetail(ApiView):
    """One public table, for anybody who has its address."""

    permission_classes = []

    @extend_schema(operation_id="public_tables_read", responses={200: PublicTableDetailShape})
    def get(self, request: Request, publictable_id: UUID) -> Response:
        """The table as it was made public, with its hash. Nobody has to sign in."""
        table = PublicTable.objects.filter(pk=publictable_id).first()
        if table is None:
            raise NotVisible
        return Response(public_table_detail(table))
