"""Members, vouchers and the log in a real browser: two people and one adjustment; how they look."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.roles import Role
from hub.web.owner.texts import words_in
from tests.chromium import Window
from tests.hub.web.guests_office import WHY, GuestsOffice
from tests.hub.web.looking import Looks
from tests.hub.web.office import Desk, desk

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PICTURES = Path(__file__).parents[3] / "docs" / "pictures" / "dashboard"
WIDE, PHONE = (1280, 800), (390, 844)
PAGES = (
    "/owner/members", "/owner/members/1", "/owner/members/adjustments", "/owner/vouchers",
    "/owner/vouchers/1", "/owner/vouchers/3", "/owner/vouchers/checks", "/owner/audit",
)  # fmt: skip
SAMPLE = (("kk", "light"), ("ru", "dark"))
KEPT = {
    ("kk", "light", "/owner/members", WIDE): "members-light",
    ("ru", "dark", "/owner/members", PHONE): "members-phone-dark",
    ("ru", "light", "/owner/members/1", WIDE): "member-light",
    ("kk", "dark", "/owner/members/1", WIDE): "member-dark",
    ("kk", "light", "/owner/members/1", PHONE): "member-phone-light",
    ("ru", "light", "/owner/vouchers", WIDE): "vouchers-light",
    ("kk", "dark", "/owner/vouchers/1", WIDE): "voucher-dark",
    ("kk", "light", "/owner/vouchers", PHONE): "vouchers-phone-light",
    ("ru", "light", "/owner/audit", WIDE): "audit-light",
    ("kk", "dark", "/owner/audit", WIDE): "audit-dark",
    ("kk", "light", "/owner/audit", PHONE): "audit-phone-light",
}


@pytest.fixture
def office(store: DatabaseStore, bell: MemoryBell) -> GuestsOffice:
    """Return an office that has just opened."""
    return GuestsOffice(store, bell)


@pytest.fixture
def seat(office: GuestsOffice, chromium: Window) -> Iterator[Desk]:
    """Return a browser at the dashboard."""
    with office.open() as place, desk(chromium, place) as lent:
        yield lent


def sends(seat: Desk, form: str, **fields: str) -> None:
    """Fill in the form that *form* finds and press its first button, as a person does."""
    for name, text in fields.items():
        field = f"document.querySelector('{form} [name={name}]')"
        seat.page.says(f"{field}.value = {json.dumps(text)}")
    seat.page.says("window.before = true")
    seat.page.says(f"document.querySelector('{form} button').click()")
    seat.page.until("!window.before && document.readyState === 'complete'")


def test_one_asks_for_points_and_another_approves(office: GuestsOffice, seat: Desk) -> None:
    """The first finds the member by number and says why; the second reads that and agrees."""
    office.comes(office.regular)
    words = words_in("ru")
    seat.signs_in(office.employs(Role.OWNER, office.partner))
    seat.at("/owner/")
    seat.speaks("ru")
    seat.goes("/owner/members")
    sends(seat, "form[role=search]", q="1")
    seat.at("/owner/members/1")
    sends(seat, "#adjust", points="пять", reason=WHY)
    assert seat.page.says("document.querySelector('#adjust textarea').value") == WHY
    assert seat.page.says("document.querySelector('#adjust .problem').innerText")
    sends(seat, "#adjust", points="5 000")
    seat.sees(words["mbd_asked"])
    assert office.has(office.regular).confirmed == 0
    seat.page.call("Network.clearBrowserCookies")
    seat.signs_in(office.employs(Role.MANAGER, office.partner))
    seat.at("/owner/")
    seat.speaks("ru")
    seat.goes("/owner/members/adjustments")
    seat.sees(WHY)
    seat.sees("+5\u00a0000")
    sends(seat, ".decision")
    seat.sees(words["mbd_approved"])
    assert office.has(office.regular).confirmed == 5_000
    assert [it for it in seat.page.complaints if "422" not in it] == []


def test_every_page_is_open_to_everybody(
    office: GuestsOffice, chromium: Window, *, full: bool
) -> None:
    """Axe finds nothing in any theme and language; at 320 px and with large letters all fits."""
    if full:
        office.days(3, 6)
    boss, operator = office.employs(Role.OWNER, office.partner), office.employs(Role.OPERATOR, None)
    office.lives(boss)
    office.clock.time += 3_600
    office.hand_in(office.rig)
    spoken = [(it, theme) for it in ("kk", "ru", "en") for theme in ("light", "dark")]
    with office.open() as place, desk(chromium, place) as seat:
        looks = Looks(seat.page)
        for login in (boss, operator) if full else (operator,):
            seat.page.call("Network.clearBrowserCookies")
            seat.signs_in(login)
            seat.at("/owner/")
            for language, theme in spoken if full else SAMPLE:
                seat.page.prefers("prefers-color-scheme", theme)
                seat.goes("/owner/audit")
                seat.speaks(language)
                for path in PAGES:
                    for size in (WIDE, PHONE) if full else (WIDE if theme == "light" else PHONE,):
                        seat.goes(path, *size)
                        name = KEPT.get((language, theme, path, size)) if full else None
                        if name is not None:
                            time.sleep(1)
                            seat.page.picture(PICTURES / f"{name}.png")
                        looks.at(f"{path} {language} {theme} {size}", size)
    assert not looks.found, "\n".join(looks.found)
