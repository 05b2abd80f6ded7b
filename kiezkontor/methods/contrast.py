"""Contrast of colours after WCAG 2.2, and the nearest colour that has enough of it.

Colours are written #rrggbb. Lightness is changed in OKLab, where steps look even and the hue stays.
Sources: WCAG 2.2, "relative luminance" and "contrast ratio"; Björn Ottosson 2020, OKLab.
"""

import re
from collections.abc import Sequence

WHITE = "#ffffff"
BLACK = "#000000"
TEXT = 4.5
"""WCAG 1.4.3, text of ordinary size, level AA."""
SHAPES = 3.0
"""WCAG 1.4.11, parts of controls and graphics, level AA."""

_STEPS = 200
_COLOUR = re.compile("#[0-9a-fA-F]{6}")

type Triple = tuple[float, float, float]


def channels(colour: str) -> Triple:
    """Red, green, blue from 0 to 1. Raises ValueError for anything but # and six hexadecimal digits."""
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f"Not a colour: {colour!r}")
    number = int(colour[1:], 16)
    return (number >> 16) / 255, (number >> 8 & 255) / 255, (number & 255) / 255


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


def _encoded(value: float) -> float:
    return 12.92 * value if value <= 0.0031308 else float(1.055 * value ** (1 / 2.4) - 0.055)


def luminance(colour: str) -> float:
    """How bright a colour is, from 0 (black) to 1 (white). Source: WCAG 2.2, relative luminance."""
    red, green, blue = (_linear(channel) for channel in channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ratio(first: str, second: str) -> float:
    """The contrast ratio, from 1 (the same colour) to 21 (black on white)."""
    lighter, darker = sorted((luminance(first), luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def to_oklab(colour: str) -> Triple:
    """Lightness from 0 to 1 and the two axes green-red and blue-yellow. Source: Ottosson 2020, Oklab."""
    red, green, blue = (_linear(channel) for channel in channels(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _rgb(lab: Triple) -> Triple:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )


def from_oklab(lab: Triple) -> str:
    """The colour itself, or the most colourful one of the same lightness and hue that a screen can show."""
    lightness, a, b = lab
    chroma = 1.0
    while chroma > 0:
        rgb = _rgb((lightness, a * chroma, b * chroma))
        if all(-0.002 <= value <= 1.002 for value in rgb):
            break
        chroma -= 0.02
    else:
        rgb = _rgb((lightness, 0.0, 0.0))
    red, green, blue = (round(255 * _encoded(min(1.0, max(0.0, value)))) for value in rgb)
    return f"#{red:02x}{green:02x}{blue:02x}"


def mixed(colour: str, share: float, other: str) -> str:
    """`share` (0 to 1) of a colour mixed into another in OKLab, as CSS color-mix does."""
    pairs = zip(to_oklab(colour), to_oklab(other), strict=True)
    lightness, a, b = (share * one + (1 - share) * two for one, two in pairs)
    return from_oklab((lightness, a, b))


def with_lightness(colour: str, lightness: float) -> str:
    """The same hue at another OKLab lightness (0 black to 1 white)."""
    _old, a, b = to_oklab(colour)
    return from_oklab((lightness, a, b))


def text_on(colour: str) -> str:
    """White or black, whichever reads better; the ratio is at least 4.58 on every colour."""
    return WHITE if ratio(WHITE, colour) >= ratio(BLACK, colour) else BLACK


def nearest_with_contrast(colour: str, against: Sequence[str], *, at_least: float) -> str | None:
    """The colour whose lightness changes least so that it reaches a ratio against all of some others.

    The colour itself when it has the contrast already. Equal changes: the darker one. None when no lightness of
    the hue reaches it.
    """
    lightness = to_oklab(colour)[0]
    if all(ratio(colour, other) >= at_least for other in against):
        return colour.lower()
    for step in range(1, _STEPS + 1):
        for change in (-step / _STEPS, step / _STEPS):
            if 0 <= lightness + change <= 1:
                candidate = with_lightness(colour, lightness + change)
                if all(ratio(candidate, other) >= at_least for other in against):
                    return candidate
    return None
