"""What refusals about sheets mean to a person: code -> sentence."""

from collections.abc import Callable

from django.utils.translation import gettext as _

SENTENCES: dict[str, Callable[[], str]] = {
    "old_excel": lambda: _("This is an old Excel file. Save it as XLSX or CSV."),
    "no_header": lambda: _("Begin with the names of the columns, as in a sheet that you fetched here."),
    "unknown_column": lambda: _("There is a column that nobody knows. Take it away, or name it as ours."),
    "column_twice": lambda: _("A column is there twice. Take one of them away."),
    "cells_beyond": lambda: _(
        "A row has more cells than there are named columns. Where decimals have commas, separate the cells "
        "by semicolons or tabs."
    ),
    "too_many_rows": lambda: _("A sheet may have 1,000 rows. Divide it."),
    "no_rows": lambda: _("There is no row below the names of the columns."),
    "nothing_to_import": lambda: _("Every row says what is said already. Nothing was imported."),
    "draft_gone": lambda: _("This sheet is not kept any more. Choose it again."),
    "sheet_undone": lambda: _("This import was undone already."),
    "undo_too_late": lambda: _("An import can be undone for a day. Change the lines by hand."),
    "undo_shown": lambda: _("The import showed a line to the network, so it stays seen."),
    "changed_since": lambda: _("What the sheet brought in was changed since. Change the lines by hand."),
    "formula": lambda: _("This cell holds a formula. Put what it comes to in its place."),
    "ambiguous_number": lambda: _("Are these thousands or decimals? Write 1500, or 1.50."),
    "number": lambda: _("Write a number in digits, such as 1500 or 12.50."),
    "decimals": lambda: _("Give two decimals at most."),
    "whole_number": lambda: _("This has to be a whole number, neither too small nor too large."),
    "day": lambda: _("Write the day as 2031-03-01."),
    "yes_no": lambda: _("Write yes or no."),
    "choice": lambda: _("Write one of the codes of this column, as in a sheet that you fetched here."),
    "id": lambda: _("Leave ids as they were given out, or empty."),
    "unknown_id": lambda: _(
        "Your authority has nothing of this id here. Leave the id empty for something new."
    ),
    "item_stays": lambda: _("A line keeps its item. Withdraw it, and declare another."),
    "several_lines": lambda: _("Several of your lines say this. Give the id of the one you mean."),
    "several_items": lambda: _("Several items are named so. Give the item's id."),
    "unit": lambda: _("The item is counted in another unit. Leave the unit as in the catalogue."),
    "required": lambda: _("Fill this in."),
    "row_twice": lambda: _("Another row is about the same. Keep one of them."),
    "other_need": lambda: _("This row is of another need. Import it there."),
}
