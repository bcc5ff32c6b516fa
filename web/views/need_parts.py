"""What a need says: writing its statement, goals and stakeholders, its words, and its versions."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.policy import Permission
from access.refusals import NotVisible, Refusal
from needs.comparing import Effort, changes_between
from needs.keeping import GOAL, STAKEHOLDER, check_open, exactly, latest
from needs.models import STATEMENT, EffectGoal, NeedVersion, Part, Stakeholder
from needs.services import (
    add_goal,
    add_stakeholder,
    change_goal,
    change_need,
    change_stakeholder,
    overrule_word,
    withdraw_goal,
    withdraw_stakeholder,
)
from web.forms.need_parts import GoalForm, StakeholderForm, StatementForm
from web.people import able_in
from web.refused import told
from web.statements import changed_lines
from web.views.needs import OneNeed

SHOWN = 100
P = TypeVar("P", bound=Part)


class NeedForm(OneNeed):
    """A form about one need, on a page of its own."""

    heading: ClassVar[str | Promise]

    def written(self, form: Any, verb: Callable[..., object], wanted: dict[str, Any]) -> HttpResponse:
        """Do what the form wants, and go back to the need; or show what is wrong beside what was typed."""
        try:
            verb(self.actor, **wanted)
        except Refusal as refusal:
            told(form, refusal)
            return self.write(form, status=refusal.status)
        messages.success(self.request, _("Saved. Every version of the need is kept."))
        return redirect("need", self.carried.pk)

    def write(self, form: forms.Form, *, status: int = 200) -> HttpResponse:
        """The page, with what was typed."""
        own = self.carried.is_owned_by(self.actor)
        self.actor.require(Permission.NEED_EDIT if own else Permission.NEED_MANAGE)
        check_open(self.carried)
        shell = self.shell()
        context = {"need": self.carried, "form": form, "heading": self.heading}
        return self.show("web/need_write.html", shell, status=status, tab="needs", **context)


class NeedStatement(NeedForm):
    """Writes what a need says."""

    heading = gettext_lazy("Describe the need")

    def get(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Show what it says now."""
        need, version = self.carried, latest(self.carried)
        said = {name: getattr(version, name) for name in STATEMENT}
        own = {name: getattr(need, name) for name in ("version", "next_review_on")}
        return self.write(StatementForm(initial={**said, **own}))

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Save what it shall say."""
        form = StatementForm(request.POST)
        if not form.is_valid():
            return self.write(form, status=422)
        return self.written(form, change_need, {"need": self.carried, **form.cleaned_data})


class GoalAdd(NeedForm):
    """Adds an effect goal."""

    heading = gettext_lazy("Add an effect goal")

    def get(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Show the form."""
        return self.write(self.form())

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Add it."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.write(form, status=422)
        return self.written(form, add_goal, {"need": self.carried, **form.wanted()})

    def form(self, data: Any = None, **given: Any) -> GoalForm:
        """The form, with the people of the network."""
        return GoalForm(data, people=able_in(self.actor, self.network, Permission.NEED_EDIT), **given)


class GoalChange(GoalAdd):
    """Changes an effect goal."""

    heading = gettext_lazy("Change the effect goal")

    def get(self, request: HttpRequest, need_id: UUID, part_id: UUID | None = None) -> HttpResponse:
        """Show what it says now."""
        goal = _part(self, EffectGoal, part_id)
        said = {name: getattr(goal, name) for name in (*GOAL, "owner", "version")}
        numbers = {name: exactly(said[name]) for name in ("baseline_value", "target_value")}
        plain = {name: text and Decimal(text) for name, text in numbers.items()}
        return self.write(self.form(initial={**said, **plain}))

    def post(self, request: HttpRequest, need_id: UUID, part_id: UUID | None = None) -> HttpResponse:
        """Save what it shall say."""
        goal = _part(self, EffectGoal, part_id)
        form = self.form(request.POST)
        if not form.is_valid():
            return self.write(form, status=422)
        version = form.cleaned_data["version"]
        return self.written(form, change_goal, {"goal": goal, "version": version, **form.wanted()})


class StakeholderAdd(NeedForm):
    """Adds a stakeholder."""

    heading = gettext_lazy("Add a stakeholder")

    def get(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Show the form."""
        return self.write(StakeholderForm())

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Add it."""
        form = StakeholderForm(request.POST)
        if not form.is_valid():
            return self.write(form, status=422)
        return self.written(form, add_stakeholder, {"need": self.carried, **form.wanted()})


class StakeholderChange(NeedForm):
    """Changes a stakeholder."""

    heading = gettext_lazy("Change the stakeholder")

    def get(self, request: HttpRequest, need_id: UUID, part_id: UUID) -> HttpResponse:
        """Show what it says now."""
        row = _part(self, Stakeholder, part_id)
        said = {name: getattr(row, name) for name in (*STAKEHOLDER, "version")}
        return self.write(StakeholderForm(initial=said))

    def post(self, request: HttpRequest, need_id: UUID, part_id: UUID) -> HttpResponse:
        """Save what it shall say."""
        row = _part(self, Stakeholder, part_id)
        form = StakeholderForm(request.POST)
        if not form.is_valid():
            return self.write(form, status=422)
        version = form.cleaned_data["version"]
        wanted = {"stakeholder": row, "version": version, **form.wanted()}
        return self.written(form, change_stakeholder, wanted)


class GoalWithdrawal(OneNeed):
    """Withdraws an effect goal."""

    def post(self, request: HttpRequest, need_id: UUID, part_id: UUID) -> HttpResponse:
        """Withdraw it."""
        withdraw_goal(self.actor, goal=_part(self, EffectGoal, part_id))
        messages.success(request, _("The goal is withdrawn. Older versions of the need keep it."))
        return redirect("need", need_id)


class StakeholderWithdrawal(OneNeed):
    """Withdraws a stakeholder."""

    def post(self, request: HttpRequest, need_id: UUID, part_id: UUID) -> HttpResponse:
        """Withdraw it."""
        withdraw_stakeholder(self.actor, stakeholder=_part(self, Stakeholder, part_id))
        messages.success(request, _("The stakeholder is withdrawn. Older versions of the need keep it."))
        return redirect("need", need_id)


class WordOverruling(OneNeed):
    """Lets a product word stand, with a reason."""

    def post(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Let it stand."""
        typed = {name: request.POST.get(name, "") for name in ("place", "word", "reason")}
        overrule_word(self.actor, need=self.carried, **typed)
        messages.success(request, _("The word may stand, for the reason you gave."))
        return redirect("need", need_id)


class NeedHistory(OneNeed):
    """Every version of a need, and what each changed."""

    def get(self, request: HttpRequest, need_id: UUID) -> HttpResponse:
        """Show them, the latest first."""
        self.actor.require(Permission.NEED_READ)
        shell = self.shell()
        rows = NeedVersion.objects.visible_to(self.actor).filter(need=self.carried)
        named = rows.select_related("written_by", "written_for", "authority")
        versions = list(named.order_by("-number")[:SHOWN])
        pairs = zip(versions, [*versions[1:], None], strict=True)
        effort = Effort()
        told = [
            (row, changed_lines(changes_between(older, row), effort) if older else None)
            for row, older in pairs
        ]
        return self.show("web/need_history.html", shell, tab="needs", need=self.carried, versions=told)


def _part(page: OneNeed, model: type[P], part_id: UUID | None) -> P:
    rows = model.objects.visible_to(page.actor).filter(need=page.carried).select_related("need")
    part: P | None = rows.filter(pk=part_id).first()
    if part is None:
        raise NotVisible
    return part
