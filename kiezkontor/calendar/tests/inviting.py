"""Whom tests invite, and what they are sent."""

from kiezkontor.calendar.actions import inviting
from kiezkontor.calendar.actions.inviting import Wanted
from kiezkontor.calendar.models import Invitation
from kiezkontor.calendar.rules.inviting import Guest
from kiezkontor.calendar.tasks import follow_the_clock
from kiezkontor.calendar.tests import builders
from kiezkontor.notices.models import OutgoingMail
from kiezkontor.organisations.making import slug_of
from kiezkontor.organisations.tests import builders as organisations
from kiezkontor.premises.tests import builders as premises
from kiezkontor.shared.mounting import district_path

GESA = "gesa@example.org"


def page(event, name, *args):
    return district_path(event.district.slug, f"calendar:{name}", event.pk, *args)


def shop(kiez, name, **details):
    made = organisations.organisation(name, slug=slug_of(name), **details)
    organisations.membership(made, kiez)
    return made


def on_a_street(kiez, organisation):
    unit = premises.unit(kiez, "7", street_name="Karlstraße", postcode="12049", city="Berlin")
    premises.used(unit, organisation)


def guest(event, name="Gesa Gast", email=GESA):
    inviting.invite(event.pk, Wanted(guests=[Guest(name, email)]), by=builders.office_of(event.district))
    return Invitation.objects.get(event=event, name=name)


def mails():
    follow_the_clock.call()
    written = list(OutgoingMail.objects.order_by("pk"))
    OutgoingMail.objects.all().delete()
    return written


def in_the_office(district, name, *args):
    return district_path(district.slug, f"calendar:office_{name}", *args)
