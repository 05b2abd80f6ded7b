"""Whoever adds a table says in which row of the visibility table it stands: nothing that is stored has no rule."""

import pytest
from django.apps import apps

from kiezkontor.accounts.rules.visibility import ENFORCED

# Row → tables. What hangs on another table (a reply on its post) stands where that stands.
TABLES = {
    "Published profiles": """
        districts.district districts.districthost districts.districttext districts.sublocation districts.street
        vacancies.locationfigure
        districts.operator districts.programme districts.project districts.fundingsource districts.teammember
        districts.signlanguagevideo organisations.category organisations.openingpattern organisations.openinginterval
        organisations.organisation organisations.membership organisations.photo directory.entry""",
    "Member contacts": "organisations.contact districts.consent",
    "Inventory: use": """
        premises.building premises.districtbuilding premises.address premises.unit premises.usespell
        premises.spelloccupant premises.surveyround premises.unitsuccession organisations.sourcerun
        organisations.sourcerecord premises.importproposal premises.decisionorder
        surveys.segment surveys.emptyhouse surveys.frozenunit surveys.officialcount""",
    "Inventory: notes": "surveys.walkconflict premises.observation premises.unitphoto",
    "Invitations, agenda": """
        calendar.series calendar.serieshost calendar.event calendar.slot calendar.reminder
        calendar.body calendar.bodymember calendar.calendarfeed calendar.eventformat calendar.targetgroup
        meetings.meeting meetings.agendaitem meetings.planmeasure
        meetings.course meetings.courseday meetings.coursematerial""",
    "Minutes": """
        meetings.minutesversion meetings.decision meetings.interest meetings.capturedvoice meetings.meetingtask
        meetings.ballot meetings.ballotoption meetings.board meetings.cluster meetings.card""",
    "Here: public minutes": "meetings.minutesversion",
    "Here: registrations": """
        calendar.invitation calendar.answer calendar.eventgroup meetings.attendance meetings.certificate
        meetings.coursetotal meetings.swappedcontact""",
    "Audit log": "audit.auditentry",
    "Exposés": "vacancies.expose vacancies.exposepicture vacancies.exposerelease",
    "Here: owners, inside": """
        vacancies.vacancycase vacancies.casestep vacancies.owner vacancies.ownedunit vacancies.ownertalk
        vacancies.ownerletter
        vacancies.letting vacancies.lettingrent vacancies.handover vacancies.followup
        vacancies.negotiation vacancies.negotiationnote
        vacancies.rentmodel vacancies.lettingsubsidy""",
    "Here: early warnings": "vacancies.earlywarning",
    "Here: vacancy reports": "vacancies.vacancyreport vacancies.useidea",
    "Here: use ideas": "vacancies.useidea vacancies.useexample",
    "Here: seekers, inside": """
        vacancies.spacerequest vacancies.seekerstep vacancies.locationenquiry vacancies.streetmix
        vacancies.viewing vacancies.tour vacancies.tourstop vacancies.offersubscription vacancies.offertold""",
    "Here: contact people": "organisations.contact organisations.fieldclaim organisations.steward",
    "Here: notice board": "members.topic members.post members.reply members.told members.follow members.complaint",
    "Here: voices": "voices.topic voices.voicesupport voices.voicestep voices.spaceproposal",
    "Here: voices, inside": "voices.voice voices.voicecomment",
    "Here: first contacts": "members.firstcontact members.side members.message",
    "Here: contact log": "outreach.activation outreach.activationmove outreach.contactentry outreach.savedfilter",
    "Here: support record": "outreach.supportrecord",
    "Here: needs answers": "outreach.needsinterview",
    "Here: letters": "notices.letterrun notices.writtenletter",
    "Here: relations": "organisations.relation",
    "Here: merged entries": "organisations.merge organisations.toldapart organisations.foundduplicates",
    "Here: entry requests": "organisations.entryrequest",
    "Here: told of data": "organisations.datanotice",
    "Here: legal holds": "organisations.legalhold",
    "Here: mail of office": "notices.outgoingmail notices.incomingmail notices.addressmark",
    "Here: office tasks": "desk.task",
    "Here: public reports": "districts.publicreport",
    "Here: logo drafts": "districts.branddraft",
    "Here: team, invited": "districts.role districts.invitation",
    "Here: own sign-in": "accounts.person accounts.device",
}
# No page shows them: what opens something, counts, is derived of the others and shown as they are, or is read by the
# holder of a link alone.
SHOWN_TO_NOBODY = """
    notices.personallink notices.mailrun districts.pagechange search.document search.wayofreading search.word
    organisations.entrydraft
    meetings.ballotpaper surveys.walklease surveys.walkoperation directory.viewcount
    directory.conversation directory.relayedmessage"""


def test_every_table_stands_in_a_row():
    ours = {model._meta.label_lower for model in apps.get_models() if model.__module__.startswith("kiezkontor.")}
    named = {table for tables in TABLES.values() for table in tables.split()}
    assert named & set(SHOWN_TO_NOBODY.split()) == set()
    assert named | set(SHOWN_TO_NOBODY.split()) == ours


@pytest.mark.parametrize("row", TABLES)
def test_each_of_these_rows_is_enforced(row):
    assert row in ENFORCED
