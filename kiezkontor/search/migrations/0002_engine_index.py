"""The engine's own index beside the table: FTS5 with triggers on SQLite, a generated tsvector on PostgreSQL.

Remaking search_document on SQLite (any AlterField) drops the triggers; such a migration runs these functions again.
"""

from django.db import migrations

COLUMNS = ("a", "b", "c", "parts")


def shelved(column, row=""):
    """Every token of a column with its shelf in front: "schuh repar" becomes "abc12xschuh abc12xrepar"."""
    return f"CASE WHEN {row}{column} = '' THEN '' ELSE {row}shelf || replace({row}{column}, ' ', ' ' || {row}shelf) END"


def sqlite_statements():
    columns = ", ".join(COLUMNS)
    new = ", ".join(shelved(column, "new.") for column in COLUMNS)
    old = ", ".join(shelved(column, "old.") for column in COLUMNS)
    put_in = f"INSERT INTO search_fts(rowid, {columns}) VALUES (new.id, {new});"
    take_out = f"INSERT INTO search_fts(search_fts, rowid, {columns}) VALUES ('delete', old.id, {old});"
    return [
        f"CREATE VIRTUAL TABLE search_fts USING fts5({columns}, content='', tokenize='unicode61 remove_diacritics 0')",
        "INSERT INTO search_fts(search_fts, rank) VALUES ('crisismerge', 32)",
        f"CREATE TRIGGER search_document_put AFTER INSERT ON search_document BEGIN {put_in} END",
        f"CREATE TRIGGER search_document_gone AFTER DELETE ON search_document BEGIN {take_out} END",
        "CREATE TRIGGER search_document_changed AFTER UPDATE OF id, shelf, a, b, c, parts ON search_document "
        f"BEGIN {take_out} {put_in} END",
    ]


def postgres_statements():
    weighted = " || ".join(
        f"setweight(to_tsvector('simple'::regconfig, {shelved(column)}), '{weight}')"
        for column, weight in zip(COLUMNS, "ABCD", strict=True)
    )
    return [
        f"ALTER TABLE search_document ADD COLUMN vector tsvector GENERATED ALWAYS AS ({weighted}) STORED",
        "CREATE INDEX search_document_vector ON search_document USING gin (vector)",
    ]


REMOVALS = {
    "sqlite": [
        "DROP TRIGGER IF EXISTS search_document_put",
        "DROP TRIGGER IF EXISTS search_document_gone",
        "DROP TRIGGER IF EXISTS search_document_changed",
        "DROP TABLE IF EXISTS search_fts",
    ],
    "postgresql": ["ALTER TABLE search_document DROP COLUMN IF EXISTS vector"],
}


def put_up(apps, schema_editor):
    statements = {"sqlite": sqlite_statements, "postgresql": postgres_statements}
    for statement in statements[schema_editor.connection.vendor]():
        schema_editor.execute(statement, params=None)


def take_down(apps, schema_editor):
    for statement in REMOVALS[schema_editor.connection.vendor]:
        schema_editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(put_up, take_down)]
