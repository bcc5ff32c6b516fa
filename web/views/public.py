"""A table of demand for anybody who has its address."""

from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language

from access.refusals import NotVisible
from needs.models import Commitment, PublicTable
from web.demand import item_tables
from web.doors import Page


class PublicTablePage(Page):
    """One table that was made public, with its hash."""

    is_public = True

    def get(self, request: HttpRequest, table_id: UUID) -> HttpResponse:
        """Show it."""
        shell, table = self.shell(), self.found(table_id)
        frozen = orjson.loads(table.content)
        return self.show(
            "web/public_table.html",
            shell,
            table=table,
            title=frozen["title_sv" if (get_language() or "").startswith("sv") else "title_en"],
            commitments=Commitment.choices,
            items=item_tables(frozen["cells"], frozen["totals"]),
            site_url=settings.SITE_URL,
        )

    def found(self, table_id: UUID) -> PublicTable:
        """The table. Raises NotVisible."""
        table = PublicTable.objects.filter(pk=table_id).first()
        if table is None:
            raise NotVisible
        return table
