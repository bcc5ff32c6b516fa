"""docs/house.md: the plan of the house, and who imports whom."""

import ast
import inspect
from collections.abc import Iterator
from configparser import ConfigParser
from importlib import import_module
from pathlib import Path

from backend.documentation.tables import WRITTEN, table
from backend.places import BASE_DIR


def house_document() -> str:
    """The floors from the roof down, each room with its sentence and what it imports."""
    floors = _floors()
    rooms = [room for floor in floors for room in floor]
    plan = table(
        ["Floor", "Room", "What it is"],
        [
            [str(len(floors) - number), f"`{room}/`", _sentence(room)]
            for number, floor in enumerate(floors, start=1)
            for room in floor
        ],
    )
    imports = table(
        ["Room", "imports"],
        [[f"`{room}/`", _imports_of(room, rooms)] for room in rooms],
    )
    return f"""# The house

{WRITTEN}
The floors are those of `.importlinter`, which holds them; why they are as they are stands in `docs/adr/`.

1. A room imports only downward.
2. A change is a verb that takes an actor.
3. What happened goes into the journal.

## Floors, from the roof down

Rooms on one floor do not know each other.

{plan}

Inside a room: `urls` over `views` and `jobs`, over `serializers`, over `services` (the verbs), over `models`.
A room holds only those it needs, and modules of its own for pure decisions.

## Who imports whom

{imports}
"""


def _floors() -> list[list[str]]:
    contracts = ConfigParser()
    contracts.read(BASE_DIR / ".importlinter")
    layers = contracts["importlinter:contract:floors"]["layers"].split("\n")
    return [[room.strip() for room in layer.split("|")] for layer in layers if layer.strip()]


def _sentence(room: str) -> str:
    return (inspect.getdoc(import_module(room)) or "").split("\n\n")[0].replace("\n", " ")


def _imports_of(room: str, rooms: list[str]) -> str:
    files = [path for path in Path(BASE_DIR, room).rglob("*.py") if "migrations" not in path.parts]
    named = {name for path in files for name in _modules(path)}
    return ", ".join(f"`{one}`" for one in rooms if one in named and one != room)


def _modules(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
