"""What the house's refusals mean to a person, and what they can do: code -> sentence."""

from collections.abc import Callable

from django.utils.translation import gettext as _

SENTENCES: dict[str, Callable[[], str]] = {
    # Anywhere
    "stale": lambda: _("Somebody changed this since you read it. Look at it again, and repeat your change."),
    "too_often": lambda: _("That was tried too many times. Wait a little and try again."),
    "blank": lambda: _("Write something first."),
    "too_long": lambda: _("This is too long. Shorten it, or divide it."),
    "control_characters": lambda: _(
        "There are hidden control characters in the text. Type it by hand instead."
    ),
    "key_reused": lambda: _("This form was sent before with another text. Load the page again."),
    # Networks, seats and invitations
    "last_coordinator": lambda: _(
        "A network can't be without a coordinator. Name a deputy and hand the seat over instead."
    ),
    "seat_ended": lambda: _("This seat has ended already."),
    "no_deputy": lambda: _("Name a deputy for this seat first."),
    "deputy_left": lambda: _("The deputy does not work for this authority any more. Name another."),
    "deputy": lambda: _("The deputy has to be a colleague at the same authority."),
    "membership_ended": lambda: _("This authority has left already."),
    "invitation_accepted": lambda: _("This invitation has been used. Sign in instead."),
    "invitation_revoked": lambda: _("This invitation was taken back. Ask the coordinator for a new one."),
    "invitation_expired": lambda: _("This invitation has run out. Ask the coordinator for a new one."),
    "invitation_closed": lambda: _(
        "This invitation is not open any more. Ask the coordinator for a new one."
    ),
    "another_address": lambda: _(
        "This invitation was sent to another address than the one you are signed in with."
    ),
    "sign_in_first": lambda: _("The address that was invited has an account. Sign in with it to accept."),
    # Rooms, analyses and reminders
    "message_deleted": lambda: _("This message was taken away in the meantime."),
    "date": lambda: _("Choose a day from today on, at most five years ahead."),
    "analysis_closed": lambda: _("This analysis is closed."),
    "reminder_already_answered": lambda: _("This reminder was answered already."),
    "reminder_already_acknowledged": lambda: _("You have said before that you are on it."),
    # Passwords
    "password_too_short": lambda: _("This password is too short. Use at least 10 characters."),
    "password_too_common": lambda: _("This password is among the most common ones. Choose a rarer one."),
    "password_too_similar": lambda: _("This password is too like your name or address."),
    "password_entirely_numeric": lambda: _("A password of digits alone is too easy to guess. Add words."),
}
