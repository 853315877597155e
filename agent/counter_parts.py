"""The counter put together: its flow, camera and scanner, shifts, and the cashier's page."""

import os
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final, Protocol

from agent.adapters.counter.store import SqliteCounter
from agent.config import FACE_FILE, AgentSettings
from agent.core.card_at_hand import CardAtHand
from agent.core.counter import Counter
from agent.core.counter_desk import done
from agent.core.counter_events import (
    Event,
    FooterChanged,
    LineChanged,
    Locked,
    PrintStub,
    ReceiptPrinted,
    Restored,
    SayClaimState,
    SettingsChanged,
    Told,
    Unlocked,
    Wish,
    event_of,
)
from agent.core.counter_sayings import Saying, Says
from agent.core.counter_view import Act, DeviceState, Footer, LineState, view_json
from agent.core.hub_words import LinkState
from agent.core.redeeming import Redeeming
from agent.core.shift_keeping import Shifts, WrongPin
from agent.core.shifts import ShiftRules
from agent.core.slip import Drawing
from agent.core.slip_states import Slips
from agent.core.slip_texts import Language
from agent.core.stub import STALE_S, Stub, compose_stub
from agent.core.till import Sold
from agent.counter_devices import CounterDevices
from agent.counter_loop import CounterLoop
from agent.errors import AgentError
from agent.private_file import write_privately
from contracts.wire import base64url
from contracts.wire.enrolment import Enrolment
from hardware.codes.drawing import draw_qr
from hardware.escpos.state import PrinterState
from hardware.printers.lettering import draw_line
from hardware.printers.profiles import load_profile

STOP_S: Final = 2.0
TOKEN_BYTES: Final = 18
SHIFTS_LOOKED_AT_S: Final = 60.0
_ONLINE: Final = {LinkState.UP_TO_DATE, LinkState.SYNCING}


def _no_paper(_number: int, _make: Callable[[PrinterState], bytes | None]) -> None:
    """Print nothing, where there is no printer."""


@dataclass(frozen=True, slots=True)
class AroundTheCounter:
    """What the counter asks of the rest of the till."""

    link_state: Callable[[], LinkState]
    queued: Callable[[], int]
    """Events that wait for the hub."""
    printer_problem: Callable[[], str | None]
    reprint: Callable[[str | None], str | None]
    """Print the last slip again for a cashier; return what stood against it."""
    log: Callable[[str], None]
    print_aside: Callable[[int, Callable[[PrinterState], bytes | None]], None] = _no_paper
    """Print a piece of its own, once no receipt is being printed."""


class _Page(Protocol):
    """A page that is served; its server is imported only where there is one."""

    def speak(self, language: str) -> None:
        """Speak another language to whoever chose none."""
        ...


