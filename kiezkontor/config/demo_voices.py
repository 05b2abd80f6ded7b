"""Ideas, hints and problems of the demo, in every state an office meets."""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from kiezkontor.accounts.models import Person
from kiezkontor.accounts.viewer import COORDINATOR, VISITOR, Viewer
from kiezkontor.districts.access import viewer_for
from kiezkontor.districts.access_people import coordinators_on
from kiezkontor.districts.models import District
from kiezkontor.methods.pictures import Picture
from kiezkontor.organisations.actions.photos import in_two_sizes
from kiezkontor.voices.access import writes_for
from kiezkontor.voices.actions import answering, deciding, giving, publishing
from kiezkontor.voices.actions.deciding import Sorting
from kiezkontor.voices.models import Topic, Voice, VoiceComment, VoiceStep, VoiceSupport

SLUG, FILE = "karlstrasse", "voices.toml"


def load_voices(district: District, folder: Path) -> None:
    """Nothing in other districts, where nobody coordinates it, or where something was given already."""
    role = coordinators_on(district, timezone.localdate()).select_related("person").order_by("pk").first()
    if district.slug != SLUG or role is None or Voice.objects.filter(district=district).exists():
        return
    office = Viewer(person=role.person, roles={district.pk: frozenset({COORDINATOR})})
    content = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    for wanted in content["voice"]:
        voice = take_in(district, wanted, folder / "photos")
        look_at(voice, wanted, office)
        if "title" in wanted:
            publish_and_sort(voice, wanted, office)
            answer(voice, wanted)


def ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def take_in(district: District, wanted: Mapping[str, Any], photos: Path) -> Voice:
    topic = Topic.objects.filter(district=district, name=wanted.get("topic", "")).first()
    sizes: Sequence[Picture] = in_two_sizes((photos / wanted["photo"]).read_bytes()) if "photo" in wanted else ()
    given = giving.Given(
        kind=wanted["kind"], words=wanted["words"], topic=topic, place=wanted.get("place", ""), sizes=sizes
    )
    by = writer(wanted, district)
    organisation = writes_for(by, district).first()
    if organisation is None:
        name, email = wanted.get("name", ""), wanted.get("email", "")
        voice, _token = giving.give(given, district=district, by=VISITOR, name=name, email=email)
    else:
        names_organisation = wanted.get("names_organisation", False)
        voice = giving.give_as_member(
            given, organisation=organisation, names_organisation=names_organisation, district=district, by=by
        )
    at = ago(wanted["given"])
    Voice.objects.filter(pk=voice.pk).update(
        received_at=at,
        since=at,
        email_confirmed_at=at if voice.email else None,
        carried_over=wanted.get("carried_over", 0),
    )
    VoiceStep.objects.filter(voice=voice).update(at=at)
    return voice


def writer(wanted: Mapping[str, Any], district: District) -> Viewer:
    person = Person.objects.filter(email=wanted["by"]).first() if "by" in wanted else None
    return viewer_for(person, on=timezone.localdate()) if person else VISITOR


def look_at(voice: Voice, wanted: Mapping[str, Any], office: Viewer) -> None:
    """Take the steps at their days."""
    for step in wanted.get("steps", []):
        if "via" in step:
            deciding.move(voice.pk, to=step["via"], by=office)
        deciding.move(voice.pk, to=step["to"], reason=step.get("reason", ""), by=office)
        VoiceStep.objects.filter(voice=voice, at__gt=ago(0.01)).update(at=ago(step["ago"]))
        Voice.objects.filter(pk=voice.pk).update(since=ago(step["ago"]))
    if "duplicate_of" in wanted:
        other = Voice.objects.get(district=voice.district, shown_title=wanted["duplicate_of"])
        deciding.move(voice.pk, to="duplicate", duplicate_of=other, by=office)


def publish_and_sort(voice: Voice, wanted: Mapping[str, Any], office: Viewer) -> None:
    alt, due_in = wanted.get("photo_alt", ""), wanted.get("due_in")
    publishing.publish(
        voice.pk, title=wanted["title"], words=voice.words, shows_photo=bool(alt), photo_alt=alt, by=office
    )
    Voice.objects.filter(pk=voice.pk).update(published_at=ago(wanted["given"] - 0.5))
    sorting = Sorting(
        kind=voice.kind,
        topic=voice.topic,
        street=voice.street,
        way=wanted.get("way", ""),
        responsible=office.person,
        is_need=wanted.get("need", False),
        next_step=wanted.get("next_step", ""),
        due_on=None if due_in is None else timezone.localdate() + timedelta(days=due_in),
    )
    deciding.sort(voice.pk, sorting, by=office)


def answer(voice: Voice, wanted: Mapping[str, Any]) -> None:
    """Supporters and comments; waits: a comment that nobody has released yet."""
    VoiceSupport.objects.bulk_create(
        VoiceSupport(voice=voice, key=f"demo {nth}", by_member=nth % 5 == 0, at=ago(1))
        for nth in range(wanted.get("supporters", 0))
    )
    for said in wanted.get("comments", []):
        by = writer(said, voice.district)
        organisation = writes_for(by, voice.district).first()
        if organisation is None:
            made = answering.comment(voice, words=said["words"], name=said.get("name", ""), by=VISITOR)
            shown_since = None if said.get("waits") else ago(said["ago"])
        else:
            made = answering.comment_signed_in(voice, words=said["words"], organisation=organisation, by=by)
            shown_since = ago(said["ago"])
        VoiceComment.objects.filter(pk=made.pk).update(written_at=ago(said["ago"]), shown_since=shown_since)
