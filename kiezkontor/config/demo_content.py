"""What `kontor demo` shows: three real extracts with invented offices, projects, people and members.

Everything goes through the actions people use. Each step looks whether it is done, so a start can be repeated.
"""

import json
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import Viewer, system_viewer
from kiezkontor.config.demo_calendar import load_calendar
from kiezkontor.config.demo_interim_uses import load_interim_uses
from kiezkontor.config.demo_meetings import load_meetings
from kiezkontor.config.demo_members import load_members
from kiezkontor.config.demo_office import load_office
from kiezkontor.config.demo_outreach import load_outreach
from kiezkontor.config.demo_seekers import load_seekers
from kiezkontor.config.demo_surveys import load_surveys
from kiezkontor.config.demo_vacancies import load_vacancies
from kiezkontor.config.demo_viewings import load_viewings
from kiezkontor.config.demo_voices import load_voices
from kiezkontor.districts.actions import profile, projects, shared
from kiezkontor.districts.actions.roles import give_role
from kiezkontor.districts.actions.source_projects import load_source_projects
from kiezkontor.districts.images import logo_file
from kiezkontor.districts.models import District, Operator, Programme, Project, Role
from kiezkontor.organisations.actions import editing
from kiezkontor.organisations.actions.merging import find_duplicates
from kiezkontor.organisations.actions.photos import add_photo, in_two_sizes
from kiezkontor.organisations.actions.releases import save_card
from kiezkontor.organisations.actions.stewards import become_steward
from kiezkontor.organisations.models import FieldClaim, Organisation, SourceRun, Steward
from kiezkontor.organisations.released import asked_for_list
from kiezkontor.premises.actions.imports import draw_map, import_osm
from kiezkontor.premises.actions.units import Place, add_entry
from kiezkontor.premises.imports.progress import Say

PROFILE = (
    "name",
    "official_name",
    "kind",
    "municipality",
    "federal_state",
    "claim_de",
    "claim_en",
    "about_de",
    "about_en",
)
OFFICE = (
    *("office_name", "office_street", "office_postcode", "office_city", "office_phone", "office_email"),
    *("office_hours", "office_note_de", "office_note_en"),
)
MEMBER = (
    *("kind", "phone", "email", "website", "opening_hours", "wheelchair", "access_note", "languages"),
    *("who_we_are_de", "who_we_are_en", "what_we_offer_de", "what_we_offer_en"),
    *("what_district_means_de", "what_district_means_en", "why_we_take_part_de", "why_we_take_part_en"),
)


def load(folder: Path, *, say: Say) -> None:
    """Fill an installation from `folder` (content.toml, voices.toml, data/, photos/, logos/)."""
    content = tomllib.loads((folder / "content.toml").read_text(encoding="utf-8"))
    by = system_viewer("demo")
    for wanted in content["district"]:
        district = load_district(wanted, folder, by=by, say=say)
        load_project(district, wanted["project"], folder, by=by)
        for member in wanted.get("member", []):
            load_member(district, member, folder, by=by)
    load_source_projects(by=by)
    people = [load_person(wanted, by=by) for wanted in content["person"]]
    for district in District.objects.order_by("pk"):
        load_outreach(district)
        find_duplicates(district, now=timezone.now())
        load_members(district)
        load_office(district)
        load_surveys(district, by=by)
        load_vacancies(district)
        load_seekers(district)
        load_viewings(district)
        load_interim_uses(district, folder)
        load_voices(district, folder)
        load_meetings(district, folder)
        load_calendar(district, folder)
    (settings.DATA / "demo-sign-ins.json").write_text(json.dumps(people, ensure_ascii=False), encoding="utf-8")


def load_district(wanted: Mapping[str, Any], folder: Path, *, by: Viewer, say: Say) -> District:
    district = District.objects.filter(slug=wanted["slug"]).first() or make_district(wanted, by=by)
    extract = folder / "data" / wanted["file"]
    if not district.source_runs.filter(status=SourceRun.Status.DONE).exists():
        import_osm(extract, slug=wanted["slug"], round_number=wanted.get("round"), by=by, say=say)
    if not (settings.DATA / "tiles" / f"{district.slug}.pmtiles").exists():
        draw_map(extract, district.slug, say)
    return District.objects.get(pk=district.pk)


@transaction.atomic
def make_district(wanted: Mapping[str, Any], *, by: Viewer) -> District:
    facts = {name: wanted[name] for name in PROFILE}
    district = profile.create_district(wanted["slug"], by=by, **facts)
    profile.change_office(district, by=by, **{name: wanted[name] for name in OFFICE})
    colours = {name: wanted[name] for name in ("colour", "colour_accent")}
    profile.change_brand(district, by=by, **colours)
    parts = [
        profile.Part(part["name"], part["kind"], rectangle(*part["box"]), position)
        for position, part in enumerate(wanted.get("sub_location", []), start=1)
    ]
    if parts:
        profile.set_parts(district, parts=parts, by=by)
    return district


