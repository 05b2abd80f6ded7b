import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

HERTEN = """
name = "Herten 2021"
base = "former_rent"
owner_receives = "0.70"
tenant_pays = 0.2
[[public]]
name = "state"
share = "0.90"
of = "gap"
[[public]]
name = "city"
share = 0.1
of = "gap"
[caps]
area_sqm = 300
months = 24
"""


@pytest.fixture
def model(tmp_path):
    file = tmp_path / "herten.toml"
    file.write_text(HERTEN, encoding="utf-8")
    return file


def said(file, **options):
    out = StringIO()
    call_command("rent_model", str(file), stdout=out, **({"rent": "1000", "months": 24} | options))
    return json.loads(out.getvalue())


def test_the_command_prints_month_and_total(model):
    month = {"owner": "700.00", "tenant": "200.00", "state": "450.00", "city": "50.00"}
    total = {"owner": "16800.00", "tenant": "4800.00", "state": "10800.00", "city": "1200.00"}
    assert said(model) == {"month": month, "total": total, "months": 24, "refused": None}
    assert said(model, rent="812,50")["month"]["owner"] == "568.75"


@pytest.mark.parametrize(
    ("options", "sentence"),
    [({"months": 25}, "höchstens 24 Monate"), ({"area": "301"}, "höchstens 300 m²")],
)
def test_what_the_model_does_not_support_is_a_sentence_in_the_answer(model, options, sentence):
    answer = said(model, **options)
    assert sentence in answer["refused"]
    assert (answer["month"], answer["total"]) == (None, None)


def test_shares_that_do_not_add_up_are_told(model):
    model.write_text(HERTEN.replace('"0.90"', '"0.80"'), encoding="utf-8")
    assert "gehen nicht auf" in said(model)["refused"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("name =", "keine TOML-Datei"),
        ('name = "Herten"', "„public“"),
        (HERTEN.replace("0.2", '"viel"'), "„tenant_pays“"),
    ],
)
def test_another_file_is_refused_with_what_is_wrong(model, text, sentence):
    model.write_text(text, encoding="utf-8")
    with pytest.raises(CommandError, match=sentence):
        said(model)


@pytest.mark.parametrize(
    "options",
    [
        {"rent": "viel"},
        {"rent": "-1"},
        {"rent": "NaN"},
        {"rent": "2000000"},
        {"months": 0},
        {"months": 601},
        {"area": "x"},
    ],
)
def test_impossible_amounts_are_refused(model, options):
    with pytest.raises(CommandError):
        said(model, **options)
