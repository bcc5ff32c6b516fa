"""How deep a document is nested: browsers show it by recursion, and die of what is too deep."""

from bisect import bisect_right

from documents.yjs import TYPE, Identifier, Struct, structs_of

# Lists in tables in lists, with much room: each level of an editor's content is one or two of these.
DEEPEST = 200
# Types that may be new before it is counted again. A document may get deeper by as many.
UNCOUNTED = 100


def depth_of(state: bytes) -> int:
    """How many types at most stand in one another, in a document's whole state."""
    pieces = _Pieces(state)
    depths: dict[Identifier, int] = {}
    for one in pieces.types:
        chain: list[Identifier] = []
        around: Identifier | None = one
        while around is not None and around not in depths:
            chain.append(around)
            depths[around] = 0  # so that a ring, which no Yjs client writes, has an end
            around = pieces.around(around)
        depth = depths[around] if around is not None else 0
        for inner in reversed(chain):
            depth += 1
            depths[inner] = depth
    return max(depths.values(), default=0)


class _Pieces:
    """Every piece of a state, by who wrote it and when."""

    def __init__(self, state: bytes) -> None:
        self._starts: dict[int, list[int]] = {}
        self._structs: dict[int, list[Struct]] = {}
        self._parents: dict[Identifier, Identifier | None] = {}
        self.types: list[Identifier] = []
        for struct in structs_of(state):
            self._starts.setdefault(struct.client, []).append(struct.clock)
            self._structs.setdefault(struct.client, []).append(struct)
            if struct.kind == TYPE:
                self.types.append((struct.client, struct.clock))

    def around(self, one: Identifier) -> Identifier | None:
        """The type that a piece stands in; None for a root, or where that is not known any more."""
        passed: list[Identifier] = []
        parent: Identifier | None = None
        struct = self._at(one)
        while struct is not None:
            start = (struct.client, struct.clock)
            if start in self._parents:
                parent = self._parents[start]
                break
            passed.append(start)
            self._parents[start] = None  # an end for rings, as above
            parent = struct.parent
            struct = self._at(struct.beside) if struct.beside else None
        self._parents.update(dict.fromkeys(passed, parent))
        return parent

    def _at(self, one: Identifier) -> Struct | None:
        client, clock = one
        index = bisect_right(self._starts.get(client, ()), clock) - 1
        if index < 0:
            return None
        struct = self._structs[client][index]
        return struct if clock < struct.clock + struct.length else None
