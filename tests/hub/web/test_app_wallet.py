"""The screen of wallets in a real browser, with wallets that really speak by a bridge."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from contracts.wire.units import Points
from hub.adapters.bell_memory import MemoryBell
from hub.adapters.database.store import DatabaseStore
from hub.core.access.wallet_proof import Network
from hub.core.ids import MemberId
from hub.core.settlement.proof_files import ProofFile, TokenState
from hub.core.settlement.proofs import Asker, check
from hub.core.settlement.sums import SALT_SIZE, Summed, Sums
from hub.usecases.seal import seal_ledger
from hub.web.app_wallet_texts import wallet_texts
from tests.chromium import Window
from tests.fakes.ton_wallet import VERSIONS, VersionedWallet
from tests.hub.web.modules import needed_by, preloaded
from tests.hub.web.phone import Phone, phone
from tests.hub.web.wallet_world import NUMBER, SCREEN, WalletWorld, a_bridge, chosen
from tests.settlers import LocalPlace

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
RU = wallet_texts("ru")
VENDOR = Path(__file__).parents[3] / "hub" / "web" / "static" / "vendor"
LINK = "/api/v1/auth/wallet"


@pytest.fixture
def world(store: DatabaseStore, tmp_path: Path, bell: MemoryBell) -> Iterator[WalletWorld]:
    """Return a programme on chain, with a bridge beside it."""
    with a_bridge() as bridge:
        yield WalletWorld(store, tmp_path / "epochs", bell, bridge)


@pytest.fixture
def mobile(world: WalletWorld, chromium: Window) -> Iterator[Phone]:
    """Return a member's phone."""
    with world.open() as place, phone(chromium, place) as lent:
        yield lent


def opened(world: WalletWorld, mobile: Phone, language: str = "ru") -> None:
    """Open the screen of wallets."""
    mobile.open(world.clock.time, path=SCREEN, number=NUMBER, language_code=language)
    mobile.shows("wallet")


def complaints(mobile: Phone) -> list[str]:
    """Return what the browser complains of; the SDK tells its own steps to the console, too."""
    return [it for it in mobile.page.complaints if not it.startswith('{"type": "debug"')]


@pytest.mark.parametrize("version", VERSIONS)
def test_a_wallet_is_linked_by_its_signature_and_unlinked(
    world: WalletWorld, mobile: Phone, version: str
) -> None:
    """Chosen, confirmed, shown; its proof is good once; nobody outside is asked before."""
    opened(world, mobile)
    assert not [it for it in mobile.page.asked if not it.startswith(mobile.origin)]
    assert not [it for it in mobile.page.asked if "sdk" in it]
    own = world.phone_wallet(VersionedWallet(version))
    own.open(chosen(mobile), mobile.origin)
    mobile.sees(RU["yours"])
    assert world.wallet_here() == own.wallet.address
    others = {it.split("?")[0] for it in mobile.page.asked if not it.startswith(mobile.origin)}
    assert others == {f"{world.bridge}/events"}
    headers = world.sign_in(world.member_here()).headers
    again = world.client.put(LINK, json=own.proof, headers=headers)
    assert (again.status_code, again.get_json()["code"]) == (409, "replayed")
    mobile.tap("[data-do=unlink]")
    mobile.sees(RU["choose"])
    assert world.wallet_here() is None
    assert complaints(mobile) == []


def test_a_page_that_was_put_away_meanwhile_goes_on(world: WalletWorld, mobile: Phone) -> None:
    """The phone forgot the page while its owner was in the wallet: the answer is not lost."""
    opened(world, mobile)
    link = chosen(mobile)
    mobile.page.call("Page.navigate", url="about:blank")
    own = world.phone_wallet(VersionedWallet("v4r2"))
    own.open(link, mobile.origin)
    opened(world, mobile)
    mobile.sees(RU["yours"])
    assert world.wallet_here() == own.wallet.address


def test_the_profile_leads_to_the_screen_and_back(world: WalletWorld, mobile: Phone) -> None:
    """By a tap; Telegram's own arrow leads back."""
    mobile.open(world.clock.time, number=NUMBER, language_code="ru")
    mobile.shows("home")
    mobile.goes("me")
    mobile.tap("[data-wallet]")
    mobile.sees(RU["choose"])
    assert mobile.told("web_app_setup_back_button")[-1] == {"is_visible": True}
    mobile.hears("back_button_pressed")
    mobile.shows("me")
    mobile.sees(RU["none_yet"])


