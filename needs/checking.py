"""The solution-neutral check of one need: which product words stand where, and which of them may."""

from dataclasses import dataclass

from needs.keeping import latest
from needs.models import TITLES, EffectGoal, Need, Overruling
from needs.neutrality import Hit, hits

CHECKED = ("problem", "desired_state")


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A product word in a need, and who let it stand."""

    hit: Hit
    overruling: Overruling | None


def texts_of(need: Need) -> dict[str, str]:
    """What is checked, by place: titles, one-liner, problem, desired state, goals and indicators."""
    version = latest(need)
    texts = {name: str(getattr(version, name)) for name in (*TITLES, *CHECKED)}
    goals = EffectGoal.objects.filter(need=need).holding().order_by("pk")
    for goal in goals:
        texts[f"goals/{goal.pk}/statement"] = goal.statement
        texts[f"goals/{goal.pk}/indicator"] = goal.indicator
    return texts


def check(need: Need) -> list[Finding]:
    """Every product word of the need as it stands."""
    rows = Overruling.objects.filter(need=need).select_related("reviewer", "reviewer_authority")
    overruled = {(row.place, row.word): row for row in rows.order_by("pk")}
    return [
        Finding(hit=hit, overruling=overruled.get((hit.place, hit.word.casefold())))
        for hit in hits(texts_of(need))
    ]


def standing_words(need: Need) -> list[str]:
    """Product words that nobody let stand, each once, in their order."""
    return list(dict.fromkeys(one.hit.word for one in check(need) if one.overruling is None))
