import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import yaml
from django.apps import apps
from django.utils import translation

from kiezkontor.config.cli import commands
from kiezkontor.config.folders import PACKAGE, ROOT
from kiezkontor.home.retention import KINDS

OPERATING = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
READERS = "address|folder|some_of|text|flag|number|words|database|mailer|mailbox"
READ = re.compile(rf'env\.(?:{READERS})\(\s*"(\w+)"|environ\.get\("(KONTOR_\w+)"')
PAPERS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/operating.md")]
LINK = re.compile(r"(?<!!)\[[^\]]+\]\((?!https?:)([^)#]+)\)")


def read_settings() -> set[str]:
    sources = [file.read_text(encoding="utf-8") for file in (PACKAGE / "config").rglob("*.py")]
    return {first or second for text in sources for first, second in READ.findall(text)}


def listed_commands() -> set[str]:
    internal = set()
    for name, area in commands().items():
        file = PACKAGE / area / "management" / "commands" / f"{name.replace(' ', '_')}.py"
        if "internal = True" in file.read_text(encoding="utf-8"):
            internal.add(name)
    return set(commands()) - internal


def test_operators_find_every_setting_described():
    documented = set(re.findall(r"^\| `(\w+)` \|", OPERATING, re.MULTILINE))
    assert documented == read_settings()


def test_operators_find_every_command_described():
    described = re.findall(r"^\| `kontor ([a-z -]+?)(?: FILE| EMAIL)?` \|", OPERATING, re.MULTILINE)
    assert set(described) == listed_commands()


def test_people_who_type_no_command_see_all_of_them_and_nothing_else():
    answer = subprocess.run([sys.executable, ROOT / "kontor"], capture_output=True, text=True, check=True)
    shown = re.findall(r"^  ([a-z]+(?: [a-z]+)*) {2,}\S", answer.stdout, re.MULTILINE)
    assert set(shown) == listed_commands()


def test_readers_can_follow_every_link_in_the_papers():
    missing = [
        (paper.name, target)
        for paper in PAPERS
        for target in LINK.findall(paper.read_text(encoding="utf-8"))
        if not (paper.parent / target).exists()
    ]
    assert missing == []


def test_readers_find_for_every_dependency_why_it_is_there():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pages = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[\[<>=]", name)[0] for name in wanted} | {*pages["dependencies"], *pages["devDependencies"]}
    tables = (ROOT / "docs" / "decisions" / "0001-stack.md").read_text(encoding="utf-8")
    explained = {
        name for cell in re.findall(r"^\| ([^|]+) \|", tables, re.MULTILINE) for name in re.split(r"[ ,]+", cell)
    }
    assert names - explained == set()


def test_readers_find_the_german_word_for_every_table():
    glossary = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    explained = set(re.findall(r"\b\w+\b", " ".join(re.findall(r"^\|[^|]+\|([^|]+)\|", glossary, re.MULTILINE))))
    tables = {model.__name__ for model in apps.get_models() if model.__module__.startswith("kiezkontor.")}
    assert tables - explained == set()


def test_readers_find_how_long_each_kind_of_data_is_kept():
    operating = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    with translation.override("en"):
        wanted = [f"| {kind.title} | {kind.kept_in_words} | {kind.since} |" for kind in KINDS]
    assert [row for row in wanted if row not in operating] == []


def test_lock_files_name_no_registry():
    for file in [*(ROOT / "requirements").glob("*.txt"), ROOT / "package-lock.json"]:
        text = file.read_text(encoding="utf-8")
        assert "index-url" not in text
        assert '"resolved"' not in text


def test_developers_work_with_the_packages_an_installation_runs_with():
    def pinned(name: str) -> set[str]:
        text = Path(ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
        return set(re.findall(r"^[a-z0-9._-]+(?:\[[a-z,]+\])?==\S+", text, re.MULTILINE))

    assert pinned("runtime") <= pinned("dev")


def test_catalogues_can_read_what_publiccode_says():
    told = yaml.safe_load((ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    mandatory = {"publiccodeYmlVersion", "name", "url", "platforms", "categories", "developmentStatus"}
    assert mandatory | {"softwareType", "description", "legal", "maintenance", "localisation"} <= set(told)
    assert told["localisation"]["availableLanguages"] == list(told["description"]) == ["de", "en"]
    for text in told["description"].values():
        assert len(text["shortDescription"]) <= 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]
    # The standard wants people by name for these kinds of maintenance, never a project or a mailbox.
    assert bool(told["maintenance"].get("contacts")) == (told["maintenance"]["type"] in {"internal", "community"})
