"""The day of one receipt, lived through by real programs."""

import secrets
import socket
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from importlib import resources
from pathlib import Path
from typing import Final

import zxingcpp
from PIL import Image

from agent.errors import AgentError
from contracts.wire import claim
from contracts.wire.enrolling import code_shown
from hardware.printers.profiles import load_profile
from hardware.printers.virtual import VirtualPrinter
from hub.keeping import migrate_database
from hub.people import add_owner, add_partner, add_till_of
from hub.setting_up import set_policy
from installers.demo.cashier import Cashier
from installers.demo.chain import EARLY, found_on_chain, move_out
from installers.demo.people import Member, Staff
from installers.demo.phone import PICTURE, empty_counter, hold, phone_showing
from installers.demo.programs import Town, baursak, running, running_agent, running_chain
from installers.demo.screen import screen_showing
from installers.demo.stage import Say, Stage

PROFILE: Final = "epson-tm"
LINE_S: Final = 30.0
PATIENCE_S: Final = 30.0
SLIP_S: Final = 8.0
"""A slip that is not on the paper by now was too late for its receipt: the machine is busy."""
MEMBER: Final = 7_001_001
"""The Telegram id of the demo's member, who is nobody."""
OPERATOR: Final = "operator"
PARTNER: Final = "Бауырсақ"
REWARD: Final = {"kk": "Капучино", "ru": "Капучино", "en": "A cappuccino"}


def tell(out: Path, languages: tuple[str, ...], say: Say, *, stay: bool) -> bool:
    """Tell the story, and return whether it ended well; *stay* keeps everything up afterwards."""
    began = time.monotonic()
    town = Town(out / "demo")
    town.lay_out()
    with ExitStack() as stack:
        printer = stack.enter_context(VirtualPrinter.on_tcp(load_profile(PROFILE)))
        stage = Stage(town, printer, out / "demo.png", say)
        _found(stage, stack.enter_context(running_chain(town)))
        stack.enter_context(running(town))
        stage.line("the hub", f"answers at {town.hub_url}")
        _set_slips(town)
        _enrol_till(stage, languages)
        stack.enter_context(running_agent(town))
        well = _live(stage, languages[0])
        stage.line("the paper", f"{stage.paper}   ({time.monotonic() - began:.1f} s)")
        if stay:
            _stay(stage)
    return well


def _found(stage: Stage, chain_is_there: Callable[[], None]) -> None:
    """Set the programme up as its operator would, from the console."""
    with ThreadPoolExecutor(1) as beside:
        deployed = beside.submit(found_on_chain, stage.town, chain_is_there)
        settings = stage.town.settings(on_chain=False)
        migrate_database(settings)
        set_policy(settings, EARLY)
        founded = add_partner(settings, PARTNER, ("Абай 10",))
        add_owner(settings, OPERATOR, OPERATOR, None, stage.town.password)
        stage.line(
            "the operator", f"adds partner {founded.partner} with one shop: 3, 5, 7 % by tier"
        )
    stage.line("the operator", deployed.result())


def _set_slips(town: Town) -> None:
    """Have the slips name the points, as the owner sets it for all tills of his shop."""
    with closing(Staff(town.hub_url, OPERATOR, town.password)) as owner:
        owner.sets("/api/v1/shops/1/till-settings", settings={"earn_rate": 3})


def _enrol_till(stage: Stage, languages: tuple[str, ...]) -> None:
    """Enrol the till by a one-time code, as at a counter."""
    town = stage.town
    code = code_shown(add_till_of(town.settings(), 1, "Касса 1").code)
    home = ("--home", str(town.till_home))
    stage.line("the till", baursak("agent", "enrol", code, "--hub", town.hub_url, *home).strip())
    spoken = ", ".join(f'"{language}"' for language in languages)
    (town.till_home / "agent.toml").write_text(
        f'[printer]\nurl = "{stage.printer.url}"\nprofile = "{PROFILE}"\n'
        f'[tap]\nlisten = "tcp://127.0.0.1:{town.tap_port}"\n'
        f"[slip]\nlanguages = [{spoken}]\n"
        f'[counter]\ncamera = "{_camera_of(town)}"\n',
        encoding="utf-8",
    )


def _live(stage: Stage, language: str) -> bool:
    """Live through the day of one receipt."""
    town = stage.town
    _sync(stage)
    link = _print_receipt(stage)
    code = claim.code_in(link)
    assert code is not None, "the slip's QR holds a claim"
    now = int(time.time())
    with (
        closing(Staff(town.hub_url, OPERATOR, town.password)) as owner,
        closing(Member(town.hub_url, town.bot_token, MEMBER, "Айгерім", now)) as member,
    ):
        reward = _offer_reward(owner)
        claimed = member.does("/api/v1/claims", code=link)
        stage.line(
            "the member", f"claims the slip: {claimed['points']} points. {claimed['sentence']}"
        )
        _sync(stage)
        balance = member.asks("/api/v1/loyalty/balance")
        stage.line("the member", f"has {balance['spendable']} points to spend, Bronze")
        voucher = member.does(
            f"/api/v1/rewards/{reward}/claim", request=secrets.token_urlsafe(16), shop=1
        )
        stage.line("the member", f"buys a reward for {voucher['points']} points, gets a voucher")
        _redeem(stage, voucher["code"], language)
        _sync(stage)
        balance = member.asks("/api/v1/loyalty/balance")
        stage.line("the member", f"has {balance['spendable']} points left, {balance['held']} held")
        move_out(stage, member)
    return _check_books(stage)


