"""Views as a counter shows them in a day, and a face to show them with."""

from dataclasses import replace
from typing import Any, Final

from agent.core.counter_sayings import Saying, Says
from agent.core.counter_view import (
    HELD_S,
    Act,
    CounterView,
    DeviceState,
    Footer,
    Glance,
    LineState,
    Sound,
    Unmatched,
    view_json,
)
from agent.local_page.live import Showing
from contracts.wire.units import Tiyn, UnixTime
from contracts.wire.wording import Wording

NOW: Final = UnixTime(1_795_405_365)
CAKE: Final = Wording(kk="Бадам қосылған круассан", ru="Миндальный круассан", en="Almond croissant")
RING_UP: Final = Wording(
    kk="Кассада «Сыйлық 15» пернесін басыңыз",
    ru="Пробейте клавишей «Подарок 15»",
    en="Ring it up with the key Gift 15",
)
LONG: Final = Wording(
    kk="Мерекелік ұсыныс: өзіңіз таңдаған екі шоколадты-жаңғақты пирожныйға қосымша кофе",
    ru="Праздничное предложение: кофе к двум шоколадно-ореховым пирожным на ваш выбор",
    en="Festive offer: a coffee with two chocolate and hazelnut pastries of your own choice",
)
FOOT: Final = Footer(
    till="Абай 12 · касса 1", printer=DeviceState.READY, scanner=DeviceState.READY,
    keys_until=UnixTime(NOW + 86_400), camera=DeviceState.READY,
)  # fmt: skip
ALWAYS: Final = frozenset({Act.TYPE_CODE, Act.REPRINT, Act.LOCK})
IDLE: Final = CounterView(
    0, Glance.IDLE, Saying(Says.READY), NOW, acts=ALWAYS, line=LineState.ONLINE,
    cashier="Айгүл", footer=FOOT,
)  # fmt: skip


def _told(glance: Glance, says: Says, sound: Sound | None, *acts: Act, **facts: int) -> CounterView:
    held = HELD_S if glance not in {Glance.BUSY, Glance.OFFER} else None
    return replace(
        IDLE, glance=glance, saying=Saying(says, facts), acts=ALWAYS | set(acts),
        until=UnixTime(NOW + held) if held else None, sound=sound,
    )  # fmt: skip


_NO_READER: Final = replace(FOOT, camera=DeviceState.TROUBLE, scanner=DeviceState.NONE)
_LOCKED: Final = replace(
    IDLE, glance=Glance.STAFF, saying=Saying(Says.LOCKED), locked=True, cashier=None,
    acts=frozenset({Act.UNLOCK, Act.REPRINT}),
)  # fmt: skip
_REFUSED_PIN: Final = replace(
    _LOCKED, until=UnixTime(NOW + HELD_S), sound=Sound.ATTENTION,
    acts=frozenset({Act.UNLOCK, Act.NEXT, Act.REPRINT}),
)  # fmt: skip
_ACCEPTED: Final = replace(
    _told(Glance.ACCEPTED, Says.ACCEPTED, Sound.OK, Act.UNDO, Act.NEXT),
    hand_over=CAKE, ring_up=RING_UP, value=Tiyn(93_500),
)  # fmt: skip
VIEWS: Final[dict[str, CounterView]] = {
    "idle": IDLE,
    "unmatched": replace(
        IDLE,
        unmatched=(
            Unmatched(17, CAKE, Tiyn(93_500), UnixTime(NOW - 300)),
            Unmatched(18, LONG, Tiyn(250_000), UnixTime(NOW - 100)),
        ),
    ),
    "offline": replace(IDLE, line=LineState.OFFLINE, queued=7),
    "busy": _told(Glance.BUSY, Says.CHECKING, None),
    "offer": replace(
        _told(Glance.OFFER, Says.OFFERED, Sound.ATTENTION, Act.CONFIRM, Act.REFUSE),
        hand_over=CAKE, ring_up=RING_UP, value=Tiyn(93_500),
    ),
    "total": replace(
        _told(Glance.OFFER, Says.OFFERED_FOR_TOTAL, None),
        acts=frozenset({Act.TYPE_TOTAL, Act.REFUSE, Act.LOCK}),
    ),
    "accepted": _ACCEPTED,
    "queued": replace(
        _ACCEPTED, saying=Saying(Says.ACCEPTED_ALONE), line=LineState.OFFLINE, queued=8
    ),
    "long": replace(_ACCEPTED, hand_over=LONG),
    "just_accepted": replace(
        _told(Glance.JUST_ACCEPTED, Says.JUST_ACCEPTED, None, Act.NEXT, at=NOW), value=None
    ),
    "refused": _told(Glance.REFUSED, Says.FORGED, Sound.NO, Act.NEXT),
    "used": _told(Glance.USED, Says.ALREADY_HERE, Sound.USED, Act.NEXT, when=NOW - 7200),
    "staff": _told(Glance.STAFF, Says.REVOKED, Sound.ATTENTION, Act.NEXT),
    "slip": _told(Glance.STAFF, Says.CLAIM_NOT_YET, None, Act.NEXT, until=NOW + 250_000),
    "slip_alone": replace(
        _told(Glance.STAFF, Says.CLAIM_PRINTED, None, Act.NEXT, when=NOW - 900, total=1_250_000),
        line=LineState.OFFLINE,
    ),
    "locked": _LOCKED,
    "wrong_pin": replace(_REFUSED_PIN, saying=Saying(Says.WRONG_PIN)),
    "pin_wait": replace(_REFUSED_PIN, saying=Saying(Says.PIN_WAIT, {"seconds": 30})),
    "to_scan": replace(IDLE, footer=replace(FOOT, camera=DeviceState.NONE)),
    "to_type": replace(IDLE, footer=_NO_READER),
    "waits": replace(IDLE, footer=_NO_READER, line=LineState.OFFLINE),
    "waits_for_line": replace(
        IDLE, footer=replace(_NO_READER, keys_until=None), line=LineState.OFFLINE
    ),
}  # fmt: skip
"""Every state that the page can show, by the name of its picture."""


class Counter:
    """Shows whatever it was told to show, and keeps what a person did."""

    def __init__(self) -> None:
        self.view = IDLE
        self.done: list[tuple[str, dict[str, Any]]] = []

    def turn(self, view: CounterView) -> int:
        """Show *view* next, under a number of its own."""
        self.view = replace(view, number=self.view.number + 1)
        return self.view.number

    def face(self) -> Showing:
        """Return the face that shows this."""
        return Showing(
            view_json=lambda language: view_json(self.view, language),
            act=lambda name, said: self.done.append((name, said)),
        )
