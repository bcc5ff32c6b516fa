"""What a person wants to be mailed about, and when."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from notices.kinds import DEFAULTS, Kind, Way
from notices.manner import Every, Manner

KINDS: dict[Kind, tuple[Any, Any]] = {  # each with a name and a sentence
    Kind.DUE: (_("What is due"), _("What you answer for, and what you are asked to answer as a deputy.")),
    Kind.AHEAD: (_("What is coming up"), _("Two weeks and three days before something is due.")),
    Kind.FOLLOWING: (
        _("What others have not answered"),
        _("For coordinators and steering members: what has waited for weeks."),
    ),
    Kind.TASK: (_("Tasks"), _("Tasks that somebody gives you.")),
    Kind.MENTION: (_("Mentions"), _("Somebody names you, and hopes for a word.")),
    Kind.NUDGE: (
        _("The coordinator's nudges"),
        _("Your coordinator asks you to look in, once a week at most."),
    ),
    Kind.DECISION: (
        _("Decisions"),
        _("Your authority is asked for its answer, reminded of it, and told what came of it."),
    ),
}
WAYS = [
    (Way.IMMEDIATE.value, _("At once")),
    (Way.DIGEST.value, _("In the digest")),
    (Way.OFF.value, _("Not at all")),
]
HOURS = [(hour, f"{hour:02d}:00") for hour in range(24)]


class NoticesForm(forms.Form):
    """A way for each kind of news, the rhythm of digests, and quiet hours."""

    every = forms.ChoiceField(
        label=_("How often a digest comes"),
        choices=[
            (Every.WEEK.value, _("Once a week")),
            (Every.DAY.value, _("Every day")),
            (Every.NEVER.value, _("Never")),
        ],
        help_text=_("Only when there is news, and never more than one a day."),
        widget=forms.RadioSelect,
    )
    weekday = forms.TypedChoiceField(
        label=_("Day of the weekly digest"), choices=lambda: list(WEEKDAYS.items()), coerce=int
    )
    hour = forms.TypedChoiceField(label=_("Hour of the digest"), choices=HOURS, coerce=int)
    quiet_from = forms.TypedChoiceField(
        label=_("Quiet from"),
        choices=HOURS,
        coerce=int,
        help_text=_("What can wait is not mailed in these hours. The same hour twice: never quiet."),
    )
    quiet_until = forms.TypedChoiceField(label=_("Quiet until"), choices=HOURS, coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rhythm = list(self.fields)
        for kind, (label, help_text) in KINDS.items():
            self.fields[kind.value] = forms.ChoiceField(
                label=label, help_text=help_text, choices=WAYS, widget=forms.RadioSelect
            )
        self.order_fields([*(kind.value for kind in KINDS), *rhythm])

    @classmethod
    def filled(cls, manner: Manner) -> "NoticesForm":
        """The form with what holds for the person now."""
        ways = {kind.value: manner.ways.get(kind, DEFAULTS[kind]).value for kind in KINDS}
        rhythm = {name: getattr(manner, name) for name in ("weekday", "hour", "quiet_from", "quiet_until")}
        return cls(initial={**ways, **rhythm, "every": manner.every.value})

    def ways(self) -> dict[str, str]:
        """The ways chosen."""
        return {kind.value: self.cleaned_data[kind.value] for kind in KINDS}

    def rhythm(self) -> dict[str, Any]:
        """The rhythm chosen."""
        names = ("every", "weekday", "hour", "quiet_from", "quiet_until")
        return {name: self.cleaned_data[name] for name in names}
