"""The least a Django site could do: one constant page, and pages that send our statements and print the rows."""

import os
import pickle
from pathlib import Path
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path, re_path

CONSTANT = b"<!doctype html><html lang=en><title>Constant</title><p>" + b"The same page for everybody. " * 40
PLAIN = Engine().from_string(
    "<!doctype html><html lang=de><title>Plain</title>{% for rows in results %}<table>{% for row in rows %}"
    "<tr>{% for cell in row %}<td>{{ cell }}</td>{% endfor %}</tr>{% endfor %}</table>{% endfor %}</html>"
)
statements: dict[str, list[tuple[str, Any]]] = {}


def constant(request: HttpRequest) -> HttpResponse:
    return HttpResponse(CONSTANT)


def same_statements(request: HttpRequest) -> HttpResponse:
    results = []
    with connection.cursor() as cursor:
        for sql, params in statements[request.get_full_path()]:
            cursor.execute(sql, params)
            results.append(cursor.fetchall() if cursor.description else [])
    return HttpResponse(PLAIN.render(Context({"results": results})))


urlpatterns = [path("constant", constant), re_path("", same_statements)]


def load() -> None:
    """Read the statements that `questions.write` left in the data folder; the file is this program's own."""
    file = Path(os.environ["KONTOR_DATA"]) / "bench" / "statements.pickle"
    statements.update(pickle.loads(file.read_bytes()))  # noqa: S301 - our own file, written a moment before
