"""Processes that serve and work pass over what lives as long as they do."""

import subprocess
import sys

import pytest

from backend.places import BASE_DIR

BEGINS = {
    "web": "import backend.wsgi",
    "worker": """
import django
django.setup()
from backend.celery import app
from celery.signals import worker_process_init
app.loader.import_default_modules()
worker_process_init.send(sender=None)
""",
}


@pytest.mark.parametrize("process", BEGINS)
def test_what_was_loaded_is_not_gone_through_again(process: str) -> None:
    asked = f"{BEGINS[process]}\nimport gc\nprint(gc.get_freeze_count())"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=BASE_DIR, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert int(done.stdout) > 100_000
