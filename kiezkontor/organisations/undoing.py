"""What was ended, withdrawn or refused since two entries became one holds for both when they are two again."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.apps import apps
from django.db.models import QuerySet

from kiezkontor.districts.models import Consent
from kiezkontor.organisations.journal import Step, plain, read_back
from kiezkontor.organisations.models import FieldClaim, Merge, Organisation
from kiezkontor.organisations.released import PUBLISH
from kiezkontor.organisations.rules.merging import Period, cut

SAID = ("do_not_contact_since", "do_not_contact_note")
QUIET = (*SAID, "do_not_contact_in_id")
ORGANISATION, CONSENT = "organisations.organisation", "districts.consent"
type Rule = Callable[[Merge, Step], Step | None]


@dataclass(frozen=True)
class Held:
    """steps: of the merge, without what would revive what is over. silent: entries that withdrew PUBLISH since."""

    steps: list[Step]
    silent: frozenset[int]


def what_holds_for_both(made: Merge) -> Held:
    """To be asked before the merge is undone, as long as all is said of the kept one."""
    steps = []
    for step in made.steps:
        rule = RULES.get((step["do"], step["table"]))
        still = step if rule is None else rule(made, step)
        if still is not None:
            steps.append(still)
    withdrew = withdrawn_since(made).filter(purpose=PUBLISH).exists()
    return Held(steps, frozenset({made.kept_id, made.absorbed_id} if withdrew else ()))


def withdrawn_since(made: Merge) -> QuerySet[Consent]:
    """Consents that somebody took back after the merge, which has itself ended some."""
    ended = [step["key"] for step in made.steps if (step["do"], step["table"]) == ("change", CONSENT)]
    about = Consent.objects.filter(subject_type=ORGANISATION, subject_id=made.kept_id)
    return about.filter(withdrawn_at__gt=made.merged_at).exclude(pk__in=ended)


def publish_no_longer(held: Held) -> None:
    """What a consent to publishing covered is the owner's word where none is valid, as when it is withdrawn."""
    valid = Consent.objects.valid().filter(purpose=PUBLISH, subject_type=ORGANISATION, subject_id__in=held.silent)
    silent = held.silent - set(valid.values_list("subject_id", flat=True))
    covered = FieldClaim.objects.filter(organisation__in=silent, basis=FieldClaim.Basis.CONSENT)
    covered.update(basis=FieldClaim.Basis.OWNER)


def leave_withdrawn(made: Merge, step: Step) -> Step | None:
    consent = Consent.objects.filter(pk=step["key"]).first()
    if consent is None:
        return step
    since = withdrawn_since(made).filter(district=consent.district_id, purpose=consent.purpose)
    return None if since.exists() else step


def end_as_joined(who: str) -> Rule:
    """A period that was joined with another one ends where that has ended since; it goes where that is gone."""

    def follow(made: Merge, step: Step) -> Step | None:
        model = apps.get_model(step["table"])
        row = read_back(model, step["row"])
        same = model._base_manager.filter(organisation_id=made.kept_id, **{who: row[who]})
        joined = same.filter(from_on__lte=row["from_on"]).order_by("-from_on", "-pk").first()
        if joined is None:
            return None
        period = cut(Period(row["id"], row[who], row["from_on"], row["until_on"]), joined.until_on)
        if period is None:
            return None
        until_on = None if period.until_on is None else period.until_on.isoformat()
        return step | {"row": step["row"] | {"until_on": until_on}}

    return follow


def quiet_since(made: Merge) -> Mapping[str, str] | None:
    """That the merged one does not want to be contacted, where somebody said so after the merge."""
    changes = (each for each in made.steps if (each["do"], each["table"]) == ("change", ORGANISATION))
    stood: Step = next((each["after"] for each in changes if each["key"] == made.kept_id), {})
    now = plain(Organisation.objects.get(pk=made.kept_id), QUIET)
    is_new = any(stood.get(name) != now[name] for name in SAID)
    return now if is_new and now["do_not_contact_since"] is not None else None


def stay_quiet(made: Merge, step: Step) -> Step:
    """The kept one keeps what was said of the merged one."""
    if step["key"] != made.kept_id or quiet_since(made) is None:
        return step
    sides = ("before", "after")
    return step | {side: {name: said for name, said in step[side].items() if name not in QUIET} for side in sides}


def be_quiet_too(made: Merge, step: Step) -> Step:
    """The absorbed one comes back with it, unless it had asked for quiet before."""
    said = quiet_since(made)
    if said is None or step["row"]["do_not_contact_since"] is not None:
        return step
    return step | {"row": step["row"] | said}


RULES: Mapping[tuple[str, str], Rule] = {
    ("remove", "organisations.membership"): end_as_joined("district_id"),
    ("remove", "organisations.steward"): end_as_joined("person_id"),
    ("change", CONSENT): leave_withdrawn,
    ("change", ORGANISATION): stay_quiet,
    ("remove", ORGANISATION): be_quiet_too,
}
