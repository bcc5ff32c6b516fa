"""What may be shown of the parts of a count in which somebody could be told apart."""

from collections.abc import Mapping

from networks.health import masked


def masked_parts(parts: Mapping[str, int]) -> dict[str, int | None]:
    """The parts of a whole that is shown beside them, masked so that none can be reckoned from the others.

    Where one part alone would be hidden, the whole less the other parts would tell it: the
    smallest of the others is hidden with it.
    """
    shown = {name: masked(count) for name, count in parts.items()}
    if sum(count is None for count in shown.values()) == 1:
        also = min((name for name in parts if shown[name] is not None), key=lambda name: parts[name])
        shown[also] = None
    return shown
