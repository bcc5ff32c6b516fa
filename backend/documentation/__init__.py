"""The documents under docs/ that are written from the code, and compared with it in CI."""

from backend.documentation.events import events_document
from backend.documentation.house import house_document
from backend.documentation.openapi import openapi_document
from backend.documentation.permissions import permissions_document

DOCUMENTS = {
    "permissions.md": permissions_document,
    "events.md": events_document,
    "house.md": house_document,
    "openapi.yaml": openapi_document,
}
