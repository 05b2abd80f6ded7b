"""Opening hours as people type them, and what is said when they cannot be read."""

import pytest

from kiezkontor.methods.opening_hours import SENTENCES, HoursError, explain_problem, normalise


@pytest.mark.parametrize(
    ("typed", "osm"),
    [
        ("Mo-Fr 9-18 Uhr, Sa 10-14 Uhr", "Mo-Fr 09:00-18:00; Sa 10:00-14:00"),
        ("Montag bis Freitag 9:00 bis 18:00", "Mo-Fr 09:00-18:00"),
        ("Mo.–Fr. von 9.30 – 18 Uhr", "Mo-Fr 09:30-18:00"),
        ("Mo - Fr: 9.00 - 18.30 Uhr, So geschlossen", "Mo-Fr 09:00-18:30; Su off"),
        ("Mo, Mi und Fr 9-12 und 14-18 Uhr", "Mo,We,Fr 09:00-12:00,14:00-18:00"),
        ("Mo-Fr\n9-18\nSa 10-14", "Mo-Fr 09:00-18:00; Sa 10:00-14:00"),
        ("9-18 Uhr Mo-Fr", "Mo-Fr 09:00-18:00"),
        ("Mo-Fr 9-18 Sa 10-14", "Mo-Fr 09:00-18:00; Sa 10:00-14:00"),
        ("täglich ab 18 Uhr", "Mo-Su 18:00+"),
        ("Mi-So 17:30 - open end", "We-Su 17:30+"),
        ("jeden 1. Samstag im Monat 10-14 Uhr", "Sa[1] 10:00-14:00"),
        ("letzter So im Monat 12-16", "Su[-1] 12:00-16:00"),
        ("Mo-Fr 9-18, außer an Feiertagen", "Mo-Fr 09:00-18:00; PH off"),
        ("Mo-Sa 7-19; Sonn- und Feiertage geschlossen", "Mo-Sa 07:00-19:00; Su,PH off"),
        ("Mo-Fr 9-18 Uhr und nach Vereinbarung", 'Mo-Fr 09:00-18:00 || "nach Vereinbarung"'),
        ('Mo-Fr 08:30-18:00; "nach Vereinbarung"', 'Mo-Fr 08:30-18:00 || "nach Vereinbarung"'),
        ("nach telefonischer Vereinbarung", '"nach telefonischer Vereinbarung"'),
        ("24. Dezember 10-14 Uhr, 25.12.-26.12. geschlossen", "Dec 24 10:00-14:00; Dec 25-Dec 26 off"),
        ("24.12.-2.1.2027 geschlossen", "2026 Dec 24-2027 Jan 02 off"),
        ("April bis Oktober Di-So 10-18 Uhr", "Apr-Oct Tu-Su 10:00-18:00"),
        ("rund um die Uhr", "24/7"),
        ("Mon-Thu 9h-23h, Fri & Sat 10am-6pm", "Mo-Th 09:00-23:00; Fr,Sa 10:00-18:00"),
        ("Sa+So 10-16 Uhr", "Sa,Su 10:00-16:00"),
        ("Mo-Th 18:00-02:00; Fr,Sa 18:00-04:00; Su off", "Su off; Mo-Th 18:00-02:00, Fr,Sa 18:00-04:00"),
        ("Mo-Fr 09:00-18:00; PH off", "Mo-Fr 09:00-18:00; PH off"),
        ("Mar Su[-1]-Oct Su[-1] -1 day Tu 10:00-12:00", "Mar Su[-1]-Oct Su[-1] -1 day Tu 10:00-12:00"),
        ("PH +1 day Tu off; SH 10:00-12:00", "PH +1 day Tu off; SH 10:00-12:00"),
        ("week 01-53/2 Mo sunrise-(sunset-01:00)", "week 01-53/2 Mo sunrise-(sunset-01:00)"),
    ],
)
def test_what_people_type_becomes_osm_syntax(typed, osm):
    assert normalise(typed) == osm
    assert normalise(osm) == osm
    assert explain_problem(typed) is None


@pytest.mark.parametrize(
    ("typed", "code", "named"),
    [
        ("", "empty", None),
        (" ; ", "empty", None),
        ("x" * 1001, "too_long", None),
        ("Mo-Fr 9-18 blah", "unknown_word", "blah"),
        ("https://laden.example", "unknown_word", "https"),
        ("Mo,We,,Fr 15:00-24:00", "unexpected", ","),
        ("Mo-", "ends_early", None),
        ('Mo 10:00-12:00 "nach Termin', "open_quote", None),
        ("Mo-Fr 9", "no_end", "9"),
        ("Mo 10:00", "no_end", "10:00"),
        ("Mo 9:75-12", "impossible_time", "9:75"),
        ("Mo 9-25 Uhr", "impossible_time", "25"),
        ("Mo 21:00-18:00+", "too_many_midnights", "21:00-18:00+"),
        ("30. Februar 9-12 Uhr", "impossible_date", "Feb 30"),
        ("week 54 Mo 9-12", "impossible_week", "54"),
        ("Mo 10:00-16:00/01:00", "points_in_time", "10:00-16:00"),
        ("9-18 Uhr Mo-Fr, Sa 10-14", "days_twice", "10"),
        ("werktags 9-18 Uhr", "working_days", "werktags"),
        ("Mo[0] 9-12", "unexpected", "]"),
        ("easter +900 days 9-12", "unexpected", "days"),
        ("2026-2030/0 Mo 9-12", "unexpected", "0"),
    ],
)
def test_people_learn_what_cannot_be_read(typed, code, named):
    problem = explain_problem(typed)
    assert problem is not None
    assert problem.code == code
    assert problem.params.get("text") == named
    assert str(problem) == SENTENCES[code] % problem.params
    with pytest.raises(HoursError):
        normalise(typed)
