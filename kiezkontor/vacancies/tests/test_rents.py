"""Rent models: entered, read, copied, changed without touching uses that have them, tried out."""

import json
from datetime import date
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command

from kiezkontor.audit.models import AuditEntry
from kiezkontor.districts.tests import builders as districts
from kiezkontor.vacancies.models import LettingSubsidy, RentModel
from kiezkontor.vacancies.rules import rent_files, rent_models
from kiezkontor.vacancies.rules.lettings import months_between
from kiezkontor.vacancies.tests import builders

pytestmark = pytest.mark.django_db
MODELS = "/musterkiez/buero/leerstand/mietmodelle/"
USES = "/musterkiez/buero/leerstand/nutzungen/"


@pytest.fixture
def kiez():
    return districts.district("Musterkiez")


@pytest.fixture
def office(client, kiez):
    client.force_login(districts.coordinator(kiez))
    return client


def entered(**changed):
    said = {
        "name": "Herten 2021",
        "base": "former_rent",
        "owner_receives": "70",
        "tenant_pays": "20 %",
        "months": "24",
        "area_sqm": "300",
        "payer_1": "Land",
        "share_1": "90",
        "of_1": "gap",
        "payer_2": "Stadt",
        "share_2": "10,0",
        "of_2": "gap",
    }
    return {name: value for name, value in (said | changed).items() if value is not None}


def test_a_model_is_entered_and_tried_out(office):
    answer = office.post(f"{MODELS}neu/", entered())
    assert answer.status_code == 302, answer.text
    model = RentModel.objects.get()
    assert model.terms == builders.HERTEN
    assert "Herten 2021" in office.get(MODELS).text
    tried = office.get(
        f"{MODELS}{model.pk}/", {"rent": "1.000", "months": "24", "area_sqm": "80", "begins_on": "2026-01-01"}
    ).text
    for words in ("700,00", "200,00", "450,00", "50,00", "10.800,00", "1.200,00", "31. Dezember 2027"):
        assert words in tried
    assert AuditEntry.objects.filter(verb="rentmodel.added").exists()


@pytest.mark.parametrize(
    ("tried", "sentences"),
    [
        ({"months": "25", "area_sqm": "301"}, ["höchstens 24 Monate", "höchstens 300 m²"]),
        ({"months": "24", "area_sqm": "300,5"}, ["höchstens 300 m²"]),
    ],
)
def test_each_limit_that_is_broken_is_told_in_a_sentence(office, kiez, tried, sentences):
    model = builders.rent_model(kiez)
    shown = office.get(f"{MODELS}{model.pk}/", {"rent": "1000", "begins_on": "2026-01-01"} | tried).text
    assert all(sentence in shown for sentence in sentences)
    assert "700,00" not in shown


@pytest.mark.parametrize(
    ("tried", "field"),
    [
        ({"rent": "viel"}, "rent"),
        ({"rent": "-5"}, "rent"),
        ({"months": "0"}, "months"),
        ({"begins_on": "gestern"}, "begins_on"),
        ({"area_sqm": "x"}, "area_sqm"),
    ],
)
def test_what_cannot_be_tried_out_is_refused_at_its_field(office, kiez, tried, field):
    asked = {"rent": "1000", "months": "6", "begins_on": "2026-01-01"} | tried
    answer = office.get(f"{MODELS}{builders.rent_model(kiez).pk}/", asked)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {field}


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"owner_receives": "80", "of_1": "base"}, {"owner_receives"}),
        ({"tenant_pays": "75"}, {"owner_receives"}),
        ({"share_2": "9,99"}, {"owner_receives"}),
        ({"owner_receives": "101"}, {"owner_receives"}),
        ({"owner_receives": "-1"}, {"owner_receives"}),
        ({"tenant_pays": "ein Fünftel"}, {"tenant_pays"}),
        ({"share_2": ""}, {"share_2"}),
        ({"payer_2": ""}, {"payer_2"}),
        ({"payer_2": "Land"}, {"payer_2"}),
        ({"payer_2": "owner"}, {"payer_2"}),
        ({"payer_1": "", "share_1": "", "payer_2": "", "share_2": ""}, {"payer_1"}),
        ({"of_1": "rest"}, {"of_1"}),
        ({"base": None}, {"base"}),
        ({"name": " "}, {"name"}),
        ({"months": "1,5"}, {"months"}),
        ({"area_sqm": "0"}, {"area_sqm"}),
    ],
)
def test_what_is_no_model_is_refused_at_its_field(office, changed, fields):
    answer = office.post(f"{MODELS}neu/", entered(**changed))
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == fields
    assert not RentModel.objects.exists()


