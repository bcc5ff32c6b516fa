"""The table that throttles and limits are counted in."""

from django.conf import settings
from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def create_cache_table(_apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the table as Django's own command does; it leaves one that exists alone."""
    call_command(
        "createcachetable", settings.CACHE_TABLE, database=schema_editor.connection.alias, verbosity=0
    )


class Migration(migrations.Migration):
    """Creates the cache table."""

    initial = True
    operations = [migrations.RunPython(create_cache_table, migrations.RunPython.noop)]
