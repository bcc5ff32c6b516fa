"""Needs, and where each stands."""

from needs.models.annex import ANNEX_KIND, CONTRACT, EXPECTED, REALISED, Annex, Currency
from needs.models.demand import DemandLine, DemandLineVersion
from needs.models.draft import SheetDraft
from needs.models.items import NAMING, DemandItem, DemandItemVersion
from needs.models.need import KIND, Need, Status
from needs.models.parts import Attitude, EffectGoal, Kind, Overruling, Part, Stakeholder
from needs.models.publication import Publication, PublicTable, Snapshot
from needs.models.realised import RealisedVolume, Trust
from needs.models.sheet import SheetImport, SheetKind
from needs.models.statement import CHOICES, STATEMENT, TEXTS, TITLES, NeedVersion, Trigger, Urgency
from needs.models.terms import BudgetStatus, Commitment, Visibility

__all__ = [
    "ANNEX_KIND",
    "CHOICES",
    "CONTRACT",
    "EXPECTED",
    "KIND",
    "NAMING",
    "REALISED",
    "STATEMENT",
    "TEXTS",
    "TITLES",
    "Annex",
    "Attitude",
    "BudgetStatus",
    "Commitment",
    "Currency",
    "DemandItem",
    "DemandItemVersion",
    "DemandLine",
    "DemandLineVersion",
    "EffectGoal",
    "Kind",
    "Need",
    "NeedVersion",
    "Overruling",
    "Part",
    "PublicTable",
    "Publication",
    "RealisedVolume",
    "SheetDraft",
    "SheetImport",
    "SheetKind",
    "Snapshot",
    "Stakeholder",
    "Status",
    "Trigger",
    "Trust",
    "Urgency",
    "Visibility",
]
