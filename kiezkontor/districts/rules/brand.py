"""The brand colours of a district: what can be read on them, and their variants for light and dark pages."""

from collections.abc import Mapping
from dataclasses import dataclass

from kiezkontor.methods import contrast

PAGE_LIGHT = "#ffffff"
PAGE_DARK = "#131a1c"
# The strongest tint a page lays under links: 14 % of the brand on light pages, 60 % of its dark twin on dark ones.
TINT_LIGHT = 0.14
TINT_DARK = 0.60
TINT_DARK_GROUND = "#1a2023"
# A band on a dark page stays darker than this, so that it does not shine.
BAND_DARK_LIGHTNESS = 0.36
# Below this ratio nobody sees where the band ends and the white page begins.
BAND_VISIBLE = 1.1

NEUTRAL_TEXT_ON_DARK = "#f4f8f8"


@dataclass(frozen=True)
class Refusal:
    """A colour that cannot be used: field "colour" or "colour_accent", and the nearest one that can."""

    field: str
    ratio: float
    needed: float
    proposal: str


@dataclass(frozen=True)
class Pair:
    """Two colours that meet on a page. use: what for, as a word of the table on the brand page."""

    use: str
    front: str
    ground: str
    needed: float

    @property
    def ratio(self) -> float:
        return contrast.ratio(self.front, self.ground)

    @property
    def is_enough(self) -> bool:
        return self.ratio >= self.needed


def refusals(colour: str, accent: str) -> list[Refusal]:
    """What speaks against two colours; empty when both can be used.

    The brand colour must stand out from the white page a little (1.1 to 1), the accent from the brand's band
    (3 to 1, WCAG 1.4.11), because it marks the current page there. Text colours are derived and always found.
    Raises ValueError for what is not a colour.
    """
    found = []
    seen = contrast.ratio(colour, PAGE_LIGHT)
    if seen < BAND_VISIBLE:
        darker = contrast.nearest_with_contrast(colour, [PAGE_LIGHT], at_least=BAND_VISIBLE)
        found.append(Refusal("colour", seen, BAND_VISIBLE, darker or contrast.BLACK))
    apart = contrast.ratio(accent, colour)
    if apart < contrast.SHAPES:
        fitting = contrast.nearest_with_contrast(accent, [colour], at_least=contrast.SHAPES)
        found.append(Refusal("colour_accent", apart, contrast.SHAPES, fitting or contrast.text_on(colour)))
    return found


def variants(colour: str, accent: str) -> dict[str, str]:
    """The custom properties of a district's style sheet, name without dashes → colour, in a fixed order.

    Every text pair reaches 4.5, every accent 3 on its band, in light and dark.
    """
    colour, accent = colour.lower(), accent.lower()
    tint = contrast.mixed(colour, TINT_LIGHT, PAGE_LIGHT)
    link = contrast.nearest_with_contrast(colour, [PAGE_LIGHT, tint], at_least=contrast.TEXT)
    dark = colour
    if contrast.to_oklab(colour)[0] > BAND_DARK_LIGHTNESS:
        dark = contrast.with_lightness(colour, BAND_DARK_LIGHTNESS)
    tint_dark = contrast.mixed(dark, TINT_DARK, TINT_DARK_GROUND)
    grounds = [PAGE_DARK, tint_dark, contrast.BLACK]
    lightest = contrast.with_lightness(colour, max(0.75, contrast.to_oklab(colour)[0]))
    link_dark = contrast.nearest_with_contrast(lightest, grounds, at_least=contrast.TEXT)
    return {
        "brand": colour,
        "on-brand": contrast.text_on(colour),
        "brand-link": link or contrast.BLACK,
        "brand-accent": contrast.nearest_with_contrast(accent, [colour], at_least=contrast.SHAPES) or accent,
        "brand-dark": dark,
        "on-brand-dark": NEUTRAL_TEXT_ON_DARK,
        "brand-link-dark": link_dark or contrast.WHITE,
        "brand-accent-dark": contrast.nearest_with_contrast(accent, [dark], at_least=contrast.SHAPES) or accent,
    }


def pairs(values: Mapping[str, str]) -> list[Pair]:
    """Where the variants meet: for the table of contrasts on the brand page and for the test of them all."""
    return [
        Pair("text_on_band", values["on-brand"], values["brand"], contrast.TEXT),
        Pair("link", values["brand-link"], PAGE_LIGHT, contrast.TEXT),
        Pair("accent_on_band", values["brand-accent"], values["brand"], contrast.SHAPES),
        Pair("text_on_band_dark", values["on-brand-dark"], values["brand-dark"], contrast.TEXT),
        Pair("link_dark", values["brand-link-dark"], PAGE_DARK, contrast.TEXT),
        Pair("accent_on_band_dark", values["brand-accent-dark"], values["brand-dark"], contrast.SHAPES),
    ]


def style_sheet(values: Mapping[str, str]) -> str:
    lines = "".join(f"--{name}:{value};" for name, value in values.items())
    return f":root{{{lines}}}\n"
