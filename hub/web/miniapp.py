"""The Mini App: its shell for everybody, its screens for members; everything from one origin.

What Telegram hands over stands behind the `#`, so the first answer is the same for everybody. The
page then posts it to `session` and gets, in one answer, who it is and its first screen.
"""

import re
from typing import Annotated, Any, Final

from flask import Response, make_response, render_template
from flask_openapi3.blueprint import APIBlueprint
from pydantic import StringConstraints

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.telegram import LONGEST
from hub.core.fiscal_claims import FiscalClaimState
from hub.core.ids import RewardId, VoucherId
from hub.core.ports.rates import Allowance
from hub.usecases.fiscal_claims import claim_fiscal_receipt
from hub.usecases.sign_in import sign_in_by_telegram
from hub.web import app_goods, app_joining, app_screens
from hub.web.app_card import card_screen
from hub.web.app_opening import claiming, fragment, opened, said
from hub.web.app_viewer import Screen, Viewer
from hub.web.app_words import script_words, words_in
from hub.web.context import the_hub
from hub.web.guards import require_member, the_member
from hub.web.look import look_url
from hub.web.page_words import page_language
from hub.web.principal import address, language
from hub.web.rates import rated
from hub.web.reward_shapes import RewardPath, VoucherPath
from hub.web.shapes import Body, Path, RowId
from hub.web.squeezing import squeeze
from hub.web.surroundings import surroundings

COMING: Final = Allowance(300, 60)
"""Openings of the app from one address: behind a carrier's NAT stands a whole town."""
_SHELL_S: Final = 300
LONGEST_CODE: Final = 400
"""Characters of what was scanned; the longest link has far fewer."""
OFFICIAL: Final = "https://telegram.org/js/telegram-web-app.js"
_FISCAL: Final = re.compile(r"https?://[^\s]{1,300}[?&][^\s]*\bi=", re.ASCII)
"""What the fiscal codes of all operators have in common; the core reads them properly."""

miniapp = APIBlueprint(
    "miniapp", __name__, url_prefix="/app", template_folder="templates", doc_ui=False
)


class OpeningBody(Body):
    """What the page knows when it opens."""

    init_data: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST)]
    start: Annotated[str, StringConstraints(max_length=512)] = ""


class ScannedBody(Body):
    """What the camera read."""

    code: Annotated[str, StringConstraints(min_length=1, max_length=LONGEST_CODE)]


class ScreenPath(Path):
    """Which screen."""

    name: Annotated[str, StringConstraints(max_length=20)]


class OlderPath(Path):
    """The line of the history below which a page begins."""

    before: RowId


@miniapp.context_processor
def _for_templates() -> dict[str, Any]:
    return {"look": look_url}


@miniapp.get("/")
def shell() -> Response:
    """Return the page that everybody gets; who opened it, only the page itself knows."""
    spoken = page_language()
    page = render_template(
        "app/shell.html",
        lang=spoken,
        w=words_in(spoken),
        words=script_words(spoken),
        official=OFFICIAL if surroundings().settings.official_script else None,
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = f"public, max-age={_SHELL_S}"
    answer.headers["Content-Language"] = spoken
    answer.vary.add("Accept-Language")
    return squeeze(answer)


@miniapp.get("/keeper.js")
def keeper() -> Response:
    """Return the worker that keeps the page for a phone without a line, where phones allow it."""
    answer = make_response(render_template("app/keeper.js"))
    answer.content_type = "text/javascript; charset=utf-8"
    answer.headers["Cache-Control"] = "no-cache"
    return answer


@miniapp.post("/session")
@rated(COMING)
def open_app(body: OpeningBody) -> Response:
    """Sign in whoever opened the app, claim what he opened it with, and show the first screen."""
    signed = sign_in_by_telegram(the_hub(), body.init_data, address())
    return opened(the_hub(), signed, body.start, refresh=signed.refresh)


@miniapp.post("/claims")
@require_member
def claim_scanned(body: ScannedBody) -> Response:
    """Claim what the camera read: a slip's code, or the fiscal one."""
    viewer, code = _viewer(), body.code.strip()
    if _FISCAL.match(code) and "/c/" not in code:
        return said(viewer, _fiscal(viewer, code))
    return said(viewer, claiming(viewer, code))


@miniapp.get("/screens/<string:name>")
@require_member
def show_screen(path: ScreenPath) -> Response:
    """Return one of the screens that need no number."""
    make = _SCREENS.get(path.name)
    if make is None:
        raise Refused(Refusal.NOT_FOUND, "a screen")
    return fragment(make(_viewer()))


@miniapp.get("/screens/history/<int:before>")
@require_member
def show_older(path: OlderPath) -> Response:
    """Return the page of the history below a line."""
    return fragment(app_screens.history(_viewer(), path.before))


@miniapp.get("/screens/reward/<int:id>")
@require_member
def show_reward(path: RewardPath) -> Response:
    """Return one reward."""
    return fragment(app_goods.reward(_viewer(), RewardId(path.id)))


@miniapp.get("/screens/voucher/<int:id>")
@require_member
def show_voucher(path: VoucherPath) -> Response:
    """Return one voucher."""
    return fragment(app_goods.voucher(_viewer(), VoucherId(path.id)))


_SCREENS: Final = {
    "home": app_screens.home,
    "rewards": app_goods.rewards,
    "vouchers": app_goods.vouchers,
    "history": lambda viewer: app_screens.history(viewer, None),
    "me": app_screens.me,
    "consent": app_screens.consent,
    "scan": app_screens.scan,
    "keys": app_joining.keys,
    "join": app_joining.join,
    "card": card_screen,
}


def _viewer() -> Viewer:
    return Viewer(the_hub(), the_member(), language())


def _fiscal(viewer: Viewer, code: str) -> Screen:
    try:
        claim = claim_fiscal_receipt(viewer.hub, viewer.member.id, code)
    except Refused as refused:
        return app_screens.not_claimed(viewer, refused.refusal, code)
    credited = claim.state is FiscalClaimState.CREDITED
    return app_screens.home(viewer) if credited else app_screens.fiscal_waiting(viewer)
