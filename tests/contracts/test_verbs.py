"""A change is a verb that takes an actor: it requires first, and records last."""

import ast
import re
from pathlib import Path

import pytest

from tests.contracts import demand, sheets
from tests.contracts.sources import ROOMS, Function, files, functions, services, tree, verbs, where

VERBS = list(verbs())

# Questions asked of the rows, and parts of a verb: whoever calls them has required, and records.
NO_VERBS = {
    **demand.PARTS,
    "documents/services/errands.py:due_errands": "a question, for the clock",
    "networks/services/seats.py:seat_person": "a part of verbs, which record what it returns",
    "networks/services/invitations.py:invitation_for": "a part of verbs, which record it",
    "networks/services/sending.py:due_invitations": "a question",
    "messaging/services/posting.py:draft_of": "a part of verbs, which write it; it requires all the same",
    "notices/services/letters.py:due_letters": "a question, for the clock",
    "notices/services/letters.py:due_notices": "as above",
    "needs/services/adopting.py:adopt_decided": "the registry's door; closing the decision records it",
    "market/services/analyses.py:answer_reminder": "the registry's door to the verb `review`",
    "tasks/services/giving.py:answer_task": "the registry's door to the verb `finish_task`",
    "decisions/services/mailing.py:due_mails": "a question",
}
# Verbs whose effect no stream tells of, and why.
UNRECORDED = {
    **sheets.UNRECORDED,
    "documents/services/exporting.py:finish_export": "one person's errand, that changes no document",
    "documents/services/importing.py:hand_in": "as above",
    "documents/services/errands.py:lease_errand": "the errand's own book",
    "documents/services/errands.py:fail_errand": "as above",
    "documents/services/errands.py:say_progress": "as above",
    "documents/services/errands.py:forget_errands": "forgetting leaves no trace",
    "files/services.py:remove_bytes": "erasing was recorded; this is its later half",
    "accounts/services/authorities.py:register_authority": "authorities are facts of the world",
    "accounts/services/authorities.py:register_authorities": "as above",
    "accounts/services/keys.py:issue_ticket": "a ticket lives for a minute and is seen by nobody else",
    "accounts/services/keys.py:forget_spent_tickets": "forgetting leaves no trace",
    "networks/services/sending.py:claim_invitation": "the post office's own book",
    "networks/services/sending.py:mark_invitation_sent": "as above",
    "notices/services/letters.py:lease_letter": "as above",
    "notices/services/letters.py:settle_letter": "as above",
    "notices/services/letters.py:put_off_letter": "as above",
    "notices/services/letters.py:hold_letter": "as above",
    "notices/services/letters.py:withhold_unseen": "as above",
    "notices/services/gathering.py:gather_digests": "as above",
    "notices/services/calendar.py:note_shown": "what a calendar saw last; nobody did anything",
    "documents/services/signing.py:ask_sign_off": "opens by `open_question`, which records",
    "needs/services/adopting.py:ask_adoption": "as above",
    "decisions/services/mailing.py:claim_mail": "the post office's own book",
    "decisions/services/mailing.py:mark_mailed": "as above",
    "decisions/services/entering.py:send_code": "a code leaves no trace unless it is used",
    "decisions/services/inviting.py:renew_signatory": "takes back and asks by verbs, which record",
    "decisions/services/forgetting.py:forget_codes": "forgetting leaves no trace",
    "decisions/services/forgetting.py:forget_addresses": "as above",
    "decisions/services/prompting.py:prompt_silent": "its own book says who was reminded; notices tell",
    "support/services.py:keep_week": "a book of counts, which nobody made happen",
    "documents/services/log.py:append_updates": "the log is its own memory; entries would double it",
    "documents/services/compacting.py:compact_log": "as above; nothing changes for anybody",
    "messaging/services/posting.py:post_message": "its fact is woven into the statement that writes it",
    "messaging/services/rooms.py:discuss": "opens by `open_room`, which records",
    "messaging/services/tasking.py:make_task": "the verb `give_task` records the task",
    "tasks/services/answers.py:answer": "the subject's room records the answer in the same transaction",
}


