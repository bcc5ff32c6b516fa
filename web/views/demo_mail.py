"""The mails that the demo caught instead of sending, for its own people to read."""

from pathlib import Path

from django.http import HttpRequest, HttpResponse

from access.refusals import NotVisible
from web.doors import Page
from web.mailbox import mailbox_for
from web.mailcatcher import caught_mail, caught_mails


class DemoMailList(Page):
    """All caught mails, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the list."""
        shell = self.shell()
        return self.show("web/demo_mails.html", shell, mails=caught_mails(_folder(request)))


class DemoMail(Page):
    """One caught mail, as its text part says it."""

    def get(self, request: HttpRequest, key: str) -> HttpResponse:
        """Show the mail."""
        mail = caught_mail(_folder(request), key)
        if mail is None:
            raise NotVisible
        return self.show("web/demo_mail.html", self.shell(), mail=mail)


def _folder(request: HttpRequest) -> Path:
    folder = mailbox_for(request.user)
    if folder is None:
        raise NotVisible
    return folder
