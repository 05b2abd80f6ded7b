import itertools

import pytest

from kiezkontor.districts.rules.brand import PAGE_DARK, PAGE_LIGHT, pairs, refusals, style_sheet, variants
from kiezkontor.methods import contrast

COLOURS = [f"#{red}{green}{blue}" for red, green, blue in itertools.product(("00", "55", "aa", "ff"), repeat=3)]


@pytest.mark.parametrize("colour", COLOURS)
def test_every_brand_can_be_read_in_light_and_dark(colour):
    values = variants(colour, "#f0b541")
    assert [pair for pair in pairs(values) if not pair.is_enough] == []
    assert contrast.ratio(contrast.WHITE, values["brand-link"]) >= contrast.TEXT
    assert contrast.ratio(contrast.BLACK, values["brand-link-dark"]) >= contrast.TEXT
    tint = contrast.mixed(values["brand"], 0.14, PAGE_LIGHT)
    assert contrast.ratio(values["brand-link"], tint) >= contrast.TEXT
    dark_tint = contrast.mixed(values["brand-dark"], 0.6, "#1a2023")
    assert contrast.ratio(values["brand-link-dark"], dark_tint) >= contrast.TEXT
    assert contrast.ratio(values["brand-link-dark"], PAGE_DARK) >= contrast.TEXT


def test_a_fitting_brand_stays_as_it_is():
    values = variants("#13505B", "#F0B541")
    assert values["brand"] == "#13505b"
    assert values["brand-link"] == "#13505b"
    assert values["brand-accent"] == "#f0b541"
    assert values["on-brand"] == "#ffffff"
    assert refusals("#13505b", "#f0b541") == []


def test_a_yellow_brand_carries_black_and_links_in_a_darker_tone():
    values = variants("#ffe600", "#13505b")
    assert values["on-brand"] == "#000000"
    assert values["brand-link"] != "#ffe600"
    assert refusals("#ffe600", "#13505b") == []


@pytest.mark.parametrize(
    ("colour", "accent", "field"),
    [
        ("#ffffff", "#13505b", "colour"),
        ("#fafafa", "#13505b", "colour"),
        ("#13505b", "#13505b", "colour_accent"),
        ("#777777", "#999999", "colour_accent"),
    ],
)
def test_colours_nobody_could_tell_apart_come_back_with_a_proposal(colour, accent, field):
    (refusal,) = refusals(colour, accent)
    assert refusal.field == field
    assert refusal.ratio < refusal.needed
    proposal = {"colour": colour, "colour_accent": accent} | {field: refusal.proposal}
    assert refusals(colour=proposal["colour"], accent=proposal["colour_accent"]) == []


def test_the_style_sheet_sets_only_custom_properties():
    text = style_sheet(variants("#13505b", "#f0b541"))
    assert text.startswith(":root{--brand:#13505b;--on-brand:#ffffff;")
    assert text.count(":") == 1 + 8
