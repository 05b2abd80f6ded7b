"""What the database knows of how its rows are spread, by which it chooses its way through them."""

from collections.abc import Collection

from django.apps import apps
from django.db import connection

# SQLite looks at so many rows of an index; all of them would take long and say little more.
ROWS_LOOKED_AT = 1_000


def look_at_tables_of(areas: Collection[str]) -> None:
    """Have the statistics of the tables of these areas made anew: after imports, and every night.

    PostgreSQL does so by itself, but not at once.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA analysis_limit = {ROWS_LOOKED_AT}")
        for area in areas:
            for model in apps.get_app_config(area).get_models(include_auto_created=True):
                cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
