"""Where the demo's caught mails lie, for those who may read them."""

from pathlib import Path

from django.conf import settings

from accounts.models import User

# A name that can't exist on the internet (RFC 2606): only the demo's people have such addresses.
DEMO_DOMAIN = ".example"


def mailbox_for(user: object) -> Path | None:
    """The folder of caught mails, for people of the demo where there is one."""
    folder: Path | None = settings.MAILBOX
    is_demo = isinstance(user, User) and user.email.endswith(DEMO_DOMAIN)
    return folder if is_demo else None
