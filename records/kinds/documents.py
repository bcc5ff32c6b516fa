"""Documents as they read, with the revisions that were given a name, and comments."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from documents.comment_shapes import comment_shape
from documents.exports import FORMATS, Sheet
from documents.models import Comment, CommentVersion, Document, Revision, RevisionKind
from documents.revision_shapes import revision_shape
from documents.schema import Content
from documents.shapes import document_shape
from documents.together import contents_together
from networks.zones import Zone
from records.kinds.kind import Kind, as_it_stood, kept_versions, moment_or_none
from records.names import path_of
from records.packing import Part
from records.sight import Sight

FORMS = ("html", "md", "json")


def in_sight(sight: Sight) -> "QuerySet[Any]":
    """The documents that the authority sees, or saw before it left."""
    was_shared = Q(shared_at=None) | sight.by("shared_at")
    return Document.objects.visible_to(sight.actor).filter(was_shared, sight.by("created_at"))


def _documents(sight: Sight) -> "QuerySet[Any]":
    return in_sight(sight).select_related("created_by", "started_at_authority").order_by("pk")


def _document(sight: Sight, row: Document) -> Mapping[str, Any]:
    return {**document_shape(row), "paths": [_path(sight, row, form) for form in FORMS]}


def _path(sight: Sight, row: Document, form: str) -> str:
    return path_of(sight.folder, "documents", row.pk, f"{_flat(row.title)}.{FORMATS[form].suffix}")


def _flat(title: str) -> str:
    return title.replace("/", " ").replace("\\", " ")


def _texts(sight: Sight, rows: list[Document]) -> Iterator[Part]:
    for document, content in _contents(sight, rows):
        for form in FORMS:
            yield _part(_path(sight, document, form), document, form, content, document.title)


def _part(path: str, document: Document, form: str, content: Content | None, title: str) -> Part:
    opened = None
    if content is not None:
        sheet = Sheet(title=title, language=document.language, content=content)
        opened = partial(_made, form, sheet)
    return Part(
        path=path,
        media_type=FORMATS[form].media_type.partition(";")[0],
        opened=opened,
        title=title,
        at=document.created_at,
    )


def _made(form: str, sheet: Sheet) -> list[bytes]:
    return [FORMATS[form].make(sheet)]


def _contents(sight: Sight, rows: list[Document]) -> Iterator[tuple[Document, Content | None]]:
    """What each says; after the authority has left, what the last revision said that it saw."""
    if sight.until is None:
        yield from contents_together(rows)
        return
    yield from contents_together([row for row in rows if row.is_private])
    shared = [row for row in rows if not row.is_private]
    last = _last_seen(sight, shared)
    for row in shared:
        yield row, last.get(row.pk)


def _last_seen(sight: Sight, rows: list[Document]) -> dict[UUID, Content]:
    seen = Revision.objects.visible_to(sight.actor).filter(sight.by("at"), document__in=rows)
    last = seen.exclude(zone=Zone.AUTHORITY).order_by("document_id", "-number").distinct("document_id")
    return {revision.document_id: revision.written for revision in last}


def _revisions(sight: Sight) -> "QuerySet[Any]":
    rows = Revision.objects.visible_to(sight.actor).filter(sight.by("at"), document__in=in_sight(sight))
    return rows.defer("content").named().order_by("document_id", "number")


def _revision(_sight: Sight, row: Revision) -> Mapping[str, Any]:
    return revision_shape(row)


def _named(sight: Sight) -> "QuerySet[Any]":
    rows = Revision.objects.visible_to(sight.actor).filter(sight.by("at"), document__in=in_sight(sight))
    return rows.filter(kind=RevisionKind.NAMED).select_related("document").order_by("document_id", "number")


def _kept(sight: Sight, rows: list[Revision]) -> Iterator[Part]:
    """Each as it was kept: its JSON has the hash that decisions about it name."""
    for row in rows:
        for form in FORMS:
            name = f"{row.number} {_flat(row.name)}.{FORMATS[form].suffix}"
            path = path_of(f"{sight.folder}/documents", str(row.document_id), row.pk, name)
            yield _part(path, row.document, form, row.written, row.title)


def _comments(sight: Sight) -> "QuerySet[Any]":
    versions = Prefetch("versions", CommentVersion.objects.order_by("version"))
    rows = Comment.objects.visible_to(sight.actor).filter(
        sight.by("created_at"), document__in=in_sight(sight)
    )
    return rows.named().prefetch_related(versions).order_by("pk")


def _comment(sight: Sight, row: Comment) -> Mapping[str, Any]:
    versions = list(row.versions.all())
    shape: dict[str, Any] = {**comment_shape(row)}
    del shape["body_html"]
    shape |= moment_or_none(sight, shape, "edited_at", "resolved_at")
    if shape["resolved_at"] is None:
        shape["resolved_by"] = None
    if row.deleted_at is None:
        shape["body"] = as_it_stood(sight, row, versions)
    return {**shape, "versions": kept_versions(sight, row, versions)}


KINDS = [
    Kind(
        name="documents",
        title=_("Documents"),
        rows=_documents,
        shape=_document,
        files=_texts,
        together=20,
    ),
    Kind(name="revisions", title=_("Revisions of documents"), rows=_revisions, shape=_revision),
    Kind(
        name="named_revisions",
        title=_("Revisions with a name"),
        rows=_named,
        shape=None,
        files=_kept,
        together=20,
    ),
    Kind(name="comments", title=_("Comments on documents"), rows=_comments, shape=_comment),
]
