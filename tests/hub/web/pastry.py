"""Pictures of what a bakery gives away, drawn here: a cup from above, and a cake of many layers."""

from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFilter

_SIZE: Final = (960, 720)
Colour = tuple[int, int, int]


def cup() -> bytes:
    """Return a cappuccino on a wooden table."""
    image, brush = _table((176, 124, 78), (122, 78, 44))
    _shadow(image, (250, 150, 760, 640))
    for box, colour in (
        ((230, 110, 730, 610), (246, 240, 230)),
        ((300, 180, 660, 540), (226, 216, 202)),
        ((312, 188, 648, 528), (252, 249, 244)),
        ((336, 212, 624, 504), (124, 72, 34)),
        ((352, 228, 608, 488), (176, 112, 60)),
    ):
        brush.ellipse(box, fill=colour)
    for box in ((400, 270, 488, 368), (472, 270, 560, 368)):
        brush.ellipse(box, fill=(250, 232, 206))
    brush.polygon([(406, 340), (554, 340), (480, 446)], fill=(250, 232, 206))
    brush.rounded_rectangle((640, 320, 800, 384), 32, fill=(246, 240, 230))
    return _jpeg(image.filter(ImageFilter.GaussianBlur(1.6)))


def cake() -> bytes:
    """Return a slice of honey cake on a plate."""
    image, brush = _table((240, 214, 178), (214, 170, 120))
    _shadow(image, (160, 470, 820, 660))
    brush.ellipse((140, 430, 820, 640), fill=(252, 248, 241))
    brush.ellipse((190, 455, 770, 615), fill=(240, 232, 220))
    for number in range(7):
        top = 510 - number * 46
        brush.polygon(
            [(230, top), (700, top - 40), (720, top - 4), (240, top + 38)],
            fill=(196, 122, 52) if number % 2 else (250, 234, 206),
        )
    brush.polygon([(230, 188), (452, 118), (700, 156), (700, 196), (230, 236)], fill=(222, 158, 84))
    for x, y in ((330, 176), (420, 150), (520, 150), (610, 166), (470, 182), (390, 196)):
        brush.ellipse((x, y, x + 22, y + 14), fill=(142, 78, 28))
    return _jpeg(image.filter(ImageFilter.GaussianBlur(1.8)))


def _table(light: Colour, dark: Colour) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    """Return a table in evening light."""
    shade = Image.radial_gradient("L").resize(_SIZE)
    image = Image.composite(Image.new("RGB", _SIZE, dark), Image.new("RGB", _SIZE, light), shade)
    return image, ImageDraw.Draw(image)


def _shadow(image: Image.Image, box: tuple[int, int, int, int]) -> None:
    mask = Image.new("L", _SIZE)
    ImageDraw.Draw(mask).ellipse(box, fill=120)
    image.paste((52, 30, 12), mask=mask.filter(ImageFilter.GaussianBlur(26)))


def _jpeg(image: Image.Image) -> bytes:
    out = BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()
