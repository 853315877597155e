"""Frames as a counter's camera sees a phone: drawn from a seed, by Pillow alone.

A model and no camera: good for saying which reader does better, and replaced by recordings from the
first till that has one. A frame is drawn at twice its size, goes through a lens, a sensor and a
JPEG, and knows which text it shows. The same seed gives the same frames.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Final, Literal

from PIL import Image, ImageChops, ImageDraw

from hardware.codes.drawing import Level, draw_qr
from hardware.codes.luma import Luma
from tests.bench._phone_camera import SCREEN, Picture, Scene, photographed
from tests.bench._phone_strangers import STRANGERS

Lines = Literal[480, 720]
SIZES: Final[dict[Lines, tuple[int, int]]] = {480: (640, 480), 720: (1280, 720)}


@dataclass(frozen=True, slots=True)
class Frame:
    """What the camera saw: its kind of trouble, the text that was on the phone, the picture."""

    kind: str
    text: str | None
    image: Picture

    @property
    def luma(self) -> Luma:
        """The frame as a reader gets it."""
        return Luma(*self.image.size, memoryview(self.image.tobytes()), self.image.width)


def frames(seed: int, *, lines: Lines, each: int, kinds: Sequence[str] = ()) -> Iterator[Frame]:
    """Draw *each* frames of every kind of trouble, or of those named."""
    for kind in kinds or TROUBLES:
        for number in range(each):
            dice = Random(f"{seed}/{kind}/{number}")
            scene = _scene(dice, *SIZES[lines])
            TROUBLES[kind](scene, dice)
            yield Frame(kind, scene.text, photographed(_phone(scene, dice), scene, dice))


def empty_frames(seed: int, *, lines: Lines, each: int) -> Iterator[Frame]:
    """Draw frames with no code that a till reads: whatever is read from them is an invention."""
    for kind, draw in STRANGERS.items():
        for number in range(each):
            dice = Random(f"{seed}/{kind}/{number}")
            scene = _scene(dice, *SIZES[lines])
            TROUBLES[dice.choice(tuple(TROUBLES))](scene, dice)
            screen = Image.new("L", SCREEN, 255)
            draw(screen, dice)
            yield Frame(kind, None, photographed(screen, scene, dice))


def phone_showing(text: str, seed: int, *, lines: Lines, kind: str = "typical") -> Frame:
    """Draw one frame of a phone that shows *text*, as our hub draws codes: level M."""
    dice = Random(f"{seed}/{kind}/{text}")
    scene = _scene(dice, *SIZES[lines])
    scene.text, scene.level = text, "M"
    TROUBLES[kind](scene, dice)
    return Frame(kind, text, photographed(_phone(scene, dice), scene, dice))


def _scene(dice: Random, width: int, height: int) -> Scene:
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    text = "".join(dice.choices(letters, k=dice.choice((32, 40, 56, 88, 106))))
    scene = Scene(width, height, text, level=dice.choice(("L", "M", "M", "Q")))
    scene.share = dice.uniform(0.45, 0.7)
    scene.quality = dice.randint(55, 88)
    scene.haze = dice.uniform(0.02, 0.12)
    scene.defocus = dice.uniform(0.3, 0.8) * height / 480
    return scene


def _clean(scene: Scene, dice: Random) -> None:
    scene.tilt, scene.turn = 3, dice.uniform(0, 5)


def _perspective(scene: Scene, dice: Random) -> None:
    scene.tilt, scene.turn = dice.uniform(38, 58), 30


def _rotated(scene: Scene, dice: Random) -> None:
    scene.turn = dice.uniform(20, 180)


def _moire(scene: Scene, dice: Random) -> None:
    scene.moire = dice.uniform(0.12, 0.5)
    scene.bands = dice.uniform(0.05, 0.25)


def _moving(scene: Scene, dice: Random) -> None:
    scene.motion = dice.uniform(5, 13) * scene.height / 480


def _defocused(scene: Scene, dice: Random) -> None:
    scene.defocus = dice.uniform(2.0, 4.2) * scene.height / 480


def _glaring(scene: Scene, dice: Random) -> None:
    scene.glare = dice.uniform(0.5, 1.0)


def _blooming(scene: Scene, dice: Random) -> None:
    scene.light, scene.bloom = 1.0, dice.uniform(0.5, 1.1)


def _dark_room(scene: Scene, dice: Random) -> None:
    scene.light, scene.noise = dice.uniform(0.1, 0.3), dice.uniform(6, 14)
    scene.haze = dice.uniform(0.0, 0.05)


def _dim_screen(scene: Scene, dice: Random) -> None:
    scene.light, scene.haze = dice.uniform(0.3, 0.5), dice.uniform(0.15, 0.32)
    scene.noise = dice.uniform(3, 7)


def _small(scene: Scene, dice: Random) -> None:
    scene.share = dice.uniform(0.14, 0.26)
    scene.defocus *= 0.7


def _covered(scene: Scene, dice: Random) -> None:
    scene.hidden, scene.cracks = dice.uniform(0.15, 0.36), dice.randint(0, 2)


def _dark_mode(scene: Scene, dice: Random) -> None:
    scene.dark_mode = True
    scene.light = dice.uniform(0.6, 1.0)


def _typical(scene: Scene, dice: Random) -> None:
    scene.tilt, scene.turn = dice.uniform(5, 22), dice.uniform(0, 25)
    scene.motion = dice.uniform(0, 2) * scene.height / 480
    scene.light, scene.moire = dice.uniform(0.6, 1.3), dice.uniform(0.02, 0.2)
    scene.glare, scene.noise = dice.choice((0, 0, 0.4)), dice.uniform(3, 7)


def _hard(scene: Scene, dice: Random) -> None:
    _perspective(scene, dice)
    _dim_screen(scene, dice)
    scene.motion = dice.uniform(1, 4) * scene.height / 480
    scene.moire = dice.uniform(0.1, 0.3)


TROUBLES: Final[dict[str, Callable[[Scene, Random], None]]] = {
    "clean": _clean,
    "perspective": _perspective,
    "rotated": _rotated,
    "moire": _moire,
    "motion": _moving,
    "defocus": _defocused,
    "glare": _glaring,
    "bloom": _blooming,
    "low light": _dark_room,
    "dim screen": _dim_screen,
    "small": _small,
    "covered": _covered,
    "dark mode": _dark_mode,
    "typical": _typical,
    "hard": _hard,
}


def _phone(scene: Scene, dice: Random) -> Picture:
    """Draw the screen: a heading, the code on its card, lines of small print."""
    width = SCREEN[0]
    back, ink = (24, 210) if scene.dark_mode else (dice.randint(215, 255), 40)
    screen = Image.new("L", SCREEN, back)
    _print_lines(screen, dice, (40, 110), ink)
    code = _code_image(scene.text, scene.level)
    if scene.dark_mode:
        code = ImageChops.invert(code).point(
            [back + level * (ink - back) // 255 for level in range(256)]
        )
    side = width - 40
    card = code.resize((side, side), Image.Resampling.NEAREST)
    _spoil(card, scene, dice)
    screen.paste(card, (20, 180))
    _print_lines(screen, dice, (540, 690), ink)
    return screen


def _code_image(text: str, level: Level) -> Picture:
    drawn = draw_qr(text, module_dots=8, level=level)
    image = Image.frombytes("1", (drawn.width, drawn.height), drawn.rows)
    return ImageChops.invert(image.convert("L"))


def _print_lines(screen: Picture, dice: Random, rows: tuple[int, int], ink: int) -> None:
    pen = ImageDraw.Draw(screen)
    for top in range(rows[0], rows[1], 22):
        left = 24
        while left < dice.randint(180, 330):
            wide = dice.randint(6, 40)
            pen.rectangle((left, top, left + wide, top + dice.randint(6, 11)), fill=ink)
            left += wide + 7


def _spoil(card: Picture, scene: Scene, dice: Random) -> None:
    """Put a finger on the code and cracks through the glass."""
    pen, side = ImageDraw.Draw(card), card.width
    if scene.hidden:
        reach = scene.hidden * side
        x, y = dice.choice(((side, side * 0.6), (side * 0.6, side), (side, side)))
        pen.ellipse((x - reach, y - reach * 1.3, x + reach, y + reach * 1.3), fill=150)
    for _ in range(scene.cracks):
        path = [(dice.uniform(0, side), dice.uniform(0, side)) for _ in range(4)]
        pen.line(path, fill=dice.choice((90, 235)), width=2)
