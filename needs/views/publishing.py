"""What the public may read of an adopted need, over HTTP."""

from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from access.refusals import Conflict
from needs.catalogue import catalogue_at
from needs.models import NeedVersion
from needs.ocds import Package, closed_at, is_public, release_package
from needs.views.needs import NeedView
from wire.preconditions import etag


class NeedRelease(NeedView):
    """The planning release of one need, for open data."""

    @extend_schema(operation_id="needs_release", responses={200: Package})
    def get(self, request: Request, need_id: UUID) -> Response:
        """A release package of the Open Contracting Data Standard 1.1, once the need is adopted."""
        need = self.carried
        if not is_public(need):
            raise Conflict("need_not_adopted", "Only an adopted need, shared with the network, is published.")
        said = NeedVersion.objects.filter(need=need).latest("number")  # it takes no more once adopted
        items = catalogue_at(need, closed_at(need))
        uri = f"{settings.SITE_URL}{request.path}"
        package = release_package(need, said, items, prefix=settings.OCDS_PREFIX, uri=uri)
        return Response(package, headers={"ETag": etag(need.version)})
