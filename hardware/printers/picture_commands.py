"""Commands about pictures: printed at once, downloaded, or kept in the printer."""

from typing import Final

from PIL import Image

from hardware.printers.glyphs import INK
from hardware.printers.graphics import enlarged, from_columns, from_rows, with_tones
from hardware.printers.machine import Handler, Machine, number

_MONO: Final = -1
"""The plane of a picture without tones."""
_FIRST_COLOUR: Final = 49
"""`1`: black, or the faintest tone."""
_TONES: Final = 52
"""`4`: the value that says a picture has tones."""


def _raster(machine: Machine, data: bytes) -> None:
    """GS v 0 prints rows at once."""
    mask = from_rows(data[8:], number(data, 4))
    if mask is not None:
        mode = data[3]
        machine.surface.block(enlarged(mask, 1 + (mode & 1), 1 + (mode >> 1 & 1)))


def _columns(machine: Machine, data: bytes) -> None:
    """ESC * prints columns as a mark in the line."""
    mode = data[2]
    if mode not in (0, 1, 32, 33):
        return
    high = 3 if mode >= 32 else 1
    mask = from_columns(data[5:], high)
    if mask is not None:
        machine.surface.put(enlarged(mask, 1 if mode & 1 else 2, 1 if high == 3 else 3))


def _tall_columns(machine: Machine, data: bytes) -> None:
    """GS Q 0 prints columns of any height at once."""
    columns, height_bytes = number(data, 4), number(data, 6)
    mask = from_columns(data[8 : 8 + columns * height_bytes], height_bytes)
    if mask is not None:
        mode = data[3]
        machine.surface.block(enlarged(mask, 1 + (mode & 1), 1 + (mode >> 1 & 1)))


def _download(machine: Machine, data: bytes) -> None:
    """GS * keeps a picture until the next reset."""
    machine.downloaded = from_columns(data[4:], data[3])


def _print_downloaded(machine: Machine, data: bytes) -> None:
    """GS / prints the picture that GS * keeps."""
    if machine.downloaded is not None:
        mode = data[2]
        machine.surface.block(enlarged(machine.downloaded, 1 + (mode & 1), 1 + (mode >> 1 & 1)))


def _define_stored(machine: Machine, data: bytes) -> None:
    """FS q keeps pictures for good, in place of all kept before."""
    machine.stored.clear()
    at = 3
    for index in range(1, data[2] + 1):
        x, y = number(data, at), number(data, at + 2)
        mask = from_columns(data[at + 4 : at + 4 + 8 * x * y], y)
        at += 4 + 8 * x * y
        if mask is not None:
            machine.stored.keep(bytes((0, index)), mask)


def _print_stored(machine: Machine, data: bytes) -> None:
    """FS p prints a picture that FS q keeps."""
    mask = machine.stored.get(bytes((0, data[2])))
    if mask is not None:
        mode = data[3]
        machine.surface.block(enlarged(mask, 1 + (mode & 1), 1 + (mode >> 1 & 1)))


def _graphics(machine: Machine, data: bytes) -> None:
    """Do what GS ( L and GS 8 L ask; the longer form only has a longer length."""
    start = 7 if data[1:2] == b"8" else 5
    body = data[start + 1 :]
    function = data[start] if len(data) > start else 0
    # The first byte of the body is m; the function number follows it.
    function, body = (body[0], body[1:]) if body else (function, b"")
    if function in (2, 50):
        _print_buffer(machine)
    elif function in (112, 113):
        _buffer(machine, function, body)
    elif function in (67, 68, 83, 84):
        _keep(machine, function, body)
    elif function in (69, 85):
        _print_kept(machine, function, body)
    else:
        _drop_kept(machine, function, body)


def _buffer(machine: Machine, function: int, body: bytes) -> None:
    """Put one plane of a picture into the print buffer (a bx by c xL xH yL yH d…)."""
    if len(body) < 8:
        return
    tone, across, down, colour = body[:4]
    width, height = number(body, 4), number(body, 6)
    if function == 112:
        mask = from_rows(body[8:], (width + 7) // 8, width)
    else:
        mask = from_columns(body[8:], (height + 7) // 8, height)
    if mask is None or across not in (1, 2) or down not in (1, 2):
        return
    mask = enlarged(mask, across, down)
    if tone == _TONES and _FIRST_COLOUR <= colour < _FIRST_COLOUR + 4:
        machine.planes[colour - _FIRST_COLOUR] = mask
    elif _MONO in machine.planes:
        # A second colour: on paper with one colour both burn.
        machine.planes[_MONO] = _both(machine.planes[_MONO], mask)
    else:
        machine.planes[_MONO] = mask


def _both(first: Image.Image, second: Image.Image) -> Image.Image:
    """Return two colours of one picture as one."""
    size = (max(first.width, second.width), max(first.height, second.height))
    mask = first.crop((0, 0, *size))
    mask.paste(INK, (0, 0), second)
    return mask


def _print_buffer(machine: Machine) -> None:
    """Print what the graphics functions have put into the buffer."""
    planes, machine.planes = machine.planes, {}
    mono = planes.pop(_MONO, None)
    if planes:
        machine.surface.block(with_tones(planes))
    if mono is not None:
        machine.surface.block(mono)


def _keep(machine: Machine, function: int, body: bytes) -> None:
    """Keep a picture: a kc1 kc2 b xL xH yL yH [c d…]…; of several colours the first."""
    if len(body) < 9:
        return
    key = body[1:3]
    width, height = number(body, 4), number(body, 6)
    if function in (67, 83):
        stride = (width + 7) // 8
        mask = from_rows(body[9 : 9 + stride * height], stride, width)
    else:
        tall = (height + 7) // 8
        mask = from_columns(body[9 : 9 + tall * width], tall, height)
    if mask is not None:
        (machine.stored if function in (67, 68) else machine.downloads).keep(key, mask)


def _print_kept(machine: Machine, function: int, body: bytes) -> None:
    """Print a kept picture: kc1 kc2 x y."""
    if len(body) < 4:
        return
    mask = (machine.stored if function == 69 else machine.downloads).get(body[:2])
    if mask is not None and body[2] in (1, 2) and body[3] in (1, 2):
        machine.surface.block(enlarged(mask, body[2], body[3]))


def _drop_kept(machine: Machine, function: int, body: bytes) -> None:
    """Forget all kept pictures, or one."""
    if function == 65 and body[:3] == b"CLR":
        machine.stored.clear()
    elif function == 66:
        machine.stored.drop(body[:2])
    elif function == 81 and body[:3] == b"CLR":
        machine.downloads.clear()
    elif function == 82:
        machine.downloads.drop(body[:2])


PICTURE_COMMANDS: Final[dict[str, Handler]] = {
    "ESC *": _columns,
    "FS p": _print_stored,
    "FS q": _define_stored,
    "GS *": _download,
    "GS /": _print_downloaded,
    "GS v 0": _raster,
    "GS Q 0": _tall_columns,
    "GS ( L": _graphics,
    "GS 8 L": _graphics,
}
"""By the name that the command reader gives them."""
