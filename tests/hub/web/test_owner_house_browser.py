"""The house's pages in a real browser: invitation, codes, a wallet, and how they look."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from contracts.wire.units import UnixTime
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.adapters.rates_memory import MemoryRates
from hub.core.access import one_time
from hub.core.access.roles import Grant, Role, Scope
from hub.core.wallet_choices import WalletChoice
from hub.core.webhooks import DeliveryState
from hub.usecases.deliver_webhooks import plan_deliveries
from hub.usecases.shops import add_cashier
from hub.usecases.sign_in import totp_secret
from hub.usecases.staff import add_staff, change_staff
from hub.usecases.sync_parts import PARTS
from hub.usecases.tills import set_shop_settings
from hub.usecases.webhooks import Wish, add_webhook
from hub.web.factory import create_web
from hub.web.owner.texts import words_in
from hub.web.surroundings import Surroundings, WebSettings
from tests.chromium import Window
from tests.fakes.ton_wallet import PhoneWallet, VersionedWallet
from tests.hub.web.chain_world import DEPLOYMENT
from tests.hub.web.looking import Looks
from tests.hub.web.office import CASHIERS, PASSWORD, Desk, Office, desk
from tests.hub.web.wallet_world import WALLET, a_bridge

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PICTURES = Path(__file__).parents[3] / "docs" / "pictures" / "dashboard"
WIDE, PHONE = (1280, 800), (390, 844)
LOGIN = "gulnar@tatti.kz"


class House(Office):
    """An office on chain, with a bridge of wallets beside it."""

    def __init__(self, store: DatabaseStore, bell: MemoryBell, bridge: str) -> None:
        super().__init__(store, bell)
        self.bridge = f"http://{bridge}/bridge"
        choice = WalletChoice(WALLET, "https://wallet.example/connect", self.bridge)
        settings = WebSettings(secure=False, rate_factor=1000, wallets=(choice,))
        self.app = create_web(self.hub, Surroundings(MemoryRates(), bell, settings, DEPLOYMENT))
        self.employs(Role.OWNER, self.partner, login=LOGIN)

    def wallet(self) -> PhoneWallet:
        """Return a wallet's program on somebody's phone."""
        return PhoneWallet(VersionedWallet("v4r2"), self.bridge, lambda: self.clock.time)

    def tells_a_system(self) -> int:
        """Let a partner's system be told of some things, with more or less luck; return its id."""
        wish = Wish("https://crm.tatti.kz/baursak", ("claim.*", "voucher.*"))
        hook = add_webhook(self.hub, self.owner, self.partner, wish).webhook.id
        with self.store.begin() as work:
            for kind in ("claim.made", "claim.confirmed", "voucher.redeemed"):
                work.feed.publish(kind, {}, partner=self.partner)
        plan_deliveries(self.hub)
        now = UnixTime(self.clock.time)
        with self.store.begin() as work:
            third, second, first = work.webhooks.deliveries(hook, 0, 9)
            work.webhooks.note(first, DeliveryState.DONE, now, "taken")
            work.webhooks.note(second, DeliveryState.GIVEN_UP, now, "answered 404")
            work.webhooks.note(third, DeliveryState.WAITING, now, "it took too long")
        return hook

    def shown_by_app(self, login: str) -> str:
        """Return what somebody's authenticator shows now."""
        with self.store.begin() as work:
            person = work.staff.of_login(login)
            assert person is not None
            salt = work.staff.secrets(person.id).totp_salt
        assert salt is not None
        return one_time.code_at(totp_secret(self.hub, salt), self.clock.time // one_time.STEP_S)


@pytest.fixture
def house(store: DatabaseStore, bell: MemoryBell) -> Iterator[House]:
    """Return an office on chain."""
    with a_bridge() as bridge:
        yield House(store, bell, bridge)


@pytest.fixture
def seat(house: House, chromium: Window) -> Iterator[Desk]:
    """Return a browser at the dashboard."""
    with house.open() as place, desk(chromium, place) as lent:
        yield lent


def sends(seat: Desk, action: str) -> None:
    """Send the form with that action, as its button does."""
    seat.page.says("window.before = true")
    seat.page.says(f"document.querySelector('form[action=\"{action}\"]').requestSubmit()")
    seat.page.until("!window.before && document.readyState === 'complete'")


def test_an_invited_person_comes_in_and_turns_codes_on(house: House, seat: Desk) -> None:
    """By the link alone, whose code goes to no server in an address; then no way in without one."""
    login, password = "nurlan@tatti.kz", "Наурыз-көже 2027"
    made = add_staff(house.hub, house.owner, login, "Нұрлан Сейіт",
                     Grant(Role.MANAGER, Scope(house.partner)))  # fmt: skip
    seat.page.open(f"{seat.origin}/owner/invitation#{made.code}")
    seat.sees(login)
    assert made.code not in seat.page.says("location.href")
    assert not [it for it in seat.page.asked if made.code in it.partition("#")[0]]
    seat.fills(password=password, again=password)
    sends(seat, "/owner/invitation")
    seat.at("/owner/account")
    seat.fills(password=password)
    sends(seat, "/owner/account/codes")
    seat.page.until("document.querySelector('svg.scan-me path') !== null")
    key = seat.page.says("document.querySelector('.secret-key').textContent")
    assert len(key.replace(" ", "")) == 32
    seat.fills(code=house.shown_by_app(login))
    sends(seat, "/owner/account/codes/confirm")
    seat.page.until("document.querySelectorAll('.recovery li').length === 10")
    sends(seat, "/owner/sign-out")
    house.clock.time += 60
    seat.signs_in(login, password)
    seat.page.until("!document.querySelector('#problem').hidden")
    seat.page.until("document.activeElement.name === 'code'")
    seat.fills(code=house.shown_by_app(login))
    seat.page.says("document.querySelector('[data-sign-in] button').click()")
    seat.at("/owner/")
    assert [it for it in seat.page.complaints if "401" not in it] == []


def chooses_wallet(seat: Desk) -> str:
    """Choose the wallet, and return the link that the page shows for it."""
    seat.page.says("document.querySelector('.wallet-choice').click()")
    link = seat.page.until("document.querySelector('[data-open]')?.href")
    seat.page.until("document.querySelector('[data-qr] path') !== null")
    return str(link)


def test_a_wallet_is_linked_and_lets_in(house: House, seat: Desk) -> None:
    """Nobody outside is asked before it is chosen; declining is no harm; a proof is good once."""
    seat.signs_in(LOGIN)
    seat.at("/owner/")
    words = words_in(seat.page.says("document.documentElement.lang"))
    seat.goes("/owner/account/wallet")
    ours = (seat.origin, "data:")
    assert not [it for it in seat.page.asked if "sdk" in it or not it.startswith(ours)]
    seat.fills(password="not this one")
    seat.page.says("document.querySelector('.wallet-choice').click()")
    seat.sees(words["ac_wrong"])
    seat.fills(password=PASSWORD)
    declined = house.wallet()
    declined.agrees = False
    declined.open(chooses_wallet(seat), seat.origin)
    seat.sees(words["wa_declined"])
    own = house.wallet()
    own.open(chooses_wallet(seat), seat.origin)
    seat.at("/owner/account")
    seat.sees(words["ac_done_linked"])
    sends(seat, "/owner/sign-out")
    seat.goes("/owner/sign-in/wallet")
    entering = house.wallet()
    entering.wallet = own.wallet
    entering.open(chooses_wallet(seat), seat.origin)
    seat.at("/owner/")
    assert seat.page.says("localStorage.length + sessionStorage.length") == 0
    others = {it.split("?")[0] for it in seat.page.asked if not it.startswith(ours)}
    assert others <= {f"{house.bridge}/events", f"{house.bridge}/message"}
    shown = {**entering.proof, "proof": {**entering.proof["proof"]}}
    again = httpx.post(
        f"{seat.origin}/owner/sign-in/wallet", data={"wallet": _json(shown)},
        headers={"Accept": "application/json"}, trust_env=False,
    )  # fmt: skip
    assert (again.status_code, again.json()["code"]) == (409, "replayed")


def _json(shown: dict[str, object]) -> str:
    return httpx.Request("POST", "http://x", json=shown).content.decode()


PAGES = (
    "/owner/staff", "/owner/staff/{person}", "/owner/account", "/owner/account/wallet",
    "/owner/invitation", "/owner/shops", "/owner/shops/{shop}#settings",
    "/owner/tills/{till}", "/owner/webhooks", "/owner/webhooks/{hook}", "/owner/imports",
)  # fmt: skip
KEPT = {
    ("ru", "light", "/owner/staff", WIDE): "staff-light",
    ("kk", "dark", "/owner/staff", PHONE): "staff-phone-dark",
    ("kk", "light", "/owner/account", WIDE): "account-light",
    ("ru", "dark", "/owner/account", PHONE): "account-phone-dark",
    ("ru", "light", "/owner/shops/{shop}#settings", WIDE): "till-settings-light",
    ("ru", "light", "/owner/tills/{till}", WIDE): "till-light",
    ("ru", "light", "/owner/webhooks/{hook}", WIDE): "webhooks-light",
    ("kk", "dark", "/owner/webhooks", PHONE): "webhooks-phone-dark",
    ("en", "dark", "/owner/imports", WIDE): "imports-dark",
    ("kk", "dark", "/owner/tills/{till}", PHONE): "till-phone-dark",
}


def test_the_house_is_open_to_everybody(house: House, seat: Desk, *, full: bool) -> None:
    """Axe finds nothing in any theme and language; at 320 px and with large letters all fits."""
    house.employs(Role.MANAGER, house.partner, house.shop, login="nurlan@tatti.kz")
    add_staff(house.hub, house.owner, "aisha@tatti.kz", "Айша Омарова",
              Grant(Role.AUDITOR, Scope(house.partner)))  # fmt: skip
    with house.store.read() as work:
        person = work.staff.of_login("nurlan@tatti.kz")
    assert person is not None
    change_staff(house.hub, house.owner, person.id, "Нұрлан Сейіт", None)
    add_cashier(house.hub, house.owner, house.shop, CASHIERS[0], "4071")
    set_shop_settings(house.hub, house.owner, house.shop, {"earn_rate": 5, "total_max": 500_000_00})
    house.sync(house.rig, [], PARTS)
    hook = house.tells_a_system()
    there = {"person": person.id, "shop": house.shop, "till": house.rig.id, "hook": hook}
    looks = Looks(seat.page)
    seat.signs_in(LOGIN)
    seat.at("/owner/")
    spoken = [(it, theme) for it in ("kk", "ru", "en") for theme in ("light", "dark")]
    for turn, (language, theme) in enumerate(spoken if full else (("kk", "light"), ("ru", "dark"))):
        seat.page.prefers("prefers-color-scheme", theme)
        seat.goes("/owner/staff")
        seat.speaks(language)
        for path in PAGES if full else PAGES[turn::2]:
            for size in (WIDE, PHONE) if full else (WIDE if theme == "light" else PHONE,):
                seat.goes(path.format(**there), *size)
                name = KEPT.get((language, theme, path, size)) if full else None
                if name is not None:
                    time.sleep(1)
                    seat.page.picture(PICTURES / f"{name}.png")
                looks.at(f"{path} {language} {theme} {size}", size)
    assert not looks.found, "\n".join(looks.found)


def test_a_checked_file_stays_chosen(seat: Desk, tmp_path: Path) -> None:
    """Nobody looks for it twice: checked, then imported, on one page."""
    file = tmp_path / "cards.csv"
    file.write_text("phone,points\n87011234567,1200\n", encoding="utf-8")
    seat.signs_in(LOGIN)
    seat.at("/owner/")
    words = words_in(seat.page.says("document.documentElement.lang"))
    seat.goes("/owner/imports")
    root = seat.page.call("DOM.getDocument")["root"]["nodeId"]
    chosen = "#import-cards [name=file]"
    found = seat.page.call("DOM.querySelector", nodeId=root, selector=chosen)["nodeId"]
    seat.page.call("DOM.setFileInputFiles", nodeId=found, files=[str(file)])
    button = "document.querySelector('#import-cards form button')"
    seat.page.says(f"{button}.click()")
    seat.sees(words["im_none_wrong"])
    assert seat.page.says(f"document.querySelector('{chosen}').files[0].name") == "cards.csv"
    seat.page.says(f"{button}.click()")
    seat.sees(words["im_done"])
    assert [it for it in seat.page.complaints if "favicon" not in it] == []
