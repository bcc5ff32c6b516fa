"""What a document's page tells its modules: facts about the reader, and sentences in their language."""

from typing import Any

from django.utils.translation import gettext as _

from access.actor import Actor
from access.policy import Permission
from accounts.models import Authority, User
from documents.models import Document

Words = dict[str, str]


def facts_of(actor: Actor, user: User, document: Document) -> dict[str, Any]:
    """Who reads which document, and what they may do with it."""
    return {
        "id": document.pk,
        "network": document.network_id,
        "zone": document.zone,
        "title": document.title,
        "epoch": document.epoch,
        "language": document.language,
        "person": {"id": user.pk, "name": user.display_name},
        "authority": Authority.objects.get(pk=actor.represents).name,
        "mayEdit": actor.can(Permission.DOCUMENT_EDIT),
        "mayComment": actor.can(Permission.COMMENT_WRITE),
        "mayModerate": actor.can(Permission.COMMENT_MODERATE),
        "timeZone": user.time_zone,
    }


def words() -> Words:
    """Every sentence that the modules may say; parts in braces are filled in there."""
    return {**_states(), **_endings(), **_writing()}


def _states() -> Words:
    return {
        "opening": _("Opening …"),
        "waiting": _("Waiting for the connection …"),
        "reading": _("Up to date"),
        "saved": _("Saved"),
        "saving": _("Saving …"),
        "offline": _("Offline: kept on this device"),
        "unkept": _("Offline: kept only while this page is open"),
        "ended": _("Not connected"),
        "slow": _("Your network refuses fast connections. What others write comes every few seconds."),
    }


def _endings() -> Words:
    return {
        "signed-out": _(
            "You have been signed out. Sign in again to go on; what you wrote is kept on this device."
        ),
        "forbidden": _("You do not have access to this document any more."),
        "gone": _("This document is not here any more."),
        "reload": _(
            "The document was begun anew, from a backup or another text."
            " Keep what only you have, and load the page again."
        ),
        "stranded": _(
            "This device has text of yours from before the document was begun anew,"
            " which never reached the server."
        ),
        "full": _("This document is full. Keep what only you have, and go on in a new one."),
        "large": _(
            "You added too much at once: what is more than 4 MB can't be saved in one go, and is only on this"
            " device. Copy or download your text, remove it from this device, and add it again in smaller"
            " parts."
        ),
        "readonly": _("Your role does not write in this document any more. Keep what only you have."),
        "copied": _("Copied."),
    }


def _writing() -> Words:
    return {
        "text": _("The text of the document"),
        "placeholder": _("Begin to write …"),
        "task": _("Task: {text}"),
        "imageSending": _("Sending the image {name} …"),
        "imageDone": _("The image {name} is in the text."),
        "imageOffline": _("Images can't be sent without a connection. Try again when it is back."),
        "imageNowhere": _("Images can't be taken in here yet."),
        "imageRefused": _("This image was not taken."),
        "oneWrites": _("{who} writes under {where}"),
        "oneWritesFirst": _("{who} writes at the beginning"),
        "manyWrite": _("{count} people are writing"),
        "somebody": _("Somebody"),
        "commented": _("{who} has commented"),
    }
