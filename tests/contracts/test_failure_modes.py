"""The table of other systems' failures names tests that are there."""

import re
from pathlib import Path

from backend.places import BASE_DIR

ROWS = (BASE_DIR / "docs" / "failure-modes.md").read_text().splitlines()
TABLE = [line for line in ROWS if line.startswith("| ") and "::" in line]


def test_each_row_names_a_test_that_exists() -> None:
    named = [place.split("::") for row in TABLE for place in re.findall(r"`([^`]+::[^`]+)`", row)]

    assert [f"{path}::{name}" for path, name in named if not _is_there(BASE_DIR / path, name)] == []


def test_each_row_that_can_be_shown_so_far_is_shown_on_real_processes() -> None:
    shown = {row.split("|")[1].strip() for row in TABLE if "`tests/flows/" in row}

    assert {str(number) for number in (*range(1, 17), 19)} <= shown


def _is_there(path: Path, name: str) -> bool:
    wanted = rf'(def {re.escape(name)}\(|^test\("{re.escape(name)}")'
    return path.exists() and re.search(wanted, path.read_text(), re.MULTILINE) is not None
