"""What the house's refusals mean to a person, and what they can do: code -> sentence."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from web import demand_words, sheet_words

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
    # Files and documents
    "file_type": lambda: _("Files of this type are not taken."),
    "other_content": lambda: _("The content of the file is of another kind than its name says."),
    "file_too_large": lambda: _("The file is too large."),
    "empty": lambda: _("The file is empty."),
    "broken": lambda: _("The file is damaged. Save it anew and try again."),
    "encrypted": lambda: _("The file is protected by a password. Save it without one."),
    "infected": lambda: _("The file holds a virus and was not kept. Check your computer."),
    "scanner_away": lambda: _("Files can't be checked for viruses right now. Try again later."),
    "too_many_pixels": lambda: _("The picture is too large. Make it smaller."),
    "unpacks_too_large": lambda: _("The file would unpack to far more than it seems to hold."),
    "too_complicated": lambda: _("The document is too large or too complicated. Divide it."),
    "too_deep": lambda: _("The document is nested too deeply."),
    "unreadable": lambda: _("The file can't be read. Save it anew and try again."),
    "attached": lambda: _("One of the files belongs to a message already."),
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
    # Search
    "no_words": lambda: _("Write a word to search for."),
    "too_common": lambda: _("These words are everywhere. Add one that says more."),
    "too_many_words": lambda: _("That is many words. Leave out those that say least."),
    # Needs
    "no_seat": lambda: _("Choose somebody who has a seat in this network."),
    "reads_only": lambda: _("This person's seat lets them read, but not answer for anything."),
    "out_of_sight": lambda: _("Share the need before somebody at another authority can own it."),
    "no_such_step": lambda: _("The need can't go there from where it stands now."),
    "already_shared": lambda: _("The whole network sees this already."),
    "need_adopted": lambda: _("This need was adopted; what it says stands. Open another to replace it."),
    "names_products": lambda: _(
        "Words in the need name products. Say the outcome instead, or let a reviewer say why they may stand."
    ),
    "no_product_word": lambda: _("The check points at no such word."),
    "word_overruled": lambda: _("Somebody let this word stand here before."),
    "part_withdrawn": lambda: _("This was withdrawn already."),
    "too_many_parts": lambda: _("A need has 100 of these at most."),
    "value_and_year": lambda: _("Give the value together with its year."),
    "before_baseline": lambda: _("The target comes after the baseline."),
    # Rooms, analyses and reminders
    "message_deleted": lambda: _("This message was taken away in the meantime."),
    "date": lambda: _("Choose a day from today on, at most five years ahead."),
    "analysis_closed": lambda: _("This analysis is closed."),
    "reminder_already_answered": lambda: _("This reminder was answered already."),
    "until": lambda: _("Choose a day after today and after the due day, at most 90 days ahead."),
    "already_handed_over": lambda: _("The deputy has this reminder already."),
    "members_only_message": lambda: _("Observers hear of tasks, and must not hear of this message."),
    "task_finished": lambda: _("This task was finished already."),
    "one_of": lambda: _("Name either a person or an authority."),
    "other_authority": lambda: _("This is private: choose somebody at your authority."),
    "own_deputy": lambda: _("The deputy has to be somebody else than the owner."),
    "finding_withdrawn": lambda: _("This finding was withdrawn already."),
    "reminder_already_acknowledged": lambda: _("You have said before that you are on it."),
    "link_used": lambda: _("This link has been used. Sign in to see how things stand."),
    "link_expired": lambda: _("This link has run out after 30 days. Sign in to answer."),
    "link_closed": lambda: _("The person to whom this link was sent can't answer any more."),
    "another_person": lambda: _("This link is another person's. Sign out first if it was sent to you."),
    "own_seat": lambda: _("This is your own seat."),
    # Decisions
    "decision_closed": lambda: _("The time is up: the answers are settled, and stay as they are."),
    "decision_withdrawn": lambda: _("This question was withdrawn; it needs no answer any more."),
    "not_asked": lambda: _("This question is put to other authorities than yours."),
    "not_all_answered": lambda: _("Not all authorities have answered; they may until the time is up."),
    "closes_at": lambda: _("Choose a day from today on, at most a year ahead."),
    "quorum": lambda: _("Not so many authorities are asked."),
    "authorities": lambda: _("Choose authorities of this network that have somebody who can answer."),
    "nobody_to_ask": lambda: _("No authority in this network has anybody who can answer."),
    "no_accession": lambda: _("This decision can't be joined."),
    "already_signatory": lambda: _("Your authority stands behind this decision already."),
    "no_named_revision": lambda: _("Keep the document under a name first: that version is then signed off."),
    "not_shared": lambda: _("Share the document with the whole network before it is signed off."),
    "not_in_hearing": lambda: _("Send the need out for hearing before the authorities adopt it."),
    "adoption_asked": lambda: _("The authorities are being asked about this need already."),
    "adoption_open": lambda: _("The authorities are being asked about this need: what they say decides."),
    "subject_not_shared": lambda: _("Share it with the whole network before its authorities are asked."),
    "sign_link_closed": lambda: _("This link is closed. Ask whoever sent it for another."),
    "already_asked_to_sign": lambda: _(
        "This address has an open link already, or somebody else has been asked to answer."
    ),
    "too_many_links": lambda: _("Too many links are open. Take one back first."),
    "no_code": lambda: _("No code is waited for any more. Ask for a new one."),
    "visit_over": lambda: _("You have been away for a while. Ask for a new code."),
    "not_delegated": lambda: _("You were asked to do something else with this question."),
    "answered_already": lambda: _("Somebody else has answered for your authority."),
    "export_running": lambda: _("These records are being gathered already."),
    "no_records": lambda: _("Your authority has been in no network, and holds no records here."),
    **demand_words.SENTENCES,
    **sheet_words.SENTENCES,
    # Passwords
    "password_too_short": lambda: _("This password is too short. Use at least 10 characters."),
    "password_too_common": lambda: _("This password is among the most common ones. Choose a rarer one."),
    "password_too_similar": lambda: _("This password is too like your name or address."),
    "password_entirely_numeric": lambda: _("A password of digits alone is too easy to guess. Add words."),
}
