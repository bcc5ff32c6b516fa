"""Reads the mails that the local SMTP catcher (`backend.smtp`) put into a folder."""

import mailbox
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default as modern
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class CaughtMail:
    """One mail as a person reads it. `key` names it within its folder."""

    key: str
    caught_at: datetime
    sender: str
    recipients: tuple[str, ...]
    subject: str
    text: str
    html: str
    message_id: str


def caught_mails(folder: Path, limit: int = 200) -> list[CaughtMail]:
    """The newest mails in the folder, newest first; a folder that does not exist yet holds none."""
    box = _maildir(folder)
    if box is None:
        return []
    messages = sorted(box.items(), key=lambda item: (item[1].get_date(), item[0]), reverse=True)
    return [_caught(key, message) for key, message in messages[:limit]]


def caught_mail(folder: Path, key: str) -> CaughtMail | None:
    """One mail by its key, or None."""
    box = _maildir(folder)
    message = box.get(key) if box is not None else None
    return _caught(key, message) if message else None


def _maildir(folder: Path) -> "mailbox.Maildir | None":
    return mailbox.Maildir(folder, create=False) if (folder / "new").is_dir() else None


def _caught(key: str, raw: "mailbox.MaildirMessage") -> CaughtMail:
    message = message_from_bytes(raw.as_bytes(), policy=modern)
    return CaughtMail(
        key=key,
        caught_at=datetime.fromtimestamp(raw.get_date(), UTC),
        sender=str(message["From"] or ""),
        # What the SMTP dialogue named, which is where the mail would really have gone.
        recipients=tuple(str(message["X-RcptTo"] or "").split(", ")),
        subject=str(message["Subject"] or "").strip(),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        message_id=str(message["Message-ID"] or ""),
    )


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part else ""
