"""A page as a picture, made anew from points: nothing of a file comes along but its look (F7)."""

import os
from typing import IO, TYPE_CHECKING

from tuphap.foundation.files.checks.look import look_of
from tuphap.foundation.files.checks.reasons import refuse
from tuphap.foundation.files.checks.request import Facts, Request

if TYPE_CHECKING:
    from PIL import Image

WIDTH, HIGHEST = 1100, 4000


def show(body: IO[bytes], request: Request, out: int) -> Facts:
    """One page written to the open descriptor as PNG; how it looks comes along."""
    make = _page_of_pdf if request.kind == "pdf" else _picture
    picture = make(body, request)
    with os.fdopen(out, "wb") as target:
        picture.save(target, "PNG")
    return Facts(more={"look": look_of(picture)})


def _page_of_pdf(body: IO[bytes], request: Request) -> "Image.Image":
    import pypdfium2

    body.seek(0)
    document = pypdfium2.PdfDocument(body)
    if not 1 <= request.page <= len(document):
        refuse("file_broken")
    page = document[request.page - 1]
    width, height = page.get_size()
    scale = min(WIDTH / max(width, 1), HIGHEST / max(height, 1))
    # What a form or a note would draw over the page is part of what a reader sees.
    picture: Image.Image = page.render(scale=scale, may_draw_forms=True).to_pil()
    return picture.convert("RGB")


def _picture(body: IO[bytes], request: Request) -> "Image.Image":
    from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin

    Image.MAX_IMAGE_PIXELS = None  # counted when the file was taken in
    body.seek(0)
    reader = JpegImagePlugin.JpegImageFile if request.kind == "jpg" else PngImagePlugin.PngImageFile
    picture: Image.Image = reader(body)
    picture.draft("RGB", (WIDTH, HIGHEST))
    picture.thumbnail((request.widest or WIDTH, request.widest or HIGHEST))
    upright = ImageOps.exif_transpose(picture)
    # A new picture of the same points: no place, no camera, no words of the old one.
    plain = Image.new("RGB", upright.size, "white")
    seen = upright.convert("RGBA")
    plain.paste(seen, mask=seen)
    return plain
