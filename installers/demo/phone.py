"""The member's phone as the till's camera sees it: a picture a moment, in a folder."""

from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFilter, ImageFont

import hardware.printers.lettering
from hardware.codes.drawing import draw_qr

PICTURE: Final = "picture.png"
FRAME: Final = (1280, 720)
SCREEN: Final = (440, 660)
"""Of the phone, in pixels of the frame: it is held a hand's breadth before the camera."""
TILT: Final = 5.0
"""Degrees: nobody holds a phone straight."""
_DARK: Final = 22
_GRAIN: Final = 0.08
"""Share of noise in the picture, as of a cheap webcam in the evening."""
_FONTS: Final = Path(hardware.printers.lettering.__file__).with_name("fonts")


def empty_counter() -> Image.Image:
    """Return what the camera sees while nobody is there: soft light and shadow."""
    light = Image.radial_gradient("L").resize(FRAME, Image.Resampling.BICUBIC)
    return Image.eval(light, lambda level: 120 - level * 2 // 5)


def phone_showing(code: str, title: str, shop: str) -> Image.Image:
    """Return what the camera sees of a phone in dark mode that shows a voucher's code."""
    screen = Image.new("L", SCREEN, _DARK)
    pen = ImageDraw.Draw(screen)
    ink = draw_qr(code, module_dots=8)
    qr = Image.frombytes("1", (ink.width, ink.height), ink.rows, "raw", "1;I").convert("L")
    card = (qr.width + 16, qr.height + 16)
    left, top = (SCREEN[0] - card[0]) // 2, 150
    pen.rounded_rectangle((left, top, left + card[0], top + card[1]), 12, fill=255)
    screen.paste(qr, (left + 8, top + 8))
    for text, size, y in ((title, 34, 88), (shop, 30, top + card[1] + 44)):
        pen.text((SCREEN[0] // 2, y), text, fill=230, font=_font(size), anchor="mm")
    return _held(screen)


def hold(folder: Path, picture: Image.Image) -> None:
    """Hold *picture* before the camera that looks at *folder*, in place of the one before."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = folder / f"{PICTURE}.tmp"
    picture.save(unfinished, format="PNG")
    unfinished.replace(folder / PICTURE)


def _held(screen: Image.Image) -> Image.Image:
    """Put the phone into the room, through a webcam's lens, sensor and noise."""
    bezel = Image.new("L", (SCREEN[0] + 28, SCREEN[1] + 28), 8)
    bezel.paste(screen, (14, 14))
    mask = Image.new("L", bezel.size, 255)
    phone, shape = (it.rotate(TILT, Image.Resampling.BICUBIC, expand=True) for it in (bezel, mask))
    seen = empty_counter()
    at = (FRAME[0] // 2 - phone.width // 2 + 30, FRAME[1] // 2 - phone.height // 2 + 20)
    seen.paste(phone, at, shape)
    grain = Image.effect_noise(FRAME, 20)
    return Image.blend(seen.filter(ImageFilter.GaussianBlur(0.8)), grain, _GRAIN)


def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(_FONTS / "DejaVuSansMono-Bold.ttf"), size)