OTHERS = {
    "Herne": {
        "base": "cold_rent",
        "owner_receives": "0.7",
        "tenant_pays": "0.2",
        "public": [{"name": "Land", "share": "0.4", "of": "base"}, {"name": "Stadt", "share": "0.1", "of": "base"}],
    },
    "Eigentum bekommt alles": {
        "base": "cold_rent",
        "owner_receives": "1",
        "tenant_pays": "0",
        "public": [{"name": 'Stadt \\ „Mitte“ "x"', "share": "1", "of": "gap"}],
    },
    "Gemischt": {
        "base": "former_rent",
        "owner_receives": "0.85",
        "tenant_pays": "0.333",
        "public": [
            {"name": "Land", "share": "0.4", "of": "base"},
            {"name": "Stadt", "share": "0.1", "of": "base"},
            {"name": "Bank", "share": "0.017", "of": "base"},
        ],
        "caps": {"area_sqm": "120.5"},
    },
    "Nichts bleibt": {
        "base": "cold_rent",
        "owner_receives": "0.5",
        "tenant_pays": "0.5",
        "public": [{"name": "Stadt", "share": "0", "of": "base"}],
        "caps": {"months": 6},
    },
    "Vier Stellen": {
        "base": "cold_rent",
        "owner_receives": "0.3333333333",
        "tenant_pays": "0.1111111111",
        "public": [{"name": "Land", "share": "1", "of": "gap"}],
    },
}


@pytest.mark.parametrize("name", OTHERS)
def test_file_page_and_command_say_the_same_of_other_models(office, tmp_path, name):
    written = rent_files.as_file(rent_models.model_of({"name": name, **OTHERS[name]}))
    sent = SimpleUploadedFile("modell.toml", written.encode())
    assert office.post(f"{MODELS}einlesen/", {"file": sent}).status_code == 302
    model = RentModel.objects.get()
    back = office.get(f"{MODELS}{model.pk}/modell.toml").content
    assert rent_files.read(back) == rent_models.model_of({"name": name, **OTHERS[name]})
    file = tmp_path / "modell.toml"
    file.write_bytes(back)
    for rent in ("0", "0.01", "812.33", "999.99", "1000000"):
        out = StringIO()
        call_command("rent_model", str(file), rent=rent, months=6, stdout=out)
        said = json.loads(out.getvalue())
        tried = {"rent": rent, "months": "6", "begins_on": "2026-01-01"}
        paid = office.get(f"{MODELS}{model.pk}/", tried).context["paid"]
        euros = [Decimal(each) for each in said["month"].values()]
        assert [number(row["cells"][1]) for row in paid.rows] == euros
        assert [number(row["cells"][2]) for row in paid.rows] == [each * 6 for each in euros]
        assert euros[0] == sum(euros[1:])


def number(words):
    return Decimal(words.split()[0].replace(".", "").replace(",", "."))


HERTEN = rent_files.as_file(rent_models.model_of(builders.HERTEN))


def with_caps(line):
    return f"{HERTEN.partition('[caps]')[0]}[caps]\n{line}\n".encode()


def test_a_name_is_read_without_signs_that_no_database_keeps(office):
    written = HERTEN.replace("Herten 2021", r"Her\u0000ten").encode()
    assert office.post(f"{MODELS}einlesen/", {"file": SimpleUploadedFile("m.toml", written)}).status_code == 302
    assert RentModel.objects.get().name == RentModel.objects.get().terms["name"] == "Herten"


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        (b"name =", "keine TOML-Datei"),
        (b"\xff\xfe\x00", "keine TOML-Datei"),
        (b'name = "Herten"', "„public“"),
        (b"x" * 30_000, "zu groß"),
        (HERTEN.replace("0.9", "0.8").encode(), "gehen nicht auf"),
        (("a = " + "[" * 5000).encode(), "keine TOML-Datei"),
        (("a = " + "{a=" * 5000).encode(), "keine TOML-Datei"),
        (b"[" + b".".join([b"a"] * 4000) + b"]", "„public“"),
        (with_caps("months = " + "9" * 5000), "keine TOML-Datei"),
        (with_caps("months = 0x" + "f" * 5000), "„months“"),
        (with_caps("months = 1e5000"), "„months“"),
        (with_caps("months = 1e1000000"), "„months“"),
        (with_caps("months = 601"), "„caps months“"),
        (with_caps("area_sqm = 1e5000000"), "„area_sqm“"),
        (with_caps("area_sqm = 100000.01"), "„caps area_sqm“"),
        (HERTEN.replace('"0.2"', "1e-5000000").encode(), "„tenant_pays“"),
        (HERTEN.replace('"0.2"', f'"0.2{"0" * 30}"').encode(), "„tenant_pays“"),
        (HERTEN.replace('"Herten 2021"', '"\\u0000"').encode(), "„name“"),
        (HERTEN.replace('"Land"', f'"{"S" * 81}"').encode(), "„public 1 name“"),
    ],
)
def test_another_file_is_refused_in_a_sentence(office, tmp_path, written, sentence):
    file = tmp_path / "modell.toml"
    file.write_bytes(written)
    if sentence != "gehen nicht auf":
        with pytest.raises(CommandError, match=sentence):
            call_command("rent_model", str(file), rent="1000", months=6)
    answer = office.post(f"{MODELS}einlesen/", {"file": SimpleUploadedFile("modell.toml", written)})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert not RentModel.objects.exists()


