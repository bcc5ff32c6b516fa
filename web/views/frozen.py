"""What was frozen, byte by byte as it was hashed: whoever cites it can check it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from access.policy import Permission
from access.refusals import NotVisible
from needs.models import PublicTable, Snapshot
from web.views.decisions import DecisionPage
from web.views.demand import SnapshotPage
from web.views.public import PublicTablePage


def as_hashed(content: str, name: UUID) -> HttpResponse:
    """The bytes that a SHA-256 is of, as a file."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.json"'}
    return HttpResponse(content.encode(), content_type="application/json", headers=headers)


class DecisionResult(DecisionPage):
    """The result of a decision."""

    def get(self, request: HttpRequest, question_id: UUID) -> HttpResponse:
        """The file."""
        self.actor.require(Permission.DECISION_READ)
        if not self.carried.result:
            raise NotVisible
        return as_hashed(self.carried.result, self.carried.pk)


class SnapshotTable(SnapshotPage):
    """A frozen table of demand."""

    def get(self, request: HttpRequest, need_id: UUID, snapshot_id: UUID) -> HttpResponse:
        """The file."""
        snapshot: Snapshot = self.found(snapshot_id)
        return as_hashed(snapshot.content, snapshot.pk)


class PublicTableFile(PublicTablePage):
    """A table that was made public, for anybody."""

    def get(self, request: HttpRequest, table_id: UUID) -> HttpResponse:
        """The file."""
        table: PublicTable = self.found(table_id)
        return as_hashed(table.content, table.pk)
