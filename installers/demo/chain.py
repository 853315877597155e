"""The receipt's points on chain: stated at an epoch, moved out, and found in a wallet.

The chain is one of this machine; its contracts, its prices and what is spoken to it are TON's own.
"""

import json
import secrets
import time
from collections.abc import Callable
from contextlib import closing
from typing import Final

from contracts.ton.cells import builder
from contracts.ton.reading import address_of, boc_of, cell_of, core_address
from contracts.ton.seen import Address
from contracts.ton.token_books import Books, read_books
from contracts.wire import base64url
from hub.chain_assembly import chain_of
from hub.core.ports.chain import Chain, GetMethodFailed, SliceItem
from hub.core.settlement.deployment import Contract
from installers.demo.people import Member
from installers.demo.programs import Town, baursak
from installers.demo.stage import Stage, wait_until
from installers.demo.wallet import PhoneWallet

MOVED: Final = 200
"""Points that the member takes to his own wallet."""
DELAY_S: Final = 22 * 3600
"""In which an epoch can be vetoed before anybody can claim by it, as `chain deploy` has it."""
INTERVAL_S: Final = 3600
EARLY: Final = {"return_window": 0}
"""In a shop points leave when nobody can return their goods any more: after 14 days."""


def found_on_chain(town: Town, chain_is_there: Callable[[], None]) -> str:
    """Make the programme's keys, put its contracts on the chain, and say so."""
    keys, config = str(town.keys), str(town.chain_config)
    baursak("chain", "keys", keys)
    chain_is_there()
    words = ("--network", "local", "--config", config, "--keys", keys, "--yes")
    bounds = ("--delay", str(DELAY_S), "--least-interval", str(INTERVAL_S))
    baursak("chain", "deploy", *words, *bounds, "--out", str(town.deployment))
    return "puts the programme's contracts on a chain of this machine, and checks them there"


def move_out(stage: Stage, member: Member) -> None:
    """Let the chain state what is owed, and the member take some of it to his own wallet."""
    owed = int(member.asks("/api/v1/loyalty/balance")["spendable"])
    with closing(chain_of(stage.town.settings())) as chain:
        _say_epoch(stage, _stated(stage, chain, owed, 0))
        wallet = _link_wallet(stage, member)
        name = base64url.encode(secrets.token_bytes(16))
        asked = member.does("/api/v1/chain/moves", id=name, points=MOVED)
        stage.line("the member", f"moves {MOVED} points to it. {asked['sentence']}")
        _say_epoch(stage, _stated(stage, chain, owed - MOVED, MOVED))
        _advance(stage, DELAY_S, "nobody vetoes the epoch, and the programme pushes the claim")
        held = wait_until(
            lambda: jettons_of(chain, _token(stage.town), wallet),
            "The jettons did not come.", stage.town.worker_log,
        )  # fmt: skip
    stage.line("a lite-server", f"finds {held} BAUR in the member's wallet")
    _check_proof(stage, member, owed - MOVED)


def _stated(stage: Stage, chain: Chain, custody: int, issued: int) -> Books:
    """Return the token's books, as its own data says, once they say what is sealed by now.

    While they are of an epoch before that, the chain's clock is moved on to the next one.
    """
    stage.sealed_books()
    passed = [0]

    def look() -> Books | None:
        data = chain.account(_token(stage.town)).data
        assert data is not None, "the token is deployed"
        books = read_books(data)
        said = books.stated
        if (said.custody, said.issued) == (custody, issued):
            return books
        if said.epoch > passed[-1]:
            passed.append(said.epoch)
            _advance(stage, DELAY_S + INTERVAL_S, "the next epoch is due")
        return None

    return wait_until(look, "The next epoch is not on the chain.", stage.town.worker_log)


def _say_epoch(stage: Stage, books: Books) -> None:
    said = books.stated
    stage.line(
        "the chain",
        f"states epoch {said.epoch}: {said.custody} points in custody, {said.issued} for wallets,"
        f" ledger block {said.block}",
    )


def _link_wallet(stage: Stage, member: Member) -> Address:
    """Link a wallet of the member's own, which signs the hub's challenge."""
    wallet = PhoneWallet()
    asked = member.does("/api/v1/auth/wallet/challenge")
    proof = wallet.proof(asked["payload"], asked["domain"], int(time.time()))
    member.sets("/api/v1/auth/wallet", **proof)
    stage.line("the member", f"links the wallet {wallet.shown}, which signs for it")
    return wallet.address


def _advance(stage: Stage, seconds: int, words: str) -> None:
    baursak("chain", "advance", str(seconds), "--folder", str(stage.town.chain_folder))
    stage.line("the chain's clock", f"goes on by {seconds // 3600} hours: {words}")


def _check_proof(stage: Stage, member: Member, custody: int) -> None:
    """Let the member check for himself that the chain counts his points."""
    town, me = stage.town, member.asks("/api/v1/auth/me")["id"]
    file = town.folder / "my-proof.json"
    file.write_text(json.dumps(member.asks("/api/v1/chain/proof")), encoding="utf-8")
    where = ("--network", "local", "--servers", str(town.chain_config), "--token", _token(town))
    said = baursak(
        "verify-proof", str(file), *where, "--member", f"member:{me}", "--balance", str(custody)
    )
    stage.line("the member", f"checks his proof, without the hub. {said.strip()}")


def jettons_of(chain: Chain, token: Address, owner: Address) -> int:
    """Return what *owner* holds, asked as any wallet asks: the token, then its jetton wallet."""
    asked = SliceItem(boc_of(builder().store_address(core_address(owner)).end_cell()))
    (place,) = chain.get(token, "get_wallet_address", [asked])
    assert isinstance(place, SliceItem), "an address"
    found = address_of(cell_of(place.boc).begin_parse().load_address())
    assert found is not None, "on the basechain"
    try:
        balance = chain.get(found, "get_wallet_data")[0]
    except GetMethodFailed:
        return 0
    assert isinstance(balance, int), "TEP-74"
    return balance


def _token(town: Town) -> Address:
    settings = town.settings().chain
    assert settings is not None, "the demo is on a chain"
    assert settings.deployment is not None, "it is deployed"
    return settings.deployment.contracts[Contract.LOYALTY].address
