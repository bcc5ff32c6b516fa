"""What a personal link shows: the question, and exactly the text that is decided about."""

import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from access.actor import Actor
from access.policy import Role
from decisions.models import Question, Signature, SigningCode, Voice
from documents.models import REVISION, Revision
from documents.pandoc.pictures import pictures_in
from documents.rendering import html_of
from files.models import StoredFile
from needs.figures import goal_figures
from needs.models import KIND as NEED
from needs.models import NeedVersion
from needs.models.parts import Attitude, Kind
from networks.subjects import cards_of
from web.statements import AFTER_GOALS, BEFORE_GOALS, TITLES, Line, lines_of

# What a title of tells nothing that the network has not put to its authorities; rooms are none of it.
_NAMED = (NEED, "document", "analysis")

_PICTURE = re.compile(r'src="(?:/api/v1)?/files/([0-9a-f-]{36})/(?:content/)?"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What is decided about, as it was when the question was put."""

    title: str
    html: SafeString = field(default_factory=lambda: SafeString(""))
    pictures: frozenset[UUID] = frozenset()
    lines: list[Line] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    stakeholders: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One question as somebody without a seat reads it, and what was said for their authority."""

    visit: SigningCode
    paper: Paper | None
    signed: Signature | None
    voice: Voice | None

    @property
    def is_whole(self) -> bool:
        """Is there everything to read that the question's hash stands for?"""
        return self.paper is not None or not self.visit.signatory.question.subject_hash

    @property
    def is_answered_by_others(self) -> bool:
        """Has somebody in a seat answered for the authority?"""
        return self.voice is not None and self.voice.signatory_id is None


def desk_of(visit: SigningCode, actor: Actor) -> Desk:
    """What lies before somebody who came in by link and code."""
    signatory = visit.signatory
    voices = Voice.objects.present().filter(question=signatory.question, authority_id=signatory.authority_id)
    return Desk(
        visit=visit,
        paper=paper_of(signatory.question, actor),
        signed=Signature.objects.present().filter(signatory=signatory).first(),
        voice=voices.select_related("person", "signatory").first(),
    )


def paper_of(question: Question, actor: Actor) -> Paper | None:
    """The text with the hash that the question names, if the whole network reads it; else a title or nothing.

    Read as whoever sees least in the network does: what is private to an authority, or for members
    only, is not there.
    """
    subject = question.subject
    if subject is None:
        return None
    reader = actor.in_network(question.network_id, role=Role.OBSERVER)
    if subject.kind == REVISION:
        return _revision(question, reader)
    if subject.kind == NEED and question.subject_hash:
        return _statement(question, reader)
    cards = cards_of(reader, [subject]) if subject.kind in _NAMED else {}
    return Paper(title=cards[subject].title) if subject in cards else None


def _revision(question: Question, reader: Actor) -> Paper | None:
    rows = Revision.objects.visible_to(reader).select_related("document")
    found = rows.filter(pk=question.subject_id, content_hash=question.subject_hash).first()
    if found is None:
        return None
    return Paper(
        title=found.title,
        html=mark_safe(html_of(found.written)),  # noqa: S308 - cleaned there
        pictures=frozenset(pictures_in(found.written)),
    )


def behind_link(paper: Paper, path: str) -> SafeString:
    """The text, with its pictures fetched below the path of the link: no other door knows the reader."""
    return mark_safe(_PICTURE.sub(rf'src="{path}files/\1/"', paper.html))  # noqa: S308 - ids and a path


def picture_of(paper: Paper, question: Question, actor: Actor, file_id: UUID) -> StoredFile | None:
    """A picture of the text, if the whole network sees it; None for any other file."""
    reader = actor.in_network(question.network_id, role=Role.OBSERVER)
    found: StoredFile | None = StoredFile.objects.visible_to(reader).filter(pk=file_id).first()
    return found if found is not None and found.is_image and file_id in paper.pictures else None


def _statement(question: Question, reader: Actor) -> Paper | None:
    rows = NeedVersion.objects.visible_to(reader).filter(need_id=question.subject_id)
    for version in rows.order_by("-number").iterator():
        if version.digest == question.subject_hash:
            return Paper(
                title=version.title_sv if (get_language() or "").startswith("sv") else version.title_en,
                lines=lines_of(version, (*TITLES, *BEFORE_GOALS, *AFTER_GOALS), []),
                goals=[_goal(goal) for goal in version.goals],
                stakeholders=[_stakeholder(one) for one in version.stakeholders],
            )
    return None


def _goal(goal: dict[str, Any]) -> str:
    """All that the version says of a goal but who follows it up, in a line."""
    values = {name: goal[name] for name in ("baseline_value", "target_value") if goal[name] is not None}
    local = {name: number_format(value) for name, value in values.items()}
    said = (goal["statement"], goal["indicator"], goal_figures({**goal, **local}), goal["measurement_method"])
    return ". ".join(filter(None, said))


def _stakeholder(one: dict[str, Any]) -> str:
    """All that the version says of a stakeholder, in a line."""
    kind, attitude = Kind(one["kind"]).label, Attitude(one["attitude"]).label if one["attitude"] else ""
    influence = gettext("Influence %(of_five)d of 5") % {"of_five": one["influence"]}
    said = (f"{one['name']} ({kind})", one["interest"], influence, attitude, one["involvement_plan"])
    return ". ".join(filter(None, map(str, said)))