def test_a_model_in_use_stays_for_its_uses_and_a_new_version_takes_its_place(office, kiez):
    model = builders.rent_model(kiez)
    assert office.post(f"{MODELS}{model.pk}/bearbeiten/", entered(months="12")).status_code == 302
    assert RentModel.objects.get().terms["caps"]["months"] == 12
    use = builders.letting(builders.case(kiez))
    given = {"model": model.pk, "rent": "1.000,00", "months": "6", "area_sqm": ""}
    assert office.post(f"{USES}{use.pk}/mietmodell/", given).status_code == 302
    shown = office.get(f"{USES}{use.pk}/").text
    assert "450,00" in shown
    changed = office.post(f"{MODELS}{model.pk}/bearbeiten/", entered(owner_receives="80", months="12"))
    assert changed.status_code == 302, changed.text
    new = RentModel.objects.latest("pk")
    model.refresh_from_db()
    assert (new.replaces, model.retired_at is None, new.retired_at) == (model, False, None)
    assert "450,00" in office.get(f"{USES}{use.pk}/").text
    assert f"{MODELS}{new.pk}/" in office.get(f"{MODELS}{model.pk}/").text
    old = office.get(f"{MODELS}{model.pk}/").text
    assert f"{USES}{use.pk}/" in old
    assert "450,00" in office.get(f"{USES}{use.pk}/").text
    assert office.post(f"{USES}{use.pk}/mietmodell/", given | {"rent": "500"}).status_code == 302
    assert LettingSubsidy.objects.get().rent == 500
    assert office.post(f"{MODELS}{model.pk}/bearbeiten/", entered(months="11")).status_code == 422


def test_a_use_gets_no_more_than_its_model_supports(office, kiez):
    model, use = builders.rent_model(kiez), builders.letting(builders.case(kiez))
    page = f"{USES}{use.pk}/mietmodell/"
    for wrong, field in (({"months": "25"}, "months"), ({"area_sqm": "301"}, "area_sqm"), ({"rent": "x"}, "rent")):
        given = {"model": model.pk, "rent": "1000", "months": "6", "area_sqm": "80"} | wrong
        answer = office.post(page, given)
        assert answer.status_code == 422
        assert answer.context["form"].errors.keys() == {field}
    assert not LettingSubsidy.objects.exists()
    builders.supported(use, model)
    assert office.post(f"{page}aufheben/").status_code == 302
    assert not LettingSubsidy.objects.exists()


def test_models_are_copied_retired_and_offered_again(office, kiez):
    model = builders.rent_model(kiez)
    assert "Herten 2021, Kopie" in office.get(f"{MODELS}{model.pk}/kopieren/").text
    taken = office.post(f"{MODELS}{model.pk}/kopieren/", entered())
    assert taken.context["form"].errors.keys() == {"name"}
    assert office.post(f"{MODELS}{model.pk}/kopieren/", entered(name="Herten 2022")).status_code == 302
    office.post(f"{MODELS}{model.pk}/stilllegen/")
    use = builders.letting(builders.case(kiez))
    offered = office.get(f"{USES}{use.pk}/mietmodell/").context["form"].fields["model"].queryset
    assert [each.name for each in offered] == ["Herten 2022"]
    assert office.post(f"{MODELS}{model.pk}/kopieren/", entered()).status_code == 302
    office.post(f"{MODELS}{model.pk}/wieder-anbieten/")
    model.refresh_from_db()
    assert model.retired_at is not None
    RentModel.objects.exclude(pk=model.pk).delete()
    office.post(f"{MODELS}{model.pk}/wieder-anbieten/")
    model.refresh_from_db()
    assert model.retired_at is None


def test_a_model_with_many_payers_keeps_all_of_them(office, kiez):
    payers = [{"name": f"Fonds {number}", "share": "0.1", "of": "gap"} for number in range(10)]
    model = builders.rent_model(kiez, terms=builders.HERTEN | {"public": payers})
    form = office.get(f"{MODELS}{model.pk}/bearbeiten/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    assert office.post(f"{MODELS}{model.pk}/bearbeiten/", sent | {"months": "10"}).status_code == 302
    model.refresh_from_db()
    assert model.terms["public"] == payers


def test_models_of_another_district_are_offered_to_no_use(office, kiez):
    foreign = builders.rent_model(districts.district("Anderswo"))
    use = builders.letting(builders.case(kiez))
    assert office.get(f"{MODELS}{foreign.pk}/").status_code == 404
    given = {"model": foreign.pk, "rent": "1000", "months": "6"}
    assert office.post(f"{USES}{use.pk}/mietmodell/", given).status_code == 422


@pytest.mark.parametrize(
    ("begins", "ends", "months"),
    [
        (date(2026, 1, 1), date(2027, 1, 1), 12),
        (date(2026, 1, 15), date(2026, 2, 15), 1),
        (date(2026, 1, 15), date(2026, 2, 16), 2),
        (date(2026, 1, 31), date(2026, 2, 28), 1),
        (date(2026, 1, 31), date(2026, 3, 1), 2),
        (date(2026, 1, 1), date(2026, 1, 2), 1),
    ],
)
def test_a_begun_month_counts_whole(begins, ends, months):
    assert months_between(begins, ends) == months
