"""A phone held over a slip, simulated: worn printer, faded paper, tilted hand, soft lens."""

import math
import random
from dataclasses import dataclass
from io import BytesIO

import zxingcpp
from PIL import Image, ImageChops, ImageFilter
from pyzbar import pyzbar

from tests.perspective import perspective_of

PIXELS_PER_DOT = 0.75
"""A preview frame of 1280 by 720 that shows 12 cm of paper: 0.75 pixels for each 1/8 mm."""
DESK = 150
"""Grey of the counter that the paper lies on."""
ROOM = 60
"""Dots of the counter around the paper."""


@dataclass(frozen=True)
class Shot:
    """What went wrong on the way from the print head to the picture; the defaults are nothing."""

    fading: float = 1.0
    """Share of the ink's contrast that is left."""
    gain: float = 0.0
    """How black a dot makes its white neighbours, 0 to 1."""
    dead_columns: tuple[int, ...] = ()
    """Heating elements that print nothing, in thousandths of the width."""
    blur: float = 0.0
    """Sigma of the lens and the hand, pixels."""
    turn: float = 0.0
    """Degrees within the plane of the paper."""
    tilt: float = 0.0
    """Degrees out of it, about an axis across."""
    swing: float = 0.0
    """The same about an axis along."""
    shade: float = 0.0
    """How much darker one side is."""
    noise: float = 0.0
    """Sigma of the sensor, grey levels."""
    seed: int = 0
    """Of the noise."""


CONDITIONS = ("clean", "blur", "fading", "gain", "dead columns", "tilt", "all")


def shot_of(condition: str, dice: random.Random) -> Shot:
    """Return a shot of one of the CONDITIONS; `all` is each of them, a little milder, at once."""
    blur = dice.uniform(0.6, 1.1)
    fading = dice.uniform(0.35, 0.6)
    gain = dice.uniform(0.3, 0.8)
    dead = tuple(dice.randrange(1000) for _ in range(dice.randint(1, 2)))
    turn, tilt, swing = (dice.uniform(-limit, limit) for limit in (20, 25, 25))
    noise, seed = dice.uniform(2, 6), dice.randrange(1 << 30)
    match condition:
        case "clean":
            return Shot()
        case "blur":
            return Shot(blur=blur, noise=noise, seed=seed)
        case "fading":
            return Shot(fading=fading, shade=0.2, noise=noise, seed=seed)
        case "gain":
            return Shot(gain=gain, blur=0.5)
        case "dead columns":
            # Their neighbours' heat reaches into them, and no hand holds quite straight.
            return Shot(dead_columns=dead, gain=0.3, blur=0.5, turn=turn / 4)
        case "tilt":
            return Shot(turn=turn, tilt=tilt, swing=swing, blur=0.4)
        case _:
            return Shot(
                fading=dice.uniform(0.35, 1.0),
                gain=gain * 0.8,
                dead_columns=dead[:1],
                blur=blur * 0.8,
                turn=turn,
                tilt=tilt * 0.8,
                swing=swing * 0.8,
                shade=0.2,
                noise=noise,
                seed=seed,
            )


def photographed(paper: Image.Image, shot: Shot) -> Image.Image:
    """Return the grey picture that the phone takes of *paper*, black on white."""
    page = paper.convert("L")
    for place in shot.dead_columns:
        page.paste(
            255, (place * page.width // 1000, 0, place * page.width // 1000 + 1, page.height)
        )
    if shot.gain:
        page = Image.blend(page, page.filter(ImageFilter.MinFilter(3)), shot.gain)
    page = page.point([round(255 - (255 - level) * shot.fading) for level in range(256)])
    desk = Image.new("L", (page.width + 2 * ROOM, page.height + 2 * ROOM), DESK)
    desk.paste(page, (ROOM, ROOM))
    frame = _seen(desk, shot)
    if shot.shade:
        dark = Image.linear_gradient("L").rotate(90).resize(frame.size)
        light = dark.point([round(255 - level * shot.shade) for level in range(256)])
        frame = ImageChops.multiply(frame, light)
    if shot.blur:
        frame = frame.filter(ImageFilter.GaussianBlur(shot.blur))
    if shot.noise:
        frame = _noisy(frame, shot)
    pressed = BytesIO()
    frame.save(pressed, "JPEG", quality=80)
    return Image.open(pressed).convert("L")


def read_by_zxing(frame: Image.Image) -> set[str]:
    """Return the texts that zxing-cpp reads."""
    kinds = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2])
    found = zxingcpp.read_barcodes(frame, formats=kinds)
    return {code.text for code in found}


def read_by_zbar(frame: Image.Image) -> set[str]:
    """Return the texts that zbar reads."""
    grey = (frame.tobytes(), frame.width, frame.height)
    return {code.data.decode() for code in pyzbar.decode(grey, [pyzbar.ZBarSymbol.QRCODE])}


def _seen(desk: Image.Image, shot: Shot) -> Image.Image:
    """Return the desk as the lens projects it."""
    width, height = round(desk.width * PIXELS_PER_DOT), round(desk.height * PIXELS_PER_DOT)
    small = desk.resize((width, height), Image.Resampling.BOX)
    if not (shot.turn or shot.tilt or shot.swing):
        return small
    corners = [(x * width / 2, y * height / 2) for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))]
    seen = [_projected(x, y, 2.2 * max(width, height), shot) for x, y in corners]
    left, top = (min(point[axis] for point in seen) for axis in (0, 1))
    right, bottom = (max(point[axis] for point in seen) for axis in (0, 1))
    target = [(x - left, y - top) for x, y in seen]
    source = [(x + width / 2, y + height / 2) for x, y in corners]
    return small.transform(
        (math.ceil(right - left), math.ceil(bottom - top)),
        Image.Transform.PERSPECTIVE,
        perspective_of(target, source),
        Image.Resampling.BICUBIC,
        fillcolor=DESK,
    )


def _projected(x: float, y: float, distance: float, shot: Shot) -> tuple[float, float]:
    """Return where a point of the desk falls in the picture."""
    turn, tilt, swing = (math.radians(it) for it in (shot.turn, shot.tilt, shot.swing))
    x, y = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
    y, z = y * math.cos(tilt), y * math.sin(tilt)
    x, z = x * math.cos(swing) - z * math.sin(swing), x * math.sin(swing) + z * math.cos(swing)
    nearness = distance / (distance + z)
    return x * nearness, y * nearness


def _noisy(frame: Image.Image, shot: Shot) -> Image.Image:
    dice = random.Random(shot.seed)
    # A strip of noise laid end to end: drawing it anew for each pixel would take all the time.
    strip = bytes(round(min(255, max(0, dice.gauss(128, shot.noise)))) for _ in range(16_381))
    size = frame.width * frame.height
    grain = Image.frombytes("L", frame.size, (strip * (size // len(strip) + 1))[:size])
    return ImageChops.add(frame, grain, offset=-128)
