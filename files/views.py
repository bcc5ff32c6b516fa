"""Files over HTTP: one door in, one checked door out."""

from typing import Any
from uuid import UUID

from django.db import models
from django.http import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.policy import Permission
from files.models import StoredFile
from files.serializers import FileInput
from files.services import erase_file, store_file
from files.serving import answer
from files.shapes import FileDetailShape, FileShape, file_shape
from files.uploads import AnythingRenderer, UploadView
from networks.http import InNetworkView
from wire.pages import page
from wire.schema import PageOf

NAMED = ("uploaded_by", "uploaded_for")


class FileList(UploadView):
    """The files of a network that the reader may have."""

    permission = Permission.FILE_READ

    @extend_schema(operation_id="files_list", responses={200: PageOf(FileShape)})
    def get(self, request: Request, network_id: UUID) -> Response:
        """A page of files, oldest first."""
        rows = StoredFile.objects.visible_to(self.actor).kept().select_related(*NAMED)
        return page(request, rows, lambda found: map(file_shape, found), by=("id",))

    @extend_schema(operation_id="files_store", request=FileInput, responses={201: FileShape})
    def post(self, request: Request, network_id: UUID) -> Response:
        """Keep a file: checked, scanned where a scanner is set up, and pictures drawn anew."""
        wanted = self.read(FileInput)
        upload = wanted.pop("file")
        file = store_file(
            self.actor, network=self.network(), content=upload.read(), name=upload.name, **wanted
        )
        return Response(file_shape(file), status=201)


class FileView(InNetworkView):
    """A door to one file."""

    permission = Permission.FILE_READ
    carrier = StoredFile

    def carriers(self, carrier: type[models.Model]) -> "models.QuerySet[Any]":
        """The file with the names that its shape shows."""
        return super().carriers(carrier).select_related(*NAMED)


class FileDetail(FileView):
    """One file without its bytes."""

    @extend_schema(operation_id="files_read", responses={200: FileDetailShape})
    def get(self, request: Request, storedfile_id: UUID) -> Response:
        """What it is, and what the reader may do with it."""
        file: StoredFile = self.carried
        needed = Permission.FILE_STORE if file.is_by(self.actor) else Permission.FILE_MODERATE
        abilities = ["file.erase"] if file.is_kept and self.actor.can(needed) else []
        return Response(file_shape(file) | {"abilities": abilities})

    @extend_schema(operation_id="files_erase", responses={204: None})
    def delete(self, request: Request, storedfile_id: UUID) -> Response:
        """Erase it: name and bytes go."""
        erase_file(self.actor, file=self.carried)
        return Response(status=204)


class FileContent(FileView):
    """The bytes of one file."""

    renderer_classes = (AnythingRenderer,)

    @extend_schema(operation_id="files_content", responses={(200, "*/*"): OpenApiTypes.BINARY})
    def get(self, request: Request, storedfile_id: UUID) -> HttpResponseBase:
        """Stream it: pictures to be shown, everything else to be saved."""
        return answer(request._request, self.carried)  # noqa: SLF001 - how it is streamed depends on the server
