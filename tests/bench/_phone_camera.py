"""The counter's camera: a phone's screen held before it, and the frame that comes out."""

import io
import math
from dataclasses import dataclass
from random import Random
from statistics import NormalDist
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter

from hardware.codes.drawing import Level
from tests.perspective import Point, perspective_of

FINE: Final = 2
"""A frame is drawn so many times as large as it will be: edges fall between pixels, as they do."""
SCREEN: Final = (360, 720)
"""The phone's screen, in pixels of its own."""

Picture = Image.Image


@dataclass(slots=True)
class Scene:
    """What is chosen before anything is drawn; a kind of trouble turns a few of these."""

    width: int
    height: int
    text: str
    level: Level = "M"
    share: float = 0.55
    """Of the frame's height that the code takes."""
    tilt: float = 8.0
    """Degrees at most, about both axes across the view."""
    turn: float = 10.0
    dark_mode: bool = False
    light: float = 0.85
    """How bright white comes out."""
    haze: float = 0.05
    """Light from the room on the glass: black is no longer black."""
    defocus: float = 0.5
    """Pixels."""
    motion: float = 0.0
    """Pixels that the phone moves while the shutter is open."""
    moire: float = 0.04
    bands: float = 0.0
    glare: float = 0.0
    bloom: float = 0.0
    hidden: float = 0.0
    """Share of the code's side that a finger covers."""
    cracks: int = 0
    noise: float = 4.0
    quality: int = 80
    sharpened: int = 60


def photographed(screen: Picture, scene: Scene, dice: Random) -> Picture:
    """Hold the screen before the camera and press the shutter."""
    room = _room(scene, dice)
    glass = _glass(screen, scene)
    corners = _corners(scene, dice)
    fine = (scene.width * FINE, scene.height * FINE)
    glass_corners = [(0, 0), (glass.width, 0), glass.size, (0, glass.height)]
    turning = perspective_of(corners, glass_corners)
    seen = glass.transform(fine, Image.Transform.PERSPECTIVE, turning, Image.Resampling.BICUBIC)
    mask = Image.new("L", glass.size, 255).transform(fine, Image.Transform.PERSPECTIVE, turning)
    view = room.resize(fine)
    view.paste(seen, (0, 0), mask)
    picture = _through_the_lens(view, scene, dice)
    return _developed(_on_the_sensor(picture, scene, dice), scene)


def _glass(screen: Picture, scene: Scene) -> Picture:
    """Give the screen its light and its bezel; drawn larger where the camera is near."""
    low, high = 255 * scene.haze * 0.8, 255 * min(1.0, scene.light)
    lit = screen.point([round(low + level / 255 * max(0.0, high - low)) for level in range(256)])
    bezel = Image.new("L", (SCREEN[0] + 24, SCREEN[1] + 24), round(low * 0.6))
    bezel.paste(lit, (12, 12))
    if scene.share * scene.height * FINE > SCREEN[0]:
        return bezel.resize((bezel.width * 2, bezel.height * 2), Image.Resampling.NEAREST)
    return bezel


