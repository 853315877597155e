"""The Mini App's screen of wallets: a page of its own, since it alone may speak to bridges outside.

A wallet listens at a bridge of its maker; the page's policy names the bridges of our list and no
other host, and nothing is asked of them before the member chooses a wallet.
"""

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Final

from flask import Blueprint, Response, jsonify, make_response, render_template
from flask_openapi3.blueprint import APIBlueprint
from pydantic import Field, StringConstraints

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.telegram import LONGEST
from hub.core.ids import MemberId
from hub.core.ports.rates import Allowance
from hub.core.settlement.moves import LARGEST_MOVE, has_key
from hub.usecases.sign_in import sign_in_by_telegram
from hub.usecases.who_am_i import member_of
from hub.web.app_viewer import Viewer
from hub.web.app_wallet_screen import wallet_screen
from hub.web.app_wallet_texts import wallet_said, wallet_texts
from hub.web.app_words import script_words, words_in
from hub.web.chain_context import require_chain
from hub.web.context import the_hub
from hub.web.guards import require_member, the_member
from hub.web.headers import IN_TELEGRAM, TELEGRAM
from hub.web.look import look_url
from hub.web.miniapp import OFFICIAL
from hub.web.page_words import NAMES, WORDS, page_language
from hub.web.principal import address, language, set_principal
from hub.web.qr_picture import qr_picture
from hub.web.rates import rated
from hub.web.shapes import Body
from hub.web.squeezing import Squeezed, show_squeezed, squeeze, squeezed_once
from hub.web.surroundings import surroundings
from hub.web.wallet_messages import back_message

MANIFEST: Final = "/tonconnect-manifest.json"
"""Where wallets look for who asks them; TON Connect's customary place."""
LIST: Final = "/tonconnect/wallets.json"
OPENING: Final = Allowance(60, 60)
"""Openings of the screen from one address; links drawn for one member."""
LONGEST_LINK: Final = 1_200
"""Characters of a wallet's link; one with a challenge of ours has about 500."""
_SDK: Final = Path(__file__).parent / "static" / "vendor" / "tonconnect" / "tonconnect-sdk.js"
_YEAR: Final = 365 * 24 * 3600
_PAGE_S: Final = 300

app_wallet = APIBlueprint(
    "app_wallet",
    __name__,
    url_prefix="/app/wallet",
    template_folder="templates",
    doc_ui=False,
)
wallet_files = Blueprint("wallet_files", __name__)


class OpeningBody(Body):
    """What the page knows when it opens."""

    init_data: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]


class LinkBody(Body):
    """What is to be shown as a code."""

    link: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_LINK)]


class BackBody(Body):
    """How many points the wallet sends back."""

    points: Annotated[int, Field(ge=1, le=LARGEST_MOVE)]


@dataclass(frozen=True, slots=True)
class _Sdk:
    """The vendored TON Connect SDK, as it goes over the line."""

    squeezed: Squeezed
    digest: str


@cache
def sdk() -> _Sdk:
    """Return the SDK; it is read and squeezed once."""
    plain = _SDK.read_bytes()
    return _Sdk(squeezed_once(plain), hashlib.sha256(plain).hexdigest()[:12])


@app_wallet.context_processor
def _for_templates() -> dict[str, Any]:
    return {"look": look_url}


@app_wallet.get("/")
def show_page() -> Response:
    """Return the page that everybody gets; who opened it, only the page itself knows."""
    require_chain()
    spoken = page_language()
    settings, bot = surroundings().settings, the_hub().programme.bot
    page = render_template(
        "app/wallet.html",
        lang=spoken,
        w=words_in(spoken),
        names=NAMES,
        no_bot=WORDS[spoken]["no_bot"],
        t=wallet_texts(spoken),
        said=script_words(spoken) | wallet_said(spoken),
        sdk=f"/tonconnect/{sdk().digest}/sdk.js",
        manifest=MANIFEST,
        list=LIST,
        telegram=None if bot is None else f"https://t.me/{bot}?startapp",
        official=OFFICIAL if settings.official_script else None,
    )
    answer = make_response(page)
    answer.headers["Content-Security-Policy"] = _policy()
    answer.headers["Cache-Control"] = f"public, max-age={_PAGE_S}"
    answer.headers["Content-Language"] = spoken
    answer.vary.add("Accept-Language")
    return squeeze(answer)