def rectangle(south: float, west: float, north: float, east: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


@transaction.atomic
def load_project(district: District, wanted: Mapping[str, Any], folder: Path, *, by: Viewer) -> None:
    if Project.objects.filter(slug=wanted["slug"]).exists():
        return
    operator = Operator.objects.filter(name=wanted["operator"]).first()
    if operator is None:
        operator = shared.save_operator(None, district=district, by=by, name=wanted["operator"])
    apart = {"slug", "short_name", "operator", "team", "funding", "programme"}
    facts = {name: value for name, value in wanted.items() if name not in apart}
    project = projects.create_project(
        districts=[district],
        slug=wanted["slug"],
        short_name=wanted["short_name"],
        operator=operator,
        by=by,
        **facts,
    )
    team = [projects.Member(position=number, **member) for number, member in enumerate(wanted["team"], start=1)]
    projects.set_team(project, members=team, by=by)
    programme = load_programme(wanted["programme"], folder, district, by=by)
    payers = [
        projects.Payer(payer["kind"], payer["name"], programme if payer.get("in_programme") else None, number)
        for number, payer in enumerate(wanted["funding"], start=1)
    ]
    projects.set_funding(project, payers=payers, by=by)


def load_programme(wanted: Mapping[str, str], folder: Path, district: District, *, by: Viewer) -> Programme:
    found = Programme.objects.filter(name=wanted["name"]).first()
    if found is not None:
        return found
    logo = None
    if "logo" in wanted:
        logo = logo_file(SimpleUploadedFile(wanted["logo"], (folder / "logos" / wanted["logo"]).read_bytes()))
    return shared.save_programme(
        None, name=wanted["name"], logo=logo, logo_alt=wanted.get("logo_alt", ""), district=district, by=by
    )


def load_member(district: District, wanted: Mapping[str, Any], folder: Path, *, by: Viewer) -> None:
    today = timezone.localdate()
    organisation = Organisation.objects.filter(name=wanted["name"]).first()
    if organisation is None:
        place = Place(wanted["street"], wanted["number"])
        organisation = add_entry(
            place,
            name=wanted["name"],
            category=wanted["category"],
            seen_on=today,
            is_new_unit=True,
            district=district,
            by=by,
        )
    if organisation.photos.exists():
        return
    editing.edit_organisation(
        organisation.pk,
        values={name: wanted[name] for name in MEMBER if name in wanted},
        seen=editing.values_of(organisation),
        basis=FieldClaim.Basis.OWNER,
        said_on=today,
        district=district,
        by=by,
    )
    if not organisation.memberships.exists():
        joined_on = today - timedelta(days=wanted["joined_days_ago"])
        editing.join_network(organisation, district=district, from_on=joined_on, by=by)
    editing.confirm_organisation(organisation.pk, district=district, by=by)
    texts = {"alt": wanted["photo_alt"], "caption": wanted["photo_caption"], "credit": "Kiezkontor (Zeichnung)"}
    picture = (folder / "photos" / wanted["photo"]).read_bytes()
    add_photo(organisation, sizes=in_two_sizes(picture), texts=texts, publish=True, district=district, by=by)


def load_person(wanted: Mapping[str, Any], *, by: Viewer) -> dict[str, str]:
    """The person with their roles; returns what the demo prints about them."""
    email = wanted["email"]
    person = Person.objects.filter(email=email).first()
    if person is None:
        person = Person.objects.create_user(email, name=wanted["name"], is_operator=wanted.get("operator", False))
    said = []
    for role in wanted.get("roles", []):
        district = District.objects.get(slug=role["district"])
        if not Role.objects.filter(person=person, district=district, name=role["name"]).exists():
            give_role(person, district=district, name=role["name"], from_on=timezone.localdate(), by=by)
        let_look_after(person, wanted, district)
        said.append(f"{Role.Name(role['name']).label} ({district.name})")
    return {"email": email, "name": wanted["name"], "role": ", ".join(said) or "Betrieb der Installation"}


def let_look_after(person: Person, wanted: Mapping[str, Any], district: District) -> None:
    """The person looks after the entry named in the content and shows members the fields named there."""
    if "looks_after" not in wanted:
        return
    organisation = Organisation.objects.get(name=wanted["looks_after"])
    if organisation.stewards.exists():
        return
    become_steward(person.email, organisation, way=Steward.Way.OFFICE, district=district)
    save_card(
        organisation,
        values={
            "name": person.name,
            "function": wanted["function"],
            "phone": organisation.phone,
            "email": person.email,
        },
        released=wanted["releases"],
        asked=asked_for_list(district),
        district=district,
        by=Viewer(person=person),
    )