# Verbs that need no transaction of their own, and why.
ALONE = {
    "messaging/services/posting.py:post_message": "its one statement is a transaction",
    "documents/services/log.py:append_updates": "as above, or `_append_locked`, which is one",
}


def named(path: Path, node: Function) -> str:
    return where(path, node)


REAL = [(path, node) for path, node in VERBS if named(path, node) not in NO_VERBS]
RECORDING = [(path, node) for path, node in REAL if named(path, node) not in UNRECORDED]


def statements(node: Function) -> list[ast.stmt]:
    return node.body[1:] if ast.get_docstring(node) is not None else node.body


def calls(node: ast.AST) -> set[str]:
    found = set()
    for inner in ast.walk(node):
        if isinstance(inner, ast.Call):
            name = inner.func
            found.add(name.attr if isinstance(name, ast.Attribute) else getattr(name, "id", ""))
    return found


def last_effect(node: Function) -> ast.stmt:
    """The last statement before the answer and what nudges others after the commit."""
    body = [one for one in statements(node) if not isinstance(one, ast.Return)]
    while len(body) > 1 and calls(body[-1]) & {"nudge", "hurry"}:
        body.pop()
    return body[-1]


@pytest.mark.parametrize(("path", "node"), REAL, ids=[named(*one) for one in REAL])
def test_a_verbs_first_line_requires(path: Path, node: Function) -> None:
    first = ast.unparse(statements(node)[0])
    acting = "actor = actor.at_authority(" in first  # an invitation lends its role to whoever holds it

    assert first.startswith("actor.require(Permission.") or (
        acting and ast.unparse(statements(node)[1]).startswith("actor.require(Permission.")
    )


@pytest.mark.parametrize(("path", "node"), RECORDING, ids=[named(*one) for one in RECORDING])
def test_a_verbs_last_line_records(path: Path, node: Function) -> None:
    assert calls(last_effect(node)) & {"record", "record_woven"}


@pytest.mark.parametrize(("path", "node"), REAL, ids=[named(*one) for one in REAL])
def test_a_verb_is_one_transaction_and_takes_all_else_by_name(path: Path, node: Function) -> None:
    source = ast.unparse(node)

    is_whole = "transaction.atomic" in source or named(path, node) in ALONE
    assert is_whole or "tasks.services" in named(path, node)
    assert [argument.arg for argument in node.args.args] == ["actor"]
    assert not {"request", "user_id"} & {argument.arg for argument in node.args.kwonlyargs}


@pytest.mark.parametrize("room", [room for room in ROOMS if services(room)])
def test_no_rule_looks_at_the_clock(room: str) -> None:
    """`timezone.now()` belongs to the doors: views, jobs, commands, and what allauth asks."""
    doors = {"views", "jobs", "management", "http", "authentication", "adapter", "middleware"}
    looking = [
        where(path)
        for path in files(room)
        if not doors & {*path.parts, path.stem} and "timezone.now()" in path.read_text()
    ]

    assert looking == []


def test_every_exception_names_a_function_that_is_there() -> None:
    known = {named(path, node) for path, node in VERBS}

    assert (NO_VERBS.keys() | UNRECORDED.keys()) - known == set()


def test_only_the_recorder_writes_the_journal() -> None:
    writing = re.compile(r"INTO journal_|journal_append\(")
    writers = {
        where(path)
        for path in files(*ROOMS)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and writing.search(node.value)
    }

    assert writers == {"journal/recorder.py"}


def test_no_model_does_more_than_keep_itself() -> None:
    hooks = {"save", "delete", "pre_save", "post_save"}
    found = [
        where(path, node)
        for room in ROOMS
        for path in files(room)
        if "models" in {*path.parts, path.stem}
        for node in functions(path)
        if node.name in hooks
    ]

    assert found == []
