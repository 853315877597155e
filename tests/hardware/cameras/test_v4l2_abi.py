"""The kernel's structures, as a C compiler lays them out on 64-bit Linux."""

import ctypes

import pytest

from hardware.cameras import v4l2_abi as abi

SIZES = {
    abi.Capability: 104, abi.FormatDescription: 64, abi.PixelFormat: 48, abi.Format: 208,
    abi.FrameInterval: 52, abi.StreamParameters: 204, abi.RequestBuffers: 20, abi.Buffer: 88,
    abi.Control: 8, abi.ControlRange: 68,
}  # fmt: skip
"""As `sizeof` said of each structure of linux/videodev2.h."""
REQUESTS = {
    abi.QUERYCAP: 2154321408, abi.ENUM_FMT: 3225441794, abi.S_FMT: 3234878981,
    abi.REQBUFS: 3222558216, abi.QUERYBUF: 3227014665, abi.QBUF: 3227014671,
    abi.DQBUF: 3227014673, abi.STREAMON: 1074026002, abi.STREAMOFF: 1074026003,
    abi.S_PARM: 3234616854, abi.G_CTRL: 3221771803, abi.S_CTRL: 3221771804,
    abi.QUERYCTRL: 3225703972, abi.ENUM_FRAMEINTERVALS: 3224655435,
}  # fmt: skip
"""As the header's macros came out of the compiler."""


@pytest.mark.parametrize("structure", SIZES, ids=lambda it: it.__name__)
def test_structures_have_the_kernels_sizes(structure: type[ctypes.Structure]) -> None:
    """A structure of another size would let the kernel write past its end."""
    assert ctypes.sizeof(structure) == SIZES[structure]


def test_fields_stand_where_the_kernel_writes_them() -> None:
    """Those behind padding, or inside unions."""
    assert abi.Format.fmt.offset == 8
    assert abi.Capability.device_caps.offset == 88
    assert abi.ControlRange.minimum.offset == 40
    assert abi.FrameInterval.discrete.offset == 20
    places = [getattr(abi.Buffer, it).offset for it in ("timestamp", "sequence", "m", "length")]
    assert places == [24, 56, 64, 72]


def test_requests_have_the_kernels_numbers() -> None:
    """They hold direction, size and a letter."""
    assert list(REQUESTS) == list(REQUESTS.values())


def test_four_letters_are_a_format() -> None:
    """The first letter is the lowest byte."""
    assert abi.fourcc("YUYV") == 0x56595559
