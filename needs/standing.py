"""Which members have an annex to a need, for who coordinates: that there is one, never what it says."""

from collections.abc import Sequence
from typing import NamedTuple

from needs.models import Annex, Need
from networks.models import Membership


class Standing(NamedTuple):
    """A member, and its annex, read with its schedule, where it has opened one."""

    member: Membership
    annex: Annex | None

    @property
    def word(self) -> str:
        """`none`, `private` or `shared`."""
        if self.annex is None:
            return "none"
        return "private" if self.annex.is_private else "shared"


def standings(need: Need, members: Sequence[Membership]) -> list[Standing]:
    """Where each of these members stands, in their order. One query."""
    rows = Annex.objects.filter(need=need, declared_by__in=[member.authority_id for member in members])
    annexes = {annex.declared_by_id: annex for annex in rows.select_related("schedule").order_by("pk")}
    return [Standing(member, annexes.get(member.authority_id)) for member in members]