def test_what_goes_wrong_is_said_in_words(world: WalletWorld, mobile: Phone) -> None:
    """Declined, of another network, another member's, too late: each its own; nothing is linked."""
    opened(world, mobile)
    stranger = world.member(linked=False)
    with world.store.begin() as work:
        work.members.set_wallet(stranger, VersionedWallet("v4r2", 9).address)
    declined = world.phone_wallet(VersionedWallet("v4r2"))
    declined.agrees = False
    on_main = world.phone_wallet(VersionedWallet("v4r2", network=Network.MAINNET))
    of_another = world.phone_wallet(VersionedWallet("v4r2", 9))
    late = world.phone_wallet(VersionedWallet("v4r2"))
    for wallet, words in (
        (declined, RU["no_declined"]),
        (on_main, RU["no_network"].format(network="TON Testnet")),
        (of_another, RU["no_taken"]),
        (late, RU["no_late"]),
    ):
        link = chosen(mobile)
        world.clock.time += 1000 * (wallet is late)
        wallet.open(link, mobile.origin)
        mobile.sees(words)
        mobile.sees(RU["choose"])
        assert world.wallet_here() is None


def test_points_go_to_the_wallet_and_come_back(world: WalletWorld, chromium: Window) -> None:
    """On the real contracts, by the member's own hand: moved, proven, claimed, sent back."""
    place = LocalPlace(locked=True)
    world.settle_on(place)
    own = world.phone_wallet(VersionedWallet("v4r2"), place)
    with world.open() as at, phone(chromium, at) as mobile:
        opened(world, mobile)
        own.open(chosen(mobile), mobile.origin)
        mobile.sees(RU["move_none"])
        world.earn(world.member_here(), 500)
        moves_out(world, mobile)
        mobile.tap("[data-do=check]")
        mobile.sees(RU["proof_good"].format(epoch=1, points=300))
        mobile.tap("[data-do=take]")
        mobile.sees(RU["sent"])
        assert place.jettons(own.wallet.address) == 200
        with world.store.begin() as work:
            work.sponsoring.note_claimed(own.wallet.address, Points(200), world.clock.now())
        brings_back(world, mobile)
        assert place.jettons(own.wallet.address) == 50
        assert complaints(mobile) == []  # nor does the SDK ask another host for its list
        own.agrees = False
        mobile.tap("[data-do=back] button")
        mobile.sees(RU["no_send"])
        assert place.jettons(own.wallet.address) == 50
    own.close()


def moves_out(world: WalletWorld, mobile: Phone) -> None:
    """Move 200 of 500 points, and let the chain state them."""
    opened(world, mobile)
    mobile.sees(RU["move_now"].format(points="500\N{NO-BREAK SPACE}баллов"))
    mobile.page.says("document.querySelector('[data-do=move] input').value = '200'")
    mobile.tap("[data-do=move] button")
    mobile.sees(RU["move_sure"].format(points="200"))
    mobile.tap("[data-do=move] button")
    mobile.sees(RU["move_done"])
    assert shows_state(mobile, "pending")
    seal_ledger(world.hub)
    world.turn(3)
    opened(world, mobile)
    assert shows_state(mobile, "claimable")


def brings_back(world: WalletWorld, mobile: Phone) -> None:
    """Let the wallet send 150 points back, and the worker credit them."""
    opened(world, mobile)
    assert shows_state(mobile, "claimed")
    mobile.page.says("document.querySelector('[data-do=back] input').value = '150'")
    mobile.tap("[data-do=back] button")
    mobile.sees(RU["sent"])
    world.turn()
    assert world.come_back() == 1
    opened(world, mobile)
    assert shows_state(mobile, "credited")


def shows_state(mobile: Phone, state: str) -> bool:
    """Tell whether a line of the history is in that state."""
    return bool(mobile.page.says(f"document.querySelector('[data-state={state}]') !== null"))


def test_the_phone_judges_a_proof_as_the_command_does(world: WalletWorld, mobile: Phone) -> None:
    """Every true leaf passes; whatever is changed in it fails at the same step."""
    opened(world, mobile)
    cases, expected = [], []
    for count in (1, 2, 3, 5, 8):
        for file, state in judged(count):
            found = check(file, state, Asker("member:1")).failure
            cases.append([file.to_json(), state.to_json()])
            expected.append(None if found is None else found.step.value)
    script = f"""import(document.getElementById('me').dataset.prover).then(async ({{ check }}) => {{
      const found = [];
      for (const [file, epoch] of {json.dumps(cases)}) found.push(await check(file, epoch, 1));
      return found;
    }})"""
    assert mobile.page.says(script) == expected
    steps = {"epoch", "member", "balance", "path", "range", "total", "sum_root", None}
    assert set(expected) == steps


