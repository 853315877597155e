"""Video4Linux2 as the kernel's `linux/videodev2.h` lays it out: structures, request numbers.

Only what a reader of frames needs. Sizes and numbers are those of 64-bit Linux on x86 and ARM; a
request number holds its structure's size, so that a wrong layout is refused, never misread.
"""

import ctypes
from ctypes import c_char, c_int32, c_int64, c_uint8, c_uint32, c_void_p
from typing import Final


def fourcc(letters: str) -> int:
    """Return a pixel format's number from its four letters."""
    return int.from_bytes(letters.encode("ascii"), "little")


class Capability(ctypes.Structure):
    """What a device is and can do."""

    _fields_ = (
        ("driver", c_char * 16),
        ("card", c_char * 32),
        ("bus_info", c_char * 32),
        ("version", c_uint32),
        ("capabilities", c_uint32),
        ("device_caps", c_uint32),
        ("reserved", c_uint32 * 3),
    )


class FormatDescription(ctypes.Structure):
    """One pixel format of a device's list."""

    _fields_ = (
        ("index", c_uint32),
        ("type", c_uint32),
        ("flags", c_uint32),
        ("description", c_char * 32),
        ("pixelformat", c_uint32),
        ("mbus_code", c_uint32),
        ("reserved", c_uint32 * 3),
    )


class PixelFormat(ctypes.Structure):
    """Size and layout of pictures."""

    _fields_ = tuple(
        (name, c_uint32)
        for name in (
            "width", "height", "pixelformat", "field", "bytesperline", "sizeimage", "colorspace",
            "priv", "flags", "ycbcr_enc", "quantization", "xfer_func",
        )
    )  # fmt: skip


class _FormatUnion(ctypes.Union):
    # Another member holds pointers: that sets the union's alignment.
    _fields_ = (("pix", PixelFormat), ("raw", c_uint8 * 200), ("aligned", c_void_p))


class Format(ctypes.Structure):
    """Size and layout of pictures, for one kind of stream."""

    _fields_ = (("type", c_uint32), ("fmt", _FormatUnion))


class Fraction(ctypes.Structure):
    """A time between frames."""

    _fields_ = (("numerator", c_uint32), ("denominator", c_uint32))


class FrameInterval(ctypes.Structure):
    """One of the times between frames that a format and size allow."""

    _fields_ = (
        ("index", c_uint32),
        ("pixel_format", c_uint32),
        ("width", c_uint32),
        ("height", c_uint32),
        ("type", c_uint32),
        ("discrete", Fraction),
        ("stepwise_rest", Fraction * 2),
        ("reserved", c_uint32 * 2),
    )


class StreamParameters(ctypes.Structure):
    """How often pictures come."""

    _fields_ = (
        ("type", c_uint32),
        ("capability", c_uint32),
        ("capturemode", c_uint32),
        ("timeperframe", Fraction),
        ("rest", c_uint8 * 184),
    )


class RequestBuffers(ctypes.Structure):
    """How many buffers the device shall have."""

    _fields_ = (
        ("count", c_uint32),
        ("type", c_uint32),
        ("memory", c_uint32),
        ("capabilities", c_uint32),
        ("flags", c_uint8),
        ("reserved", c_uint8 * 3),
    )


class _TimeValue(ctypes.Structure):
    _fields_ = (("seconds", c_int64), ("microseconds", c_int64))


class _Timecode(ctypes.Structure):
    _fields_ = (
        ("type", c_uint32),
        ("flags", c_uint32),
        ("parts", c_uint8 * 4),
        ("userbits", c_uint8 * 4),
    )


class _Memory(ctypes.Union):
    _fields_ = (("offset", c_uint32), ("userptr", c_void_p), ("fd", c_int32))


class Buffer(ctypes.Structure):
    """One picture's place in memory."""

    _fields_ = (
        ("index", c_uint32),
        ("type", c_uint32),
        ("bytesused", c_uint32),
        ("flags", c_uint32),
        ("field", c_uint32),
        ("timestamp", _TimeValue),
        ("timecode", _Timecode),
        ("sequence", c_uint32),
        ("memory", c_uint32),
        ("m", _Memory),
        ("length", c_uint32),
        ("reserved2", c_uint32),
        ("request_fd", c_int32),
    )


class Control(ctypes.Structure):
    """A knob's number and value."""

    _fields_ = (("id", c_uint32), ("value", c_int32))


class ControlRange(ctypes.Structure):
    """Between what a knob turns."""

    _fields_ = (
        ("id", c_uint32),
        ("type", c_uint32),
        ("name", c_char * 32),
        ("minimum", c_int32),
        ("maximum", c_int32),
        ("step", c_int32),
        ("default_value", c_int32),
        ("flags", c_uint32),
        ("reserved", c_uint32 * 2),
    )


class BufferType(ctypes.Structure):
    """The stream that is switched on or off."""

    _fields_ = (("value", c_int32),)


_WRITE, _READ = 1, 2


def _request(direction: int, number: int, what: type[ctypes.Structure]) -> int:
    return direction << 30 | ctypes.sizeof(what) << 16 | ord("V") << 8 | number


QUERYCAP: Final = _request(_READ, 0, Capability)
ENUM_FMT: Final = _request(_READ | _WRITE, 2, FormatDescription)
S_FMT: Final = _request(_READ | _WRITE, 5, Format)
REQBUFS: Final = _request(_READ | _WRITE, 8, RequestBuffers)
QUERYBUF: Final = _request(_READ | _WRITE, 9, Buffer)
QBUF: Final = _request(_READ | _WRITE, 15, Buffer)
DQBUF: Final = _request(_READ | _WRITE, 17, Buffer)
STREAMON: Final = _request(_WRITE, 18, BufferType)
STREAMOFF: Final = _request(_WRITE, 19, BufferType)
S_PARM: Final = _request(_READ | _WRITE, 22, StreamParameters)
G_CTRL: Final = _request(_READ | _WRITE, 27, Control)
S_CTRL: Final = _request(_READ | _WRITE, 28, Control)
QUERYCTRL: Final = _request(_READ | _WRITE, 36, ControlRange)
ENUM_FRAMEINTERVALS: Final = _request(_READ | _WRITE, 75, FrameInterval)

VIDEO_CAPTURE: Final = 1
"""The stream of a camera's pictures; as a capability, that there is one."""
STREAMING: Final = 0x0400_0000
DEVICE_CAPS: Final = 0x8000_0000
"""Says that `device_caps` holds what this very device node can do."""
MEMORY_MMAP: Final = 1
FIELD_NONE: Final = 1
"""Whole pictures, not half ones."""
BUFFER_BROKEN: Final = 0x40
"""The driver's flag on a picture that did not arrive whole."""
TIMESTAMP_KIND: Final = 0xE000
"""The flags that say by which clock a picture was stamped."""
TIMESTAMP_MONOTONIC: Final = 0x2000
DISCRETE: Final = 1
CONTROL_UNUSABLE: Final = 0x1 | 0x4
"""Disabled, or read only."""

EXPOSURE_AUTO: Final = 0x009A0901
EXPOSURE_ABSOLUTE: Final = 0x009A0902
MANUAL: Final = 1
APERTURE_PRIORITY: Final = 3
"""What webcams call automatic."""
