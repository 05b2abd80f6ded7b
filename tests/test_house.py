"""The order of the house that no other tool holds: sizes, clocks, imports, what a page may carry."""

import ast
import io
import re
import tokenize
from collections.abc import Container, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from kiezkontor.config.folders import ROOT

LONGEST_FILE = 500
LONGEST_FUNCTION = 60
EXCEPTION = re.compile(r"# (?:noqa|type: ignore)")
REASONED = re.compile(r"# (?:noqa: \w+ - \w|type: ignore\[[\w-]+\]  # \w)")
# The order of day and month is the language's: DATE_FORMAT, MONTH_DAY_FORMAT, DATETIME_FORMAT.
ORDER_OF_A_DAY = re.compile(r"""["'](?:[lD], )?j\.? ?[FMN]\b[^"']*["']""")
LEFT_OVER = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")
# What an import may wait for: the models in AppConfig.ready; Django's set-up and the settings in what starts it.
STARTS_DJANGO = ("kiezkontor/config/",)
FRONT = re.compile(r"kiezkontor\.(\w+)\.(?:views|forms|urls|admin|tasks)\b")
CLOCKS = {"now", "today", "utcnow", "localdate", "localtime", "time", "time_ns", "monotonic", "perf_counter"}
FRAME_OF_MAILS = "kiezkontor/notices/templates/notices/mail/frame.html"
IN_A_PAGE = {
    "style attribute": re.compile(r"<[^>]*\sstyle\s*="),
    "event attribute": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "inline script": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*application/ld\+json)[^>]*>"),
    "inline style sheet": re.compile(r"<style\b"),
    "foreign asset": re.compile(
        r"<(?:script|img|iframe|source|video|audio|link)\b[^>]*\s(?:src|srcset|href)=\"?(?:https?:)?//"
    ),
}
# Django reads a comment of one line alone; the rest would stand on the page.
COMMENT_LEFT_OPEN = re.compile(r"\{#(?:(?!#\}).)*$", re.MULTILINE)
FOREIGN_IN_CSS = re.compile(r"(?:url\(\s*[\"']?|@import\s+[\"'])(?:https?:)?//")


@cache
def files(suffix: str) -> tuple[Path, ...]:
    """Files we write, by their ending: no migrations, nothing built."""
    found = [*ROOT.glob(f"*{suffix}")]
    for folder in ("kiezkontor", "tests", "frontend"):
        found += ROOT.joinpath(folder).rglob(f"*{suffix}")
    return tuple(file for file in sorted(found) if not {"migrations", "built"} & set(file.parts))


def name(file: Path) -> str:
    return file.relative_to(ROOT).as_posix()


@cache
def text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(text(file))


@cache
def nodes(file: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(file)))


def functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in nodes(file):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.ImportFrom):
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return [alias.name for alias in node.names] if isinstance(node, ast.Import) else []


def module_of(file: Path) -> str:
    return name(file).removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def defining(path: str, modules: Container[str]) -> str:
    """The module of ours that an imported path such as kiezkontor.config.setup.say lies in; empty for others'."""
    while path and path not in modules:
        path = path.rpartition(".")[0]
    return path


def test_no_file_is_longer_than_people_read():
    every = [file for suffix in (".py", ".html", ".css", ".js") for file in files(suffix)]
    assert [name(file) for file in every if len(text(file).splitlines()) > LONGEST_FILE] == []


