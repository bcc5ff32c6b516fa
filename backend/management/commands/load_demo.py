from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from backend.staging import play


class Command(BaseCommand):
    help = "Play the demo's networks into an empty database; everybody's password is public."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.exists():
            raise CommandError("The demo is loaded only where nobody has an account yet.")
        files = sorted((settings.BASE_DIR / "demo").glob("*.toml"))
        acts = play(files, now=timezone.now())
        self.stdout.write(self.style.SUCCESS(f"{acts} acts in {len(files)} networks."))