def _redeem(stage: Stage, code: str, language: str) -> None:
    """Hold the phone before the till's camera; the cashier accepts what her page offers."""
    town = stage.town
    with closing(Cashier(town.till_home, language)) as cashier:
        hold(town.camera, phone_showing(code, REWARD[language], PARTNER))
        stage.line("the phone", f"shows the voucher to the camera: {town.camera / PICTURE}")
        offer = cashier.sees("offer")
        stage.line("the till's page", f"{offer['word']} {offer['hand_over']}. {offer['ring_up']}")
        page = stage.paper.with_name("demo-counter.png")
        with screen_showing(cashier.address, town.folder / "browser") as draws:
            draws("offer", page)
            cashier.accepts(offer)
            taken = cashier.sees("accepted")
            drawn = draws("accepted", page)
        hold(town.camera, empty_counter())
    seen = f"   ({page})" if drawn else ""
    stage.line("the cashier", f"accepts: {taken['word']}. {taken['sentence']}.{seen}")


def _camera_of(town: Town) -> str:
    """Return the address of a camera that sees whatever picture lies in a folder."""
    hold(town.camera, empty_counter())
    folder = town.camera.resolve().as_uri().removeprefix("file:")
    return f"folder:{folder}?fps=5&loop=1"


def _print_receipt(stage: Stage) -> str:
    """Print the POS's receipt through the till, and read the slip's QR back from the paper."""
    stream = resources.files("hardware.captures").joinpath("demo-bakery.bin").read_bytes()
    send(stage.town.tap_port, stream)
    stage.line("the POS", "prints a bakery's receipt")
    began, reprinted = time.monotonic(), False
    while time.monotonic() < began + PATIENCE_S:
        if not reprinted and time.monotonic() > began + SLIP_S:
            reprinted = True
            baursak("agent", "reprint", "--home", str(stage.town.till_home))
            stage.line("the cashier", "prints the slip again: it was too late for its receipt")
        stage.printer.wait_idle(LINE_S)
        stage.printer.to_png(stage.paper)
        links = [text for text in codes_on(stage.paper) if claim.code_in(text)]
        if links:
            code = claim.code_in(links[0])
            # Slips say https, as shops have it; this hub, on this machine, answers without.
            opens = f"{stage.town.hub_url}/c/{code}"
            stage.line("a phone reads", f"{links[0]}   (in this demo: {opens})")
            return links[0]
        time.sleep(0.1)
    raise AgentError("The claim QR could not be read back from the paper.", f"See {stage.paper}.")


def _offer_reward(owner: Staff) -> int:
    """Offer what the member will buy."""
    made = owner.does(
        "/api/v1/catalogue",
        partner=1,
        kind="product",
        price=20,
        value=80000,
        scope="shop",
        offline=True,
        title=REWARD,
        details={
            "kk": "Кез келген наубайханада.",
            "ru": "В любой пекарне.",
            "en": "At any of the bakeries.",
        },
        ring_up={
            "kk": "«Капучино» тауарын 100 % жеңілдікпен өткізіңіз.",
            "ru": "Пробейте «Капучино» со скидкой 100 %.",
            "en": "Ring up “Cappuccino” with a discount of 100 %.",
        },
    )
    owner.does(f"/api/v1/catalogue/{made['id']}/offer")
    return int(made["id"])


def _sync(stage: Stage) -> None:
    """Have the till hand in now what it would hand in within a minute."""
    baursak("agent", "sync", "--once", "--home", str(stage.town.till_home))


def _check_books(stage: Stage) -> bool:
    """Check the ledger once the worker has sealed it, and print it."""
    report = stage.sealed_books()
    stage.say("")
    stage.say(report.to_text())
    stage.say("")
    return report.good


def _stay(stage: Stage) -> None:
    """Stay up until Ctrl+C, drawing the paper anew whenever something was printed."""
    town = stage.town
    stage.say("")
    stage.line("everything is up", "stop with Ctrl+C")
    stage.line("  the API", f"{town.hub_url}/api/docs")
    stage.line("  signing in", f"login {OPERATOR}, password {town.password}")
    stage.line("  the till's tap", f"127.0.0.1:{town.tap_port}   (print to it: nc 127.0.0.1 …)")
    chain = f"baursak chain show ADDRESS --folder {town.chain_folder}"
    stage.line("  the chain", f"{chain}   (addresses: {town.deployment})")
    stage.line("  its files", str(town.folder))
    drawn = len(stage.printer.received)
    ended = threading.Event()
    try:
        while not ended.wait(0.5):
            if len(stage.printer.received) != drawn and stage.printer.wait_idle(LINE_S):
                drawn = len(stage.printer.received)
                stage.printer.to_png(stage.paper)
                stage.line("printed", str(stage.paper))
    except KeyboardInterrupt:
        stage.say("\nStopped.")


def send(port: int, stream: bytes) -> None:
    """Print as a POS does: send it all, and hang up when it was taken."""
    with socket.create_connection(("127.0.0.1", port), LINE_S) as line:
        line.sendall(stream)
        line.shutdown(socket.SHUT_WR)
        while line.recv(4096):
            continue


def codes_on(png: Path) -> list[str]:
    """Return the texts of all QR codes in a picture, as a phone's camera would read them."""
    with Image.open(png) as picture:
        return [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))]
