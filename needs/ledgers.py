"""The ledger of a publication as text, to be kept. Pure: no Django, no database."""

from decimal import Decimal
from typing import Any

import orjson

from needs.masking import Batch, Cell, Figures, Ledger


def as_json(ledger: Ledger) -> str:
    """The ledger as JSON, for `from_json`."""
    kept = {
        "batches": [
            {
                "cell": list(cell),
                "on": batch.on,
                "figures": [str(figure) for figure in batch.figures],
                "marks": dict(batch.marks),
                **({"public": True} if batch.is_public else {}),
            }
            for cell, batches in ledger.batches.items()
            for batch in batches
        ],
        "published": dict(ledger.ended),
    }
    return orjson.dumps(kept).decode()


def from_json(text: str) -> Ledger:
    """The ledger that `as_json` wrote."""
    kept: dict[str, Any] = orjson.loads(text)
    batches: dict[Cell, tuple[Batch, ...]] = {}
    for row in kept.get("batches", []):
        batch = Batch(
            on=row["on"],
            figures=Figures(*map(Decimal, row["figures"])),
            marks=row["marks"],
            is_public=row.get("public", False),
        )
        cell = Cell(*row["cell"])
        batches[cell] = (*batches.get(cell, ()), batch)
    return Ledger(batches=batches, ended=kept.get("published", {}))
