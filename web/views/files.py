"""Files by an address for pages and mails: whoever is not signed in is asked to, and then gets the file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase

from access.policy import Permission
from files.models import StoredFile
from files.serving import answer
from web.doors import NetworkPage


class FileDownload(NetworkPage):
    """The bytes of one file, through the same checks as the API's door."""

    carrier = StoredFile
    carried: StoredFile

    def get(self, request: HttpRequest, storedfile_id: UUID) -> HttpResponseBase:
        """Give it out."""
        self.actor.require(Permission.FILE_READ)
        return answer(request, self.carried)
