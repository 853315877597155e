"""A Linux webcam's exposure: by itself, or by hand in steps of a third."""

from typing import Final

from hardware.cameras import v4l2_abi as abi
from hardware.cameras.v4l2_device import Device

_DARKER, _BRIGHTER = 2, 3
"""A step down is two thirds of the light, a step up three halves of it."""
_START_SHARE: Final = 4
"""Where the camera does not tell what it chose, begin with a quarter of its widest exposure."""


class ExposureKnob:
    """Exposure by V4L2's camera controls. Each call says whether something changed."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._ceiling: int | None = None
        self._now: int | None = None

    def darker(self) -> bool:
        """Take two thirds of the light of now."""
        now = self._by_hand()
        return now is not None and self._turn(now, now * _DARKER // _BRIGHTER)

    def brighter(self) -> bool:
        """Take half as much again, never more than the camera itself had chosen."""
        now = self._now
        if now is None or self._ceiling is None:
            return False
        return self._turn(now, min(self._ceiling, now * _BRIGHTER // _DARKER + 1))

    def automatic(self) -> bool:
        """Let the camera choose."""
        if self._now is None:
            return False
        self._now = self._ceiling = None
        return self._set(abi.EXPOSURE_AUTO, abi.APERTURE_PRIORITY)

    def _by_hand(self) -> int | None:
        """Return the exposure in force, set by hand from here on; None where that cannot be."""
        if self._now is not None:
            return self._now
        span = self._range()
        if span is None:
            return None
        chosen = self._get(abi.EXPOSURE_ABSOLUTE)
        if not self._set(abi.EXPOSURE_AUTO, abi.MANUAL):
            return None
        if chosen is None or not span.minimum < chosen <= span.maximum:
            chosen = max(span.minimum, span.maximum // _START_SHARE)
        self._now = self._ceiling = chosen
        return chosen

    def _turn(self, now: int, wanted: int) -> bool:
        span = self._range()
        if span is None:
            return False
        wanted = max(span.minimum, min(span.maximum, wanted))
        if wanted == now or not self._set(abi.EXPOSURE_ABSOLUTE, wanted):
            return False
        self._now = wanted
        return True

    def _range(self) -> abi.ControlRange | None:
        span = abi.ControlRange(id=abi.EXPOSURE_ABSOLUTE)
        try:
            self._device.ask(abi.QUERYCTRL, span)
        except OSError:
            return None
        return None if span.flags & abi.CONTROL_UNUSABLE else span

    def _get(self, knob: int) -> int | None:
        control = abi.Control(id=knob)
        try:
            self._device.ask(abi.G_CTRL, control)
        except OSError:
            return None
        return int(control.value)

    def _set(self, knob: int, value: int) -> bool:
        try:
            self._device.ask(abi.S_CTRL, abi.Control(id=knob, value=value))
        except OSError:
            return False
        return True
