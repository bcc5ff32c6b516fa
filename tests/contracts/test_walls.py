"""What the linter can't see: foreign keys named by strings, signals, jobs, the admin."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.dispatch import Signal

from accounts.admin import site as operators
from journal import signals
from networks.models import Invitation, Membership, Network, Seat
from networks.zones import Zoned
from tests.contracts.sources import ROOMS, files, floors, tree, where

FLOOR = {room: len(floors()) - number for number, floor in enumerate(floors()) for room in floor}
OURS = [model for model in apps.get_models() if model._meta.app_label in FLOOR]
# What operators watch; nobody's words are among it.
WATCHED = {"accounts.User", "accounts.ApiToken", "notices.Notice", "notices.Digest"}
# A person's own, whatever networks they are in.
OF_A_PERSON = {
    "notices.Digest",
    "notices.Rhythm",
    "notices.Preference",
    "notices.CalendarKey",
    "notices.CalendarLine",
}
# An authority's own, across the networks that it is or was in.
OF_AN_AUTHORITY = {"records.RecordExport"}
# The clock's own book, in which nothing of a network is written.
OF_THE_CLOCK = {"search.Sweep"}
# Their network is named by the row they belong to, which never leaves it.
IN_THEIR_PARENTS_NETWORK = {
    "messaging.MessageVersion": "message",
    "messaging.Attachment": "message",
    "messaging.Reading": "room",
    "documents.Update": "document",
    "documents.Writer": "document",
    "documents.Snapshot": "document",
    "documents.RevisionAuthor": "revision",
    "documents.CommentVersion": "comment",
    "documents.CommentMention": "comment",
}


def label(model: type[models.Model]) -> str:
    return model._meta.label


@pytest.mark.parametrize("model", OURS, ids=label)
def test_foreign_keys_point_downward_and_protect(model: type[models.Model]) -> None:
    room = model._meta.app_label
    for field in model._meta.get_fields():
        if not isinstance(field, models.ForeignKey):
            continue
        target = field.related_model._meta.app_label
        assert target == room or FLOOR[target] < FLOOR[room], field
        if field.name != "token":  # a ticket goes with the token that it was asked with
            assert field.remote_field.on_delete is models.PROTECT, field


@pytest.mark.parametrize(
    "model",
    [
        model
        for model in OURS
        if FLOOR[model._meta.app_label] > FLOOR["networks"]
        and label(model) not in OF_A_PERSON | OF_AN_AUTHORITY | OF_THE_CLOCK
    ],
    ids=label,
)
def test_every_row_above_networks_names_its_network(model: type[models.Model]) -> None:
    parent = IN_THEIR_PARENTS_NETWORK.get(label(model))
    carrier: Any = model._meta.get_field(parent).related_model if parent else model

    assert carrier._meta.get_field("network").related_model is Network
    assert not carrier._meta.get_field("network").null


def test_the_journal_knows_no_room() -> None:
    keys = [
        field.name for model in apps.get_app_config("journal").get_models() for field in foreign_keys(model)
    ]

    assert keys == ["stream"]


def foreign_keys(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.get_fields() if isinstance(field, models.ForeignKey)]


def test_there_is_one_signal_in_the_house() -> None:
    made = {
        where(path)
        for path in files(*ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) == "Signal"
    }

    assert made == {"journal/signals.py"}
    assert [name for name, value in vars(signals).items() if isinstance(value, Signal)] == ["entry_recorded"]


def test_nobody_listens_to_what_django_says_of_rows() -> None:
    rows = re.compile(r"\b(pre|post)_(save|delete|init)\b|\bm2m_changed\b")

    assert [where(path) for path in files(*ROOMS) if rows.search(path.read_text())] == []


def test_jobs_are_called_by_the_clock_its_commands_and_no_rule() -> None:
    callers = set()
    for path in files(*ROOMS):
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom) and (node.module or "").endswith(".jobs"):
                callers.add(path)
            if isinstance(node, ast.Attribute) and node.attr in ("delay", "apply_async"):
                callers.add(path)

    assert [where(path) for path in callers if "management" not in path.parts] == []


def test_a_job_takes_ids_or_nothing() -> None:
    taken = {
        where(path, node): [argument.arg for argument in [*node.args.args, *node.args.kwonlyargs]]
        for path in files(*ROOMS)
        if path.stem == "jobs"
        for node in tree(path).body
        if isinstance(node, ast.FunctionDef)
        and any("shared_task" in ast.unparse(one) for one in node.decorator_list)
    }

    assert taken
    assert {name: names for name, names in taken.items() if names not in ([], ["ids"])} == {}


def test_the_admin_shows_no_content() -> None:
    shown = {label(model) for model in apps.get_models() if operators.is_registered(model)}

    assert {name for name in shown if name.split(".")[0] in FLOOR} <= WATCHED
    assert not {label(model) for model in OURS if issubclass(model, Zoned)} & shown
    assert not {label(model) for model in (Network, Membership, Seat, Invitation)} & shown


def test_no_test_is_skipped_and_nothing_is_left_to_do() -> None:
    words = ("TO" + "DO", "FIX" + "ME", "XX" + "X", "pytest." + "skip", "mark." + "skip", "mark." + "xfail")
    undone = re.compile("|".join(rf"\b{re.escape(word)}" for word in words))

    assert [where(path) for path in files(*ROOMS, "tests", "bench") if undone.search(path.read_text())] == []


@pytest.mark.parametrize("path", [path for path in files(*ROOMS) if path.stem == "urls"], ids=where)
def test_an_address_book_holds_addresses_only(path: Path) -> None:
    assert not [node for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)]


def _locks(path: Path) -> list[ast.Call]:
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    return [call for call in calls if getattr(call.func, "attr", "") == "select_for_update"]


def test_rows_are_locked_without_their_keys() -> None:
    """Nobody waits at commit for a row that they only refer to.

    Foreign keys are checked then, while the journal's streams are held: were a parent's key locked by
    somebody who waits for such a stream, each would wait for the other.
    """
    locks = [(where(path), lock) for path in files(*ROOMS) for lock in _locks(path)]
    named = [(place, {word.arg for word in lock.keywords}) for place, lock in locks]

    assert named
    assert [place for place, words in named if "no_key" not in words] == []
