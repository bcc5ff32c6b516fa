"""A need's catalogue over HTTP."""

from typing import Any
from uuid import UUID

from django.db import models
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.actor import Actor
from access.policy import Permission
from access.refusals import NotVisible
from needs.catalogue import (
    CatalogueItemShape,
    ItemDetailShape,
    ItemVersionShape,
    catalogue_shape,
    item_detail,
    version_of_item,
)
from needs.demand_serializers import ItemEdit, ItemInput
from needs.models import DemandItem, DemandItemVersion
from needs.services.items import add_item, correct_item, restore_item, retire_item
from needs.views.needs import NeedView
from networks.http import InNetworkView
from wire.pages import page
from wire.preconditions import etag, expected_version
from wire.schema import PageOf


class ItemList(NeedView):
    """The catalogue of a need."""

    @extend_schema(operation_id="demand_items_list", responses={200: PageOf(CatalogueItemShape)})
    def get(self, request: Request, need_id: UUID) -> Response:
        """A page of items, oldest first; retired ones among them."""
        rows = DemandItem.objects.filter(need=self.carried)
        return page(request, rows, lambda found: map(catalogue_shape, found), by=("id",))

    @extend_schema(operation_id="demand_items_add", request=ItemInput, responses={201: CatalogueItemShape})
    def post(self, request: Request, need_id: UUID) -> Response:
        """Add an item that members may declare demand for."""
        item = add_item(self.actor, need=self.carried, **self.read(ItemInput))
        return Response(catalogue_shape(item), status=201, headers={"ETag": etag(item.version)})


class ItemView(InNetworkView):
    """A door to one item."""

    permission = Permission.NEED_READ
    carrier = DemandItem
    carried: DemandItem

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """Items with their need."""
        return DemandItem.objects.select_related("need")

    def _placed(self, network_id: UUID) -> Actor:
        actor = super()._placed(network_id)
        if not self.carried.need.is_in_sight_of(actor):
            raise NotVisible
        return actor

    def answer(self, item: DemandItem) -> Response:
        """The item, and what the reader may do with it."""
        return Response(item_detail(item, self.actor), headers={"ETag": etag(item.version)})


class ItemDetail(ItemView):
    """One item of a catalogue."""

    @extend_schema(operation_id="demand_items_read", responses={200: ItemDetailShape})
    def get(self, request: Request, demanditem_id: UUID) -> Response:
        """The item, and what the reader may do with it."""
        return self.answer(self.carried)

    @extend_schema(operation_id="demand_items_correct", request=ItemEdit, responses={200: ItemDetailShape})
    def patch(self, request: Request, demanditem_id: UUID) -> Response:
        """Correct names and CPV code; the unit too, while no line counts in it (409 `unit_in_use`)."""
        wanted, version = self.read(ItemEdit), expected_version(request)
        return self.answer(correct_item(self.actor, item=self.carried, version=version, **wanted))


class ItemRetire(ItemView):
    """Lets an item take no new lines."""

    @extend_schema(operation_id="demand_items_retire", request=None, responses={200: ItemDetailShape})
    def post(self, request: Request, demanditem_id: UUID) -> Response:
        """Retire it: its lines stay, and new ones are refused."""
        return self.answer(retire_item(self.actor, item=self.carried, version=expected_version(request)))


class ItemRestore(ItemView):
    """Lets a retired item take new lines again."""

    @extend_schema(operation_id="demand_items_restore", request=None, responses={200: ItemDetailShape})
    def post(self, request: Request, demanditem_id: UUID) -> Response:
        """Bring it back."""
        return self.answer(restore_item(self.actor, item=self.carried, version=expected_version(request)))


class ItemVersions(ItemView):
    """What an item was called before."""

    @extend_schema(operation_id="demand_items_versions", responses={200: PageOf(ItemVersionShape)})
    def get(self, request: Request, demanditem_id: UUID) -> Response:
        """A page of its versions, oldest first."""
        rows = DemandItemVersion.objects.filter(item=self.carried).select_related("said_by")
        return page(request, rows, lambda found: map(version_of_item, found), by=("id",))