def judged(count: int) -> Iterator[tuple[ProofFile, TokenState]]:
    """Yield a member's true proof in a tree of so many, and it with one thing changed."""
    tree = Sums.from_items(
        ((MemberId(it), 100 * it) for it in range(1, count + 1)),
        lambda member: bytes([member]) * SALT_SIZE,
    )
    path = tree.path(MemberId(1))
    assert path is not None
    said = TokenState(7, b"", 0, tree.total(), tree.root(), 41, tree.total(), 0)
    yield ProofFile(7, 41, path), said
    yield ProofFile(8, 41, path), said
    yield ProofFile(7, 42, path), said
    yield ProofFile(7, 41, path), replace(said, custody=said.custody + 1)
    yield ProofFile(7, 41, path), replace(said, sum_root=bytes(32))
    for changed in (
        replace(path, name="member:2"),
        replace(path, salt=bytes(SALT_SIZE)),
        replace(path, balance=path.balance + 1),
        replace(path, balance=-1),
        replace(path, place=path.count),
        replace(path, beside=(*path.beside, Summed(bytes(32), 0))),
        *([replace(path, beside=(Summed(bytes(32), -5), *path.beside[1:]))] if count > 1 else []),
        *([replace(path, place=path.place ^ 1)] if count > 1 else []),
    ):
        yield ProofFile(7, 41, changed), said


def test_the_screen_is_light(world: WalletWorld, mobile: Phone) -> None:
    """The screen itself and the SDK, which comes when a wallet is chosen, squeezed."""
    opened(world, mobile)
    fetched = "performance.getEntries().filter(it => it.encodedBodySize)"
    sizes = f"Object.fromEntries({fetched}.map(it => [it.name, it.encodedBodySize]))"
    before = mobile.page.says(sizes)
    chosen(mobile)
    after = mobile.page.says(sizes)
    sdk = sum(size for name, size in after.items() if name.endswith("/sdk.js"))
    shared = ("baursak.css", "hub.js", "telegram.js", "theme.js", "baursak.svg")
    own = sum(size for name, size in before.items() if not name.endswith(shared))
    assert sdk > 20 * 1024, "it is fetched when a wallet is chosen"
    assert own + sdk <= 36 * 1024, (before, sdk)
    known = (VENDOR / "SHA256SUMS.txt").read_text(encoding="ascii")
    digest = mobile.page.says(
        "fetch(document.getElementById('me').dataset.sdk).then((it) => it.arrayBuffer())"
        ".then((it) => crypto.subtle.digest('SHA-256', it))"
        ".then((it) => Array.from(new Uint8Array(it), (one) => one.toString(16)"
        ".padStart(2, '0')).join(''))"
    )
    assert f"{digest}  tonconnect/tonconnect-sdk.js\n" in known


def test_the_page_may_speak_to_the_bridges_of_its_list_only(world: WalletWorld) -> None:
    """Its policy names them; wallets find who asks them, from wherever they are."""
    page = world.client.get(SCREEN)
    policy = page.headers["Content-Security-Policy"]
    speaks = next(it for it in policy.split("; ") if it.startswith("connect-src"))
    assert set(speaks.split()) == {
        "connect-src", "'self'", world.bridge.removesuffix("/bridge"),
        "https://bridge.tonapi.io", "https://walletbot.me",
        "https://tonconnectbridge.mytonwallet.org", "https://connect.tonhubapi.com",
    }  # fmt: skip
    assert "unsafe" not in policy
    assert preloaded(page.get_data(as_text=True)) == needed_by("wallet.js")
    manifest = world.client.get("/tonconnect-manifest.json")
    assert manifest.headers["Access-Control-Allow-Origin"] == "*"
    said = manifest.get_json()
    assert (said["url"], said["name"]) == ("https://loyalty.example.kz", "Baursak")
    icon = world.client.get(said["iconUrl"].removeprefix(said["url"]))
    assert (icon.status_code, icon.mimetype) == (200, "image/png")


def test_without_a_chain_there_is_no_such_screen(world: WalletWorld) -> None:
    """Neither the page nor a way to it; with one, the profile has a line for it."""
    member = world.member(linked=False)
    headers = world.sign_in(member).headers
    profile = "/app/screens/me"
    assert SCREEN in world.client.get(profile, headers=headers).get_data(as_text=True)
    world.leave_the_chain()
    headers = world.sign_in(member).headers
    assert SCREEN not in world.client.get(profile, headers=headers).get_data(as_text=True)
    for path in (SCREEN, f"{SCREEN}screen", "/tonconnect-manifest.json"):
        answer = world.client.get(path, headers=headers)
        assert (answer.status_code, answer.get_json()["code"]) == (409, "no_chain")