def _room(scene: Scene, dice: Random) -> Picture:
    """Draw what stands behind the phone: soft shapes, a lamp, the edge of a shelf."""
    small = Image.frombytes("L", (12, 9), bytes(dice.randint(20, 140) for _ in range(108)))
    room = small.resize((scene.width, scene.height), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(room)
    for _ in range(dice.randint(2, 7)):
        x, y = dice.randrange(scene.width), dice.randrange(scene.height)
        wide, tall = dice.randint(10, scene.width // 3), dice.randint(6, scene.height // 4)
        pen.rectangle((x, y, x + wide, y + tall), fill=dice.randint(5, 220))
    brightness = min(1.0, 0.3 + scene.light * 0.6)
    return room.point([round(level * brightness) for level in range(256)])


def _corners(scene: Scene, dice: Random) -> list[Point]:
    """Return where the glass's corners come to lie in the fine frame, by a pinhole's rule."""
    yaw, pitch = (math.radians(dice.uniform(-1, 1) * scene.tilt) for _ in range(2))
    if scene.tilt > 25:
        yaw = math.copysign(math.radians(scene.tilt), yaw)
    roll = math.radians(dice.uniform(-1, 1) * scene.turn)
    wide, tall = SCREEN[0] + 24, SCREEN[1] + 24
    scale = scene.share * scene.height * FINE / (SCREEN[0] - 40)
    far = 1.5 * scene.height * FINE
    across = scene.width * FINE / 2 + dice.uniform(-0.08, 0.08) * scene.width * FINE
    down = scene.height * FINE / 2 + dice.uniform(-0.06, 0.06) * scene.height * FINE
    # The code's middle, not the phone's, is held before the camera: 340 of 720 down the screen.
    found = []
    for x, y in ((0, 0), (wide, 0), (wide, tall), (0, tall)):
        a, b = (x - wide / 2) * scale, (y - 352) * scale
        a, b = a * math.cos(roll) - b * math.sin(roll), a * math.sin(roll) + b * math.cos(roll)
        depth = far + a * math.sin(yaw) + b * math.sin(pitch)
        near = far / max(depth, far * 0.2)
        found.append((across + a * math.cos(yaw) * near, down + b * math.cos(pitch) * near))
    return found


def _through_the_lens(view: Picture, scene: Scene, dice: Random) -> Picture:
    """Blur, smear and dazzle what comes in, still at the fine size."""
    if scene.motion > 0.5:
        view = _moved(view, scene.motion * FINE, dice.uniform(0, math.pi))
    if scene.bloom:
        halo = view.filter(ImageFilter.BoxBlur(14 * FINE))
        view = ImageChops.add(view, halo.point([round(it * scene.bloom) for it in range(256)]))
    if scene.glare:
        view = ImageChops.add(view, _glare(view.size, scene, dice))
    return view.filter(ImageFilter.GaussianBlur(scene.defocus * FINE))


def _moved(view: Picture, way: float, angle: float) -> Picture:
    """Average the view along a straight way: what an open shutter does to a hand that shakes."""
    count = max(2, round(way / 2) + 1)
    mean = view
    for number in range(1, count):
        part = way * number / (count - 1)
        step = (round(part * math.cos(angle)), round(part * math.sin(angle)))
        mean = Image.blend(mean, ImageChops.offset(view, *step), 1 / (number + 1))
    return mean


def _glare(size: tuple[int, int], scene: Scene, dice: Random) -> Picture:
    """Draw a lamp's reflection: a bright oval somewhere about the code."""
    layer = Image.new("L", size, 0)
    high = round(size[1] * scene.share * dice.uniform(0.25, 0.7))
    wide = round(high * dice.uniform(0.6, 2.2))
    bright = [min(255, round((255 - it) * 1.6 * scene.glare)) for it in range(256)]
    spot = Image.radial_gradient("L").point(bright).resize((wide, high))
    left = round(size[0] / 2 - wide / 2 + dice.uniform(-0.2, 0.2) * size[1])
    top = round(size[1] / 2 - high / 2 + dice.uniform(-0.25, 0.25) * size[1])
    layer.paste(spot, (left, top))
    return layer


def _on_the_sensor(view: Picture, scene: Scene, dice: Random) -> Picture:
    """Bring the view down to pixels that beat with the screen's, flicker with it, and rustle."""
    picture = view.reduce(FINE)
    for _ in range(2):
        if scene.moire > 0.01:
            picture = ImageChops.multiply(picture, _slanting(picture.size, scene.moire, dice))
    if scene.bands:
        waves = _waves(picture.size[::-1], dice.uniform(60, 200), scene.bands, dice)
        picture = ImageChops.multiply(picture, waves.transpose(Image.Transpose.ROTATE_90))
    return ImageChops.add(picture, _noise(picture.size, scene.noise, dice), 1, -128)


def _waves(size: tuple[int, int], length: float, depth: float, dice: Random) -> Picture:
    """Draw upright waves *length* pixels long that take away up to *depth* of the light."""
    phase = dice.uniform(0, math.tau)
    levels = (math.sin(phase + math.tau * x / length) for x in range(size[0]))
    row = bytes(round(255 * (1 - depth * (0.5 + level / 2))) for level in levels)
    return Image.frombytes("L", (size[0], 1), row).resize(size, Image.Resampling.NEAREST)


def _slanting(size: tuple[int, int], depth: float, dice: Random) -> Picture:
    """Draw waves at any angle; they are turned while larger than the frame, and cut to it."""
    reach = round(math.hypot(*size)) + 2
    waves = _waves((reach, reach), dice.uniform(3, 24), depth, dice).rotate(dice.uniform(0, 180))
    left, top = (reach - size[0]) // 2, (reach - size[1]) // 2
    return waves.crop((left, top, left + size[0], top + size[1]))


def _noise(size: tuple[int, int], deviation: float, dice: Random) -> Picture:
    """Draw grain about the middle grey 128, by the seed and not by C's own dice."""
    normal = NormalDist(128, deviation)
    levels = [round(normal.inv_cdf((it + 0.5) / 256)) for it in range(256)]
    grain = bytes(min(255, max(0, level)) for level in levels)
    return Image.frombytes("L", size, dice.randbytes(size[0] * size[1]).translate(grain))


def _developed(picture: Picture, scene: Scene) -> Picture:
    """Sharpen and press as cameras do."""
    sharp = picture.filter(ImageFilter.UnsharpMask(2, scene.sharpened, 2))
    file = io.BytesIO()
    sharp.save(file, "JPEG", quality=scene.quality)
    return Image.open(io.BytesIO(file.getvalue())).convert("L")