@app_wallet.post("/session")
@rated(OPENING)
def open_wallet(body: OpeningBody) -> Response:
    """Sign in whoever opened the screen, and show it to him."""
    require_chain()
    hub = the_hub()
    signed = sign_in_by_telegram(hub, body.init_data, address())
    member = member_of(hub, MemberId(signed.owner))
    set_principal("member", member.id, language=member.language)
    viewer = Viewer(hub, member, language())
    said = {
        "html": _shown(viewer),
        "access": signed.access,
        "refresh": signed.refresh,
        "me": signed.owner,
        "language": viewer.language,
        "words": script_words(viewer.language) | wallet_said(viewer.language),
    }
    return _private(Response(json.dumps(said, ensure_ascii=False), content_type="application/json"))


@app_wallet.get("/screen")
@require_member
def show_screen() -> Response:
    """Return the screen as it is now."""
    require_chain()
    return _private(make_response(_shown(Viewer(the_hub(), the_member(), language()))))


@app_wallet.post("/qr")
@require_member
@rated(OPENING)
def draw_link(body: LinkBody) -> Response:
    """Return a wallet's link as a code, for a wallet on another device."""
    found = qr_picture(body.link)
    return _private(jsonify(size=found.size, path=found.path))


@app_wallet.post("/back")
@require_member
def ask_back(body: BackBody) -> Response:
    """Return the message by which the member's wallet sends points back."""
    deployment, wallet = require_chain(), the_member().wallet
    if wallet is None or not has_key(wallet):
        raise Refused(Refusal.WALLET_NEEDED, "no wallet is linked")
    number = int.from_bytes(the_hub().random.octets(8), "big")
    return _private(jsonify(back_message(deployment, wallet, body.points, number).model_dump()))


@wallet_files.get(MANIFEST)
def show_manifest() -> Response:
    """Say to a wallet who asks it; any page may read it."""
    require_chain()
    site = f"https://{the_hub().programme.host}"
    answer = jsonify(url=site, name="Baursak", iconUrl=site + look_url("baursak.png"))
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cache-Control"] = f"public, max-age={_PAGE_S}"
    return answer


@wallet_files.get(LIST)
def show_list() -> Response:
    """Return our list as the SDK reads one, which would else ask another host for its own."""
    require_chain()
    icon = look_url("baursak.png")
    shown = [
        {
            "app_name": it.name,
            "name": it.name,
            "image": icon,
            "about_url": it.link,
            "universal_url": it.link,
            "bridge": [{"type": "sse", "url": it.bridge}],
            "platforms": ["ios", "android", "macos", "windows", "linux"],
        }
        for it in surroundings().settings.wallets
    ]
    answer = jsonify(shown)
    answer.headers["Cache-Control"] = f"public, max-age={_PAGE_S}"
    return answer


@wallet_files.get("/tonconnect/<string:release>/sdk.js")
def show_sdk(release: str) -> Response:
    """Return the TON Connect SDK, squeezed as far as the browser unpacks it."""
    require_chain()
    found = sdk()
    answer = show_squeezed(found.squeezed, "text/javascript; charset=utf-8")
    kept = f"public, max-age={_YEAR}, immutable" if release == found.digest else "no-cache"
    answer.headers["Cache-Control"] = kept
    return answer


def _policy() -> str:
    """Return the page's policy: the bridges of our list, and no other host."""
    settings = surroundings().settings
    bridges = " ".join(sorted({it.origin for it in settings.wallets}))
    policy = IN_TELEGRAM.replace("connect-src 'self'", f"connect-src 'self' {bridges}")
    if settings.official_script:
        policy = policy.replace("script-src 'self'", f"script-src 'self' {TELEGRAM}")
    return policy


def _shown(viewer: Viewer) -> str:
    screen = wallet_screen(viewer, require_chain(), surroundings().settings.wallets)
    return render_template(f"app/{screen.name}.html", **screen.facts)


def _private(answer: Response) -> Response:
    answer.headers["Cache-Control"] = "no-store"
    return squeeze(answer)
