from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from access.policy import Permission, Role
from backend.documentation import DOCUMENTS
from backend.places import BASE_DIR
from journal.events import VOCABULARY


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_generated_document_is_as_the_code_says(name: str) -> None:
    assert (BASE_DIR / "docs" / name).read_text() == DOCUMENTS[name]()


def test_every_permission_role_and_event_is_written_down() -> None:
    permissions, events = DOCUMENTS["permissions.md"](), DOCUMENTS["events.md"]()

    assert all(f"| {permission} |" in permissions for permission in Permission)
    assert all(role.sentence in permissions for role in Role)
    assert all(f"## `{name}`" in events for name in VOCABULARY)


@pytest.mark.timeout(300)
def test_a_document_that_differs_is_refused_with_the_line(tmp_path: Path) -> None:
    call_command("generate_docs", folder=tmp_path)
    call_command("generate_docs", "--check", folder=tmp_path)
    written = tmp_path / "permissions.md"
    written.write_text(written.read_text().replace("| message.post |", "| message.shout |"))
    complaint = StringIO()

    with pytest.raises(CommandError, match=r"permissions\.md"):
        call_command("generate_docs", "--check", folder=tmp_path, stderr=complaint)

    assert "+| message.post |" in complaint.getvalue()
    assert "message.shout" in written.read_text()
