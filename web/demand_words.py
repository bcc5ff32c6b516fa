"""What refusals about annexes and demand mean to a person: code -> sentence."""

from collections.abc import Callable

from django.utils.translation import gettext as _

SENTENCES: dict[str, Callable[[], str]] = {
    "need_superseded": lambda: _("This need was replaced: nobody is asked about it any more."),
    "annex_exists": lambda: _("Your authority has an annex to this need. Change that one."),
    "need_private": lambda: _("Share the need with the network first."),
    "line_withdrawn": lambda: _("This line was withdrawn. Declare a new one."),
    "lines_shown": lambda: _("Withdraw the lines that the network sees one by one first."),
    "in_trust": lambda: _("Your authority's demand is held in trust."),
    "shown": lambda: _("The network has seen this line, so it stays seen."),
    "tells_of_others": lambda: _(
        "This line is in a published sum of so few that others' volumes could be worked out from it. Let it"
        " count in sums only."
    ),
    "range": lambda: _("This number is too small or too large."),
    "order": lambda: _("At least, most likely, at most: none is below the one before."),
    "budget": lambda: _("Give all three amounts of the budget, or none."),
    "currency": lambda: _("Choose a currency for the amounts."),
    "price_year": lambda: _("Say of which year the prices are."),
    "period": lambda: _("The period ends before it begins."),
    "starts": lambda: _("The latest start lies before the earliest."),
    "date_past": lambda: _("Choose a day to come."),
    "date_ahead": lambda: _("This day has not come yet."),
    "date_reach": lambda: _("Choose a day between 1990 and 2100."),
    "decision_ref": lambda: _("From C3 on, name the decision: its number, or where it stands."),
    "expected_at": lambda: _("Only lines at C2 and C3 say when a decision is expected."),
    "expected_when": lambda: _("Choose a day from today on, at most five years ahead."),
    "answer_day": lambda: _("Say by which day you expect it now."),
    "nothing_asked": lambda: _("Nothing is asked about this any more."),
    "place": lambda: _("Give a NUTS code, such as SE232, or nothing."),
    "cpv": lambda: _("A CPV code has eight digits; look at them again."),
    "retired": lambda: _("This item is retired: it takes no new lines. Choose another."),
    "item_retired": lambda: _("This item is retired already."),
    "item_not_retired": lambda: _("This item takes new lines already."),
    "unit_in_use": lambda: _("Lines count in this unit. Retire the item, and add another one."),
    "item": lambda: _("Choose an item of this need's catalogue."),
}
