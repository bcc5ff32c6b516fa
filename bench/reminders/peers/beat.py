"""django-celery-beat with so many entries: how long a reload takes after any edit, and how large beat is."""

import json
import resource
import sys
from importlib import import_module
from time import perf_counter

import django
from celery import Celery
from django.conf import settings
from django.core.management import call_command

settings.configure(
    INSTALLED_APPS=["django_celery_beat"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    USE_TZ=True,
    SECRET_KEY="bench",  # noqa: S106 - lives for a minute
)
django.setup()

# Only the peer's own environment has it.
models = import_module("django_celery_beat.models")
schedulers = import_module("django_celery_beat.schedulers")


def main(entries: int) -> None:
    """Make the entries, load them as beat does, and print seconds and KiB."""
    call_command("migrate", verbosity=0)
    often, _made = models.IntervalSchedule.objects.get_or_create(every=90, period="days")
    models.PeriodicTask.objects.bulk_create(
        (models.PeriodicTask(name=str(number), task="t", interval=often) for number in range(entries)),
        batch_size=1000,
    )
    scheduler = schedulers.DatabaseScheduler(app=Celery("bench", broker="memory://"), lazy=True)
    before = perf_counter()
    count = len(scheduler.all_as_schedule())
    seconds = perf_counter() - before
    size = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(json.dumps({"entries": count, "seconds": seconds, "kib": size}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
