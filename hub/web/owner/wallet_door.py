"""The pages that reach a wallet: signing in by one, and linking one's own.

They alone may speak to bridges outside, each to those of our list, and ask them nothing before a
wallet is chosen; every other page of the dashboard keeps its policy.
"""

from typing import Final

from flask import Response, jsonify, request
from pydantic import ValidationError

from contracts.wire.refusals import Refusal, Refused
from hub.core.access.challenge import Purpose
from hub.usecases.sign_in import make_challenge, sign_in_by_wallet
from hub.usecases.staff_wallet import challenge_staff_wallet, link_staff_wallet
from hub.usecases.who_am_i import staff_of
from hub.web.app_wallet import LIST, LONGEST_LINK, MANIFEST, sdk
from hub.web.auth_shapes import WalletProofBody
from hub.web.chain_context import require_chain
from hub.web.context import the_hub
from hub.web.guards import require_page, the_actor, the_claims
from hub.web.headers import PAGE
from hub.web.owner.frame import ACCOUNT, SIGN_IN, owner, page, private, wanted_page
from hub.web.owner.texts import words_in
from hub.web.page_session import keep_session, page_language, require_own_page
from hub.web.principal import address
from hub.web.qr_picture import qr_picture
from hub.web.rates import SIGNING_IN, rated
from hub.web.surroundings import surroundings

_SAID: Final = (
    "wa_waiting", "wa_open", "wa_checking", "wa_declined", "wa_network", "wa_no_answer",
    "wa_nobody", "wa_taken", "wa_late", "wa_bad", "wa_kind", "ac_wrong", "no_line", "error",
)  # fmt: skip
"""Words that the page's script says."""
BY_WALLET: Final = f"{SIGN_IN}/wallet"
LINKING: Final = f"{ACCOUNT}/wallet"


def takes_wallets() -> bool:
    """Whether this hub is on a chain whose wallets may sign in."""
    return surroundings().chain is not None and the_hub().access.network is not None


@owner.get("/sign-in/wallet")
def show_wallet_sign_in() -> Response:
    """Let one choose a wallet to sign in by."""
    return _shown(BY_WALLET, wanted_page())


@owner.post("/sign-in/wallet/challenge")
@rated(SIGNING_IN)
def challenge_wallet() -> Response:
    """Give what a wallet is to sign to let its owner in."""
    require_own_page(None)
    _require_wallets()
    return private(jsonify(payload=make_challenge(the_hub(), Purpose.LOGIN)))


@owner.post("/sign-in/wallet")
@rated(SIGNING_IN)
def let_in_by_wallet() -> Response:
    """Sign in by a wallet's signature of our challenge."""
    require_own_page(None)
    signed = sign_in_by_wallet(the_hub(), _proof().said(), address())
    return keep_session(private(jsonify(to=wanted_page())), signed)


@owner.post("/sign-in/wallet/qr")
@rated(SIGNING_IN)
def draw_wallet_link() -> Response:
    """Return a wallet's link as a code, for a wallet on another device."""
    require_own_page(None)
    _require_wallets()
    link = request.form.get("link", "", type=str)
    if not 0 < len(link) <= LONGEST_LINK:
        raise Refused(Refusal.VALIDATION, "no link of a wallet")
    found = qr_picture(link)
    return private(jsonify(size=found.size, path=found.path))


@owner.get("/account/wallet")
@require_page()
def show_wallet_linking() -> Response:
    """Let one choose a wallet to link."""
    person, _ = staff_of(the_hub(), the_claims())
    wanted = f"{ACCOUNT}?done=linked"
    return _shown(LINKING, wanted, login=person.login, has_password=person.has_password)


@owner.post("/account/wallet/challenge")
@require_page()
@rated(SIGNING_IN)
def challenge_own_wallet() -> Response:
    """Give what one's wallet is to sign, to who knows the password."""
    require_own_page(the_claims())
    _require_wallets()
    password = request.form.get("password", "", type=str)[:1024]
    payload = challenge_staff_wallet(the_hub(), the_actor(), the_claims(), password)
    return private(jsonify(payload=payload))


@owner.post("/account/wallet")
@require_page()
@rated(SIGNING_IN)
def link_wallet() -> Response:
    """Link the wallet that signed our challenge."""
    require_own_page(the_claims())
    link_staff_wallet(the_hub(), the_actor(), the_claims(), _proof().said())
    return private(jsonify(to=f"{ACCOUNT}?done=linked"))


def _require_wallets() -> None:
    require_chain()
    if not takes_wallets():
        raise Refused(Refusal.NO_CHAIN, "no wallet may sign in here")


def _proof() -> WalletProofBody:
    """Return what a wallet signed, as the page's script hands it on."""
    _require_wallets()
    try:
        return WalletProofBody.model_validate_json(request.form.get("wallet", "", type=str))
    except ValidationError as error:
        raise Refused(Refusal.VALIDATION, "no proof of a wallet") from error


def _shown(action: str, wanted: str, *, login: str = "", has_password: bool = True) -> Response:
    _require_wallets()
    words, settings = words_in(page_language()), surroundings().settings
    answer = page(
        "wallet_door", action=action, linking=action == LINKING, next=wanted,
        login=login, has_password=has_password, wallets=settings.wallets,
        said={name: words[name] for name in _SAID}, manifest=MANIFEST, list=LIST,
        sdk=f"/tonconnect/{sdk().digest}/sdk.js", network=the_hub().access.network,
    )  # fmt: skip
    bridges = " ".join(sorted({it.origin for it in settings.wallets}))
    policy = PAGE.replace("connect-src 'self'", f"connect-src 'self' {bridges}")
    answer.headers["Content-Security-Policy"] = policy
    return answer
