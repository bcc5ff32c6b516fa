"""The sources of the house, as the tests of its walls read them."""

import ast
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

from backend.places import BASE_DIR

Function = ast.FunctionDef | ast.AsyncFunctionDef


def floors() -> list[list[str]]:
    """The rooms floor by floor, from the roof down, as the linter holds them."""
    contracts = ConfigParser()
    contracts.read(BASE_DIR / ".importlinter")
    layers = contracts["importlinter:contract:floors"]["layers"].split("\n")
    return [[room.strip() for room in layer.split("|")] for layer in layers if layer.strip()]


ROOMS = [room for floor in floors() for room in floor]


def files(*folders: str) -> list[Path]:
    """Python files of these folders without migrations, by path."""
    found = [path for folder in folders for path in Path(BASE_DIR, folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts and "var" not in path.parts)


def tree(path: Path) -> ast.Module:
    """What stands in a file."""
    return ast.parse(path.read_text())


def functions(path: Path) -> Iterator[Function]:
    """Every function and method of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def where(path: Path, node: Function | None = None) -> str:
    """A place as people name it."""
    place = str(path.relative_to(BASE_DIR))
    return f"{place}:{node.name}" if node else place


def length(node: Function) -> int:
    """Lines of a function, its docstring not counted."""
    first = node.body[0]
    documented = (first.end_lineno or 0) - first.lineno + 1 if ast.get_docstring(node) is not None else 0
    return (node.end_lineno or 0) - node.lineno + 1 - documented


def services(room: str) -> list[Path]:
    """Where a room's verbs are."""
    single = Path(BASE_DIR, room, "services.py")
    return [single] if single.exists() else files(f"{room}/services")


def verbs() -> Iterator[tuple[Path, Function]]:
    """Every public function in a room's services whose first argument is the actor."""
    for room in ROOMS:
        for path in services(room):
            for node in tree(path).body:
                if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                    first = node.args.args[:1]
                    if first and first[0].arg == "actor":
                        yield path, node
