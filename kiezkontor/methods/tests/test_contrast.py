import pytest

from kiezkontor.methods import contrast


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
        ("#ff0000", "#ffffff", 4.0),
        ("#0000FF", "#ffffff", 8.59),
    ],
)
def test_ratios_are_those_of_the_guideline(first, second, expected):
    assert contrast.ratio(first, second) == pytest.approx(expected, abs=0.02)
    assert contrast.ratio(second, first) == contrast.ratio(first, second)


@pytest.mark.parametrize(
    "colour", ["", "#fff", "13505b", "#13505g", "#+1350b", "#13_05b", "red", "#13505b ", "#13505b\n"]
)
def test_only_six_digits_are_a_colour(colour):
    with pytest.raises(ValueError, match="Not a colour"):
        contrast.channels(colour)


@pytest.mark.parametrize("colour", ["#13505b", "#ffe600", "#e4003a", "#777777", "#000000", "#ffffff"])
def test_oklab_and_back_is_the_same_colour(colour):
    assert contrast.from_oklab(contrast.to_oklab(colour)) == colour


@pytest.mark.parametrize("grey", range(0, 256, 5))
def test_there_is_readable_text_on_every_colour(grey):
    for colour in (f"#{grey:02x}{grey:02x}{grey:02x}", f"#{grey:02x}0080", f"#ff{grey:02x}00"):
        assert contrast.ratio(contrast.text_on(colour), colour) >= contrast.TEXT


def test_a_colour_with_enough_contrast_stays():
    assert contrast.nearest_with_contrast("#13505B", ["#ffffff"], at_least=4.5) == "#13505b"


def test_the_nearest_colour_is_darker_on_white_and_lighter_on_black():
    on_white = contrast.nearest_with_contrast("#f0b541", ["#ffffff"], at_least=4.5)
    on_black = contrast.nearest_with_contrast("#13505b", ["#000000"], at_least=4.5)
    assert on_white is not None
    assert on_black is not None
    assert contrast.ratio(on_white, "#ffffff") >= 4.5
    assert contrast.luminance(on_white) < contrast.luminance("#f0b541")
    assert contrast.luminance(on_black) > contrast.luminance("#13505b")


def test_no_colour_contrasts_with_black_and_white_at_once():
    assert contrast.nearest_with_contrast("#808080", ["#000000", "#ffffff"], at_least=7) is None
