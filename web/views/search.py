"""Searching everything that one may read, in all one's networks or in one."""

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse

from access.actor import Actor
from access.refusals import Invalid
from networks.models import Network
from networks.scoping import actors_in_own_networks
from search.finding import Answer, find
from search.snippets import Sought
from web.doors import Page
from web.search import SHOWN, filters_of, hits_of, link_to, shown
from web.sentences import SENTENCES

NOTHING = Answer([], Sought(frozenset(), frozenset()), {})
LAST_PAGE = 100


class SearchPage(Page):
    """The field, what was found, and why nothing was."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what was found."""
        shell = self.shell()
        asked = {name: request.GET.get(name, "") for name in ("q", "kind", "network")}
        places = actors_in_own_networks(self.actor)
        networks = Network.objects.filter(pk__in=[place.network_id for place in places])
        names = {network.pk: network.name for network in networks.order_by("pk")}
        chosen = [place for place in places if str(place.network_id) == asked["network"]]
        every, complaint = self._found(asked, chosen or places)
        asked["kind"] = asked["kind"] if asked["kind"] in every.counts else ""
        answer = self._page(asked, chosen or places, every)
        return self.show(
            "web/search.html",
            shell,
            status=400 if complaint else 200,
            asked=asked,
            complaint=complaint,
            total=sum(every.counts.values()),
            shown=shown(every.counts),
            hits=hits_of(answer, names),
            filters=filters_of(every.counts, asked=asked),
            networks=sorted(((str(pk), name) for pk, name in names.items()), key=lambda one: one[1]),
            **self._neighbours(asked, answer),
        )

    def _found(self, asked: dict[str, str], places: Sequence[Actor]) -> tuple[Answer, str]:
        """The first page of all kinds, and what is wrong with the question."""
        if not asked["q"].strip():
            return NOTHING, ""
        try:
            return find(places, typed=asked["q"], limit=SHOWN), ""
        except Invalid as refusal:
            return NOTHING, _sentence(refusal)

    def _page(self, asked: dict[str, str], places: Sequence[Actor], every: Answer) -> Answer:
        """The page and the kind that were asked for."""
        if every is NOTHING or (self._number() == 0 and not asked["kind"]):
            return every
        kind, offset = asked["kind"] or None, self._number() * SHOWN
        return find(places, typed=asked["q"], kind=kind, limit=SHOWN, offset=offset)

    def _number(self) -> int:
        text = self.request.GET.get("page", "")
        return min(int(text), LAST_PAGE) if text.isascii() and text.isdigit() and len(text) < 4 else 0

    def _neighbours(self, asked: dict[str, str], answer: Answer) -> dict[str, str]:
        number = self._number()
        more = (number + 1) * SHOWN < sum(answer.counts.values())
        return {
            "earlier": link_to(asked, page=str(number - 1)) if number else "",
            "later": link_to(asked, page=str(number + 1)) if more else "",
        }


def _sentence(refusal: Invalid) -> str:
    error = refusal.errors[0]
    return SENTENCES[error.code]() if error.code in SENTENCES else error.detail
