"""The documents of a network, and one as it reads now."""

from typing import cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from access.policy import Permission
from access.refusals import Refusal
from accounts.models import Language, User
from documents.models import Document
from documents.reading import content_of
from documents.rendering import html_of
from documents.services import create_document, share_document
from messaging.models import Room
from networks.subjects import Subject
from web.document_words import facts_of, words
from web.doors import NetworkPage
from web.forms.documents import DocumentForm
from web.paging import shown
from web.refused import told
from web.streams import streams_in
from web.topics import asked_about


class DocumentsPage(NetworkPage):
    """All documents that one may read, and starting another."""

    def streams(self) -> list[str]:
        """Documents come by the network's and the private zone's streams."""
        return [key for key in streams_in(self.actor) if not key.startswith(("room:", "document:"))]

    def get(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Show the documents."""
        return self.documents(self._form())

    def post(self, request: HttpRequest, network_id: UUID) -> HttpResponse:
        """Start a document."""
        form = self._form(request)
        if not form.is_valid():
            return self.documents(form, status=422)
        try:
            document = create_document(self.actor, network=self.network, **form.cleaned_data)
        except Refusal as refusal:
            told(form, refusal)
            return self.documents(form, status=refusal.status)
        return redirect("document", document.pk)

    def documents(self, form: DocumentForm, *, status: int = 200) -> HttpResponse:
        """The page."""
        self.actor.require(Permission.DOCUMENT_READ)
        shell = self.shell()
        rows = Document.objects.visible_to(self.actor).select_related("authority", "started_at_authority")
        return self.show(
            "web/documents.html",
            shell,
            status=status,
            tab="documents",
            documents=shown(self.request.GET, rows.order_by("-created_at", "pk")),
            form=form,
            may_create=self.actor.can(Permission.DOCUMENT_CREATE),
        )

    def _form(self, request: HttpRequest | None = None) -> DocumentForm:
        language = self.request.LANGUAGE_CODE if self.request.LANGUAGE_CODE in Language.values else "sv"
        return DocumentForm(
            request.POST if request else None,
            has_private_zone=self.actor.can(Permission.PRIVATE_ZONE_USE),
            initial={"language": language},
        )


class DocumentPage(NetworkPage):
    """One document: its title, its zone, and its text, which the page's modules make writable."""

    carrier = Document
    carried: Document

    def streams(self) -> list[str]:
        """The document's own stream tells of comments, revisions and changes."""
        return [*super().streams(), f"document:{self.carried.pk}"]

    def get(self, request: HttpRequest, document_id: UUID) -> HttpResponse:
        """Show the text as it is now."""
        self.actor.require(Permission.DOCUMENT_READ)
        shell = self.shell()
        return self.show(
            "web/document.html",
            shell,
            tab="documents",
            document=self.carried,
            facts=facts_of(self.actor, cast("User", request.user), self.carried),
            words=words(),
            html=_html(self.carried),
            content_url=f"/api/v1/documents/{self.carried.pk}/content/",
            may_edit=self.actor.can(Permission.DOCUMENT_EDIT),
            may_comment=self.actor.can(Permission.COMMENT_WRITE),
            rooms_about=Room.objects.visible_to(self.actor).about(Subject("document", self.carried.pk)),
            asked=asked_about(self.actor, "document", self.carried),
            may_discuss=self.actor.can(Permission.ROOM_OPEN),
            may_share=self.carried.is_private and self.actor.can(Permission.DOCUMENT_SHARE),
        )


def _html(document: Document) -> SafeString:
    """The text as it is now. Raises LoadError: an empty page never stands in for what can't be read."""
    return mark_safe(html_of(content_of(document.pk)))  # noqa: S308 - cleaned there


class DocumentShare(NetworkPage):
    """Shares an authority's own document with the network, for good."""

    carrier = Document
    carried: Document

    def post(self, request: HttpRequest, document_id: UUID) -> HttpResponse:
        """Share it."""
        share_document(self.actor, document=self.carried)
        messages.success(request, _("The document is shared with the whole network."))
        return redirect("document", document_id)
