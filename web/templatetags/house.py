"""Tags and filters of the house's pages."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path

import orjson
from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
BUILD = Path(__file__).resolve().parent.parent / "static" / "web" / "build"


@register.simple_tag
def built(name: str) -> str:
    """The address of a file that the front end's build made, such as `app.js`."""
    manifest = BUILD / "manifest.json"
    changed = manifest.stat().st_mtime if manifest.exists() else 0.0
    return static(f"web/build/{_names(changed).get(name, name)}")


@register.simple_tag(takes_context=True)
def at_page(context: Context, name: str, number: int) -> str:
    """The page as it is asked for, with another stretch of the list of this name."""
    asked = context["request"].GET.copy()
    asked[name] = number
    return f"?{asked.urlencode()}"


@lru_cache(maxsize=2)
def _names(changed: float) -> dict[str, str]:
    """The names with their hashes, read again when the build has changed."""
    return dict(orjson.loads((BUILD / "manifest.json").read_bytes())) if changed else {}


@register.filter
def json(value: object) -> str:
    """The value as JSON for a data attribute; the template escapes it."""
    return orjson.dumps(value, default=str).decode()


@register.filter
def initials(name: str) -> str:
    """Up to two letters that stand for a name beside it."""
    words = name.replace("@", " ").split()
    letters = [words[0][0], words[-1][0]] if len(words) > 1 else [name[:1]]
    return "".join(letters).upper()


@register.filter
def clock_time(moment: datetime) -> SafeString:
    """A <time> with the hour in the reader's zone and the exact moment for programs."""
    local = timezone.localtime(moment)
    return mark_safe(f'<time datetime="{moment.isoformat()}">{local:%H:%M}</time>')  # noqa: S308 - digits only


@register.filter
def local_date(moment: datetime) -> str:
    """The date in the reader's zone, as the browser's modules write it."""
    return timezone.localtime(moment).date().isoformat()
