"""A local SMTP server that delivers to nobody: what it takes lands in a Maildir (see `web.mailcatcher`).

`make run` starts it where no EMAIL_URL is given: `python -m backend.smtp PORT FOLDER`.
"""

import signal
import sys
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Mailbox

# A larger mail is refused, as real servers do.
LARGEST_MAIL_BYTES = 25 * 1024 * 1024


def serve(port: int, folder: Path) -> None:
    """Catch mails on loopback until a signal says stop."""
    stops = {signal.SIGINT, signal.SIGTERM}
    # Blocked before the server's thread starts, so that the signal waits for `sigwait` alone.
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = Controller(Mailbox(folder), hostname="127.0.0.1", port=port, data_size_limit=LARGEST_MAIL_BYTES)
    server.start()
    signal.sigwait(stops)
    server.stop()


if __name__ == "__main__":
    serve(int(sys.argv[1]), Path(sys.argv[2]))