def test_no_function_is_longer_than_a_screen():
    lengths = {
        f"{name(file)} {node.name}": (node.end_lineno or node.lineno) - node.lineno + 1
        for file in files(".py")
        for node in functions(file)
    }
    assert {place: lines for place, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def comments_like(pattern: re.Pattern[str]) -> list[tuple[str, int, str]]:
    """File, line and text of the comments in which the pattern is found."""
    return [
        (name(file), token.start[0], token.string)
        for file in files(".py")
        for token in tokenize.generate_tokens(io.StringIO(text(file)).readline)
        if token.type == tokenize.COMMENT and pattern.search(token.string)
    ]


def test_whoever_silences_a_check_says_why():
    assert [found for found in comments_like(EXCEPTION) if not REASONED.search(found[2])] == []


def test_nothing_was_left_for_later():
    comments = comments_like(LEFT_OVER)
    others = [
        name(file) for suffix in (".html", ".css", ".js") for file in files(suffix) if LEFT_OVER.search(text(file))
    ]
    assert (comments, others) == ([], [])


def test_days_are_written_as_the_language_of_the_page_orders_them():
    ours = [*files(".html"), *files(".txt"), *(file for file in files(".py") if "tests" not in file.parts)]
    for_all = [file for file in ours if not file.name.endswith((".de.txt", ".en.txt")) and "formats" not in file.parts]
    assert [name(file) for file in for_all if ORDER_OF_A_DAY.search(text(file))] == []


def test_imports_stand_at_the_top():
    hidden = [
        f"{name(file)} {node.name}"
        for file in files(".py")
        if not name(file).startswith(STARTS_DJANGO)
        for node in functions(file)
        if not (file.name == "apps.py" and node.name == "ready")
        if any(imported(inner) for inner in ast.walk(node))
    ]
    assert hidden == []


def test_no_file_imports_itself_by_a_detour():
    """Imports inside functions count as well: they hide a circle, they do not undo it."""
    modules = {module_of(file): file for file in files(".py")}
    needs = {
        module: {found for node in nodes(file) for path in imported(node) if (found := defining(path, modules))}
        - {module}
        for module, file in modules.items()
    }
    circle: list[str] = []
    try:
        TopologicalSorter(needs).prepare()
    except CycleError as error:
        circle = error.args[1]
    assert circle == []


def test_rules_and_methods_are_told_the_time():
    pure = [file for file in files(".py") if {"rules", "methods"} & set(file.parts) and "tests" not in file.parts]
    assert len(pure) > 30
    asked = [
        f"{name(file)}:{node.lineno}"
        for file in pure
        for node in nodes(file)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in CLOCKS
    ]
    told = [name(file) for file in pure for node in nodes(file) if {"time", "random"} & set(imported(node))]
    assert (asked, told) == ([], [])


def test_saving_a_row_sets_nothing_else_in_motion():
    listening = [
        name(file)
        for file in files(".py")
        for node in nodes(file)
        if any("django.dispatch" in module or ".signals" in module for module in imported(node))
    ]
    assert listening == []


def test_names_are_imported_from_where_they_are_defined():
    """A package's own front (`__init__.py`) may hand on what lies in it; a module hands on nothing."""
    modules = {name(file).removesuffix(".py").replace("/", "."): file for file in files(".py")}
    handed_on = {
        module: {
            alias.asname or alias.name
            for node in tree(file).body
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        for module, file in modules.items()
    }
    detours = {
        f"{name(file)}: {node.module}.{alias.name}"
        for file in files(".py")
        for node in nodes(file)
        if isinstance(node, ast.ImportFrom) and node.module in handed_on
        for alias in node.names
        if alias.name in handed_on[node.module]
    }
    assert detours == set()


def test_an_area_keeps_its_views_and_forms_to_itself():
    """config joins all areas; whoever needs the field or the query of a form finds it in fields or access."""
    borrowed = {
        f"{name(file)}: {module}"
        for file in files(".py")
        if not {"tests", "config"} & set(file.relative_to(ROOT).parts)
        for node in nodes(file)
        for module in imported(node)
        if (found := FRONT.match(module)) and found[1] != file.relative_to(ROOT).parts[1]
    }
    assert borrowed == set()


def test_views_show_what_access_gives_them():
    """A view that asks the tables itself decides who may see what, and nobody reads that there."""
    views = [file for file in files(".py") if {"views", "views.py", "templatetags"} & set(file.parts)]
    assert len(views) > 20
    asking = [
        f"{name(file)}:{node.lineno}"
        for file in views
        for node in nodes(file)
        if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]
    assert asking == []


def test_pages_carry_nothing_the_content_security_policy_forbids():
    found = [
        (name(file), what) for file in files(".html") for what, sign in IN_A_PAGE.items() if sign.search(text(file))
    ]
    # No page: many mail programs know no other way of setting type.
    assert found == [(FRAME_OF_MAILS, "style attribute")]


def test_mails_load_nothing():
    assert not re.findall(r"<(?:img|link|style|script|iframe)\b|url\(|\bsrc=", text(ROOT / FRAME_OF_MAILS))


def test_comments_of_templates_do_not_show_on_pages():
    assert not [name(file) for file in files(".html") if COMMENT_LEFT_OPEN.search(text(file))]


def test_style_sheets_ask_no_other_host():
    assert [name(file) for file in files(".css") if FOREIGN_IN_CSS.search(text(file))] == []