class CounterSide:
    """Everything at the counter but the printer."""

    def __init__(
        self,
        settings: AgentSettings,
        enrolment: Enrolment,
        counter: SqliteCounter,
        taking: tuple[Redeeming, Shifts, Slips],
        around: AroundTheCounter,
    ) -> None:
        self._counter = counter
        self._settings = settings
        self._enrolment = enrolment
        self._redeeming, self._shifts, self._slips = taking
        self._around = around
        look = self._shifts.look()
        self._loop = CounterLoop(
            Counter(monotonic(), locked=look.locked),
            self._do, self._look, monotonic, around.log,
        )  # fmt: skip
        self._loop.tell(Unlocked(look.cashier) if not look.locked else Locked())
        self.devices = CounterDevices(self._loop.tell, around.log)
        self._page: _Page | None = None
        self._running = ExitStack()
        self._adopted(settings)
        self._shifts_looked_at = monotonic()

    @property
    def is_well(self) -> bool:
        """Tell whether vouchers are taken; no longer, once a fault of ours has stopped it."""
        return not self._loop.broken

    @property
    def cashier(self) -> str | None:
        """Return who is at the till; None for nobody, and where no shifts are kept."""
        return self._loop.view.cashier

    @property
    def card(self) -> CardAtHand | None:
        """Return the member card that the next sale is for; from any thread, and at once."""
        card = self._loop.view.card
        return card if card is not None and self.is_well and monotonic() < card.until else None

    @property
    def has_page(self) -> bool:
        """Tell whether the cashier's page is served."""
        return self._page is not None

    def start(self) -> None:
        """Begin: the page is up first, the camera follows. Neither may cost a slip."""
        self._loop.start()
        self._loop.aside(lambda: Restored(self._redeeming.waiting()))
        self.adopt(self._settings)

    def stop(self) -> None:
        """End page, camera and scanner, then the flow."""
        self._hide()
        self.devices.stop()
        self._loop.stop(STOP_S)

    def adopt(self, settings: AgentSettings) -> None:
        """Go on with other settings; what is under way is not touched.

        One call at a time; it may wait some seconds for a camera that hangs in its driver.
        """
        self._adopted(settings)
        if not settings.counter.face:
            self._hide()
        elif self._page is None:
            self._show_page()
        else:
            self._page.speak(settings.slip.languages[0])
        self.devices.adopt(settings.counter)

    def _adopted(self, settings: AgentSettings) -> None:
        self._settings = settings
        self._loop.tell(SettingsChanged(settings.counter.auto_accept_max, settings.counter.stub))
        self._shifts.adopt(ShiftRules(closes_at=settings.counter.closes_at))

    def sold(self, sale: Sold) -> None:
        """Hear that a sale was printed here; from any thread."""
        self._loop.tell(ReceiptPrinted(sale.total, sale.number, sale.card))

    def _show_page(self) -> None:
        """Serve the page; where it cannot be, everything else works."""
        try:
            self._serve()
        except (AgentError, OSError) as error:
            self._hide()
            self._around.log(f"the cashier's page is not served: {error}")

    def _hide(self) -> None:
        """Serve no page."""
        self._loop.changed = _nobody_looks
        self._page = None
        self._running.close()

    def _serve(self) -> None:
        """Serve the page, and leave its address where only this user reads it."""
        from agent.face.server import FaceServer  # noqa: PLC0415
        from agent.local_page.live import Showing  # noqa: PLC0415  # a server: only where there is a page

        face = Showing(self._shown, self._act, self._settings.slip.languages[0])
        server = FaceServer(face, token=base64url.encode(os.urandom(TOKEN_BYTES)))
        self._running.enter_context(server)
        self._loop.changed = server.changed
        path = self._settings.home / FACE_FILE
        write_privately(path, server.address())
        self._running.callback(path.unlink, missing_ok=True)
        self._page = server

    def _shown(self, language: str) -> dict[str, Any]:
        if self._loop.broken:
            # Whoever looks on sees no more of it than of an agent that is gone: no old green.
            raise AgentError("The counter has stopped.", "Start the agent anew.")
        return view_json(self._loop.view, language, monotonic())

    def _act(self, act: str, told: Mapping[str, Any]) -> None:
        """Do what a person did at the page; in the thread of its request."""
        match act:
            case Act.UNLOCK:
                self._loop.aside(lambda: self._unlocked(str(told.get("text", ""))))
            case Act.LOCK:
                self._loop.aside(self._locked)
            case Act.REPRINT:
                self._loop.aside(self._reprinted)
            case _:
                event = event_of(act, told)
                if event is not None:
                    self._loop.tell(event)

    def _unlocked(self, pin: str) -> Event:
        found = self._shifts.unlock(pin)
        if not isinstance(found, WrongPin):
            return Unlocked(found.cashier)
        if found.wait_s:
            return Told(Saying(Says.PIN_WAIT, {"seconds": found.wait_s}))
        return Told(Saying(Says.WRONG_PIN))

    def _locked(self) -> Event:
        self._shifts.lock()
        return Locked()

    def _reprinted(self) -> Event:
        problem = self._around.reprint(self._loop.view.cashier)
        return Told(Saying(Says.REPRINTED if problem is None else Says.NO_SLIP))

    def _passed(self) -> Event | None:
        return Locked() if self._shifts.passed() else None

    def _do(self, wish: Wish) -> Event | None:
        match wish:
            case SayClaimState():
                return self._slips.told(wish)
            case PrintStub():
                self._stubbed(wish.stub)
                return None
            case _:
                return done(wish, self._redeeming)

    def _stubbed(self, stub: Stub) -> None:
        """Have a stub printed; what the printer's state is, the brain knows when it comes to it."""
        profile = load_profile(self._settings.printer.profile)
        languages = tuple(Language(it) for it in self._settings.slip.languages)
        stale_at = monotonic() + STALE_S

        def make(state: PrinterState) -> bytes | None:
            if monotonic() > stale_at:
                return None
            return compose_stub(stub, languages, profile, state, Drawing(draw_qr, draw_line))

        self._around.print_aside(stub.id, make)

    def _look(self) -> list[Event]:
        """Return how the till stands; the loop asks each second."""
        if monotonic() >= self._shifts_looked_at + SHIFTS_LOOKED_AT_S:
            self._shifts_looked_at = monotonic()
            self._loop.aside(self._passed)
        state = self._around.link_state()
        line = LineState.ONLINE if state in _ONLINE else LineState.OFFLINE
        if state is LinkState.ENROLLED:
            line = LineState.UNKNOWN
        printer = self._around.printer_problem()
        lease = next((it for it in self._counter.leases() if it.open), None)
        footer = Footer(
            till=f"№ {self._enrolment.till}",
            printer=DeviceState.READY if printer is None else DeviceState.TROUBLE,
            camera=self.devices.camera.state,
            scanner=self.devices.scanner.state,
            keys_until=lease.expires_at if lease else None,
        )
        seen: list[Event] = [LineChanged(line, self._around.queued()), FooterChanged(footer)]
        return [*seen, *self._shift_changes()]

    def _shift_changes(self) -> list[Event]:
        """Return what the first cashier, a closed shift or a command changed at the lock."""
        shift, view = self._shifts.look(), self._loop.view
        if (shift.locked, shift.cashier) == (view.locked, view.cashier):
            return []
        return [Locked()] if shift.locked else [Unlocked(shift.cashier)]


def _nobody_looks() -> None:
    """Tell no page."""
