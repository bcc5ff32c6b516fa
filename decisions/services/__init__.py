"""Questions are opened, answered, signed, closed or withdrawn; authorities are reminded, and join later."""

from decisions.services.acceding import accede
from decisions.services.answering import answer_question
from decisions.services.closing import close_due, close_question, withdraw_question
from decisions.services.entering import enter_code, send_code
from decisions.services.forgetting import forget_addresses, forget_codes
from decisions.services.inviting import Invitee, invite_signatory, renew_signatory, revoke_signatory
from decisions.services.opening import Asking, open_question
from decisions.services.prompting import prompt_silent
from decisions.services.signing import answer_by_link, sign_by_link

__all__ = [
    "Asking",
    "Invitee",
    "accede",
    "answer_by_link",
    "answer_question",
    "close_due",
    "close_question",
    "enter_code",
    "forget_addresses",
    "forget_codes",
    "invite_signatory",
    "open_question",
    "prompt_silent",
    "renew_signatory",
    "revoke_signatory",
    "send_code",
    "sign_by_link",
    "withdraw_question",
]
