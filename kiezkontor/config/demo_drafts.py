"""Three invented drafts of a common logo in the demo, drawn with a few lines each."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from kiezkontor.accounts.viewer import Viewer
from kiezkontor.districts.actions.drafts import add_draft
from kiezkontor.districts.images import logo_file
from kiezkontor.districts.models import District

SIZE = (448, 128)
GREEN, RED, BLUE = "#00594f", "#b3471d", "#14506e"


def load_drafts(district: District, wanted: Sequence[Mapping[str, Any]], office: Viewer) -> None:
    for said in wanted:
        texts = {name: said[name] for name in ("name", "image_text", "author", "rights")}
        add_draft(district, image=logo_file(drawn(DRAWINGS[said["drawing"]])), by=office, **texts)


def drawn(how: Callable[[ImageDraw.ImageDraw], None]) -> SimpleUploadedFile:
    picture = Image.new("RGB", SIZE, "white")
    how(ImageDraw.Draw(picture))
    content = BytesIO()
    picture.save(content, "PNG")
    return SimpleUploadedFile("entwurf.png", content.getvalue())


def lime_tree(draw: ImageDraw.ImageDraw) -> None:
    """A leaf and the name beside it."""
    draw.ellipse((14, 20, 64, 70), GREEN)
    draw.ellipse((54, 20, 104, 70), GREEN)
    draw.polygon([(17, 56), (101, 56), (59, 112)], GREEN)
    draw.line([(59, 34), (59, 124)], "white", 4)
    for x in (34, 84):
        draw.line([(59, 78), (x, 52)], "white", 3)
    lettering(draw, GREEN, left=128)


def gable(draw: ImageDraw.ImageDraw) -> None:
    """A house with steps at its gable, and the name beside it."""
    draw.rectangle((14, 64, 106, 120), RED)
    for step in range(4):
        draw.rectangle((14 + 11 * step, 52 - 14 * step, 106 - 11 * step, 66), RED)
    for x in (30, 72):
        draw.rectangle((x, 72, x + 18, 92), "white")
    draw.rectangle((51, 98, 69, 120), "white")
    lettering(draw, RED, left=128)


def word(draw: ImageDraw.ImageDraw) -> None:
    """The name alone, underlined like a street."""
    lettering(draw, BLUE, left=14)
    draw.line([(14, 108), (330, 108)], BLUE, 6)
    for x in range(340, 430, 24):
        draw.line([(x, 108), (x + 12, 108)], BLUE, 6)


def lettering(draw: ImageDraw.ImageDraw, colour: str, *, left: int) -> None:
    draw.text((left, 64), "KARLSTRASSE", colour, ImageFont.load_default(46), anchor="lm")


DRAWINGS = {"lime_tree": lime_tree, "gable": gable, "word": word}
