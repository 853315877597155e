"""What the screen of wallets shows: a choice of wallets, or the member's own and what is in it."""

from collections.abc import Sequence
from typing import Any, Final

from contracts.ton.addresses import friendly
from contracts.ton.seen import Address
from contracts.wire.refusals import Refused
from contracts.wire.units import Points, UnixTime
from hub.core.access.wallet_proof import Network
from hub.core.ports.chronicle import ReturnSeen
from hub.core.settlement.deployment import Contract, Deployment
from hub.core.settlement.moves import LARGEST_MOVE, MoveState
from hub.core.settlement.network import MAINNET, TESTNET
from hub.core.wallet_choices import WalletChoice
from hub.usecases.chain_reading import settlement_seen, show_epoch
from hub.usecases.loyalty import show_loyalty
from hub.usecases.moves import ShownMove, list_moves, list_returns, may_move
from hub.web.app_viewer import Screen, Viewer
from hub.web.app_wallet_texts import wallet_texts
from hub.web.chain_sentences import MOVES, RETURNS
from hub.web.page_words import day, moment, points_of, span
from hub.web.surroundings import surroundings

LINES: Final = 10
"""Moves and returns shown; the export has all of them."""
_STEPS: Final = tuple(MoveState)
_EXPLORERS: Final = {MAINNET: "https://tonviewer.com/", TESTNET: "https://testnet.tonviewer.com/"}
_NETWORK_NAMES: Final = {MAINNET: "TON Mainnet", TESTNET: "TON Testnet"}


def wallet_screen(
    viewer: Viewer, deployment: Deployment, wallets: Sequence[WalletChoice]
) -> Screen:
    """Return the screen as its member finds it now."""
    is_main = deployment.network == MAINNET
    found: dict[str, Any] = {
        "t": wallet_texts(viewer.language),
        "wallets": wallets,
        "chain": str(Network.MAINNET if is_main else Network.TESTNET),
        "network": _NETWORK_NAMES.get(deployment.network, "TON Testnet"),
        "is_test": not is_main,
        "wallet": viewer.member.wallet,
    }
    if viewer.member.wallet is not None:
        found |= _linked(viewer, deployment, viewer.member.wallet)
    return viewer.screen("wallet_screen", **found)


def _linked(viewer: Viewer, deployment: Deployment, wallet: str) -> dict[str, Any]:
    hub, member, spoken = viewer.hub, viewer.member.id, viewer.language
    own = show_loyalty(hub, member).balances
    moves, returns = list_moves(hub, member), list_returns(hub, member)
    on_way = sum(it.move.points - it.move.back for it in moves if not _arrived(it))
    there = max(0, own.chain - on_way)
    shown = _written(deployment, wallet)
    explorer = _EXPLORERS.get(deployment.network)
    manager = deployment.contracts[Contract.REDEMPTION].address
    return {
        "address": shown,
        "short": _short(shown),
        "explorer": None if explorer is None else explorer + shown,
        "spendable": points_of(own.spendable, spoken),
        "there": points_of(Points(there), spoken),
        "most_back": there,
        "on_way": points_of(Points(on_way), spoken) if on_way else None,
        "manager": friendly(manager, test_network=deployment.network != MAINNET),
        "stated": bool(settlement_seen(hub).facts.get("epoch")),
        "claimable": any(it.state is MoveState.CLAIMABLE for it in moves),
        "lines": _lines(viewer, deployment, moves, returns),
        **_leaving(viewer),
    }


def _leaving(viewer: Viewer) -> dict[str, Any]:
    """Return how many points may leave, and from when more."""
    hub, spoken, t = viewer.hub, viewer.language, wallet_texts(viewer.language)
    may = may_move(hub, viewer.member.id)
    found = may.movable
    said = (
        t["move_now"].format(points=points_of(found.now, spoken)) if found.now else t["move_none"]
    )
    later = None
    if found.since is not None:
        points = points_of(found.later, spoken)
        later = t["move_later"].format(day=day(found.since, spoken), points=points)
    return {
        "may": found.now,
        "least": may.least,
        "most": min(found.now, LARGEST_MOVE),
        "may_now": said,
        "may_later": later,
        "window": t["move_window"].format(
            days=span(may.window, spoken), least=points_of(may.least, spoken)
        ),
    }


def _lines(
    viewer: Viewer,
    deployment: Deployment,
    moves: Sequence[ShownMove],
    returns: Sequence[ReturnSeen],
) -> list[dict[str, Any]]:
    lines = [_move_line(viewer, deployment, it) for it in moves[:LINES]]
    lines += [_return_line(viewer, it) for it in returns[:LINES]]
    return sorted(lines, key=lambda it: it["time"], reverse=True)[:LINES]


def _move_line(viewer: Viewer, deployment: Deployment, shown: ShownMove) -> dict[str, Any]:
    spoken, t, move = viewer.language, wallet_texts(viewer.language), shown.move
    notes = []
    if move.epoch is not None:
        notes.append(t["in_epoch"].format(epoch=move.epoch))
    if shown.state is MoveState.DELAYED:
        since = _claimable_from(viewer, deployment, move.epoch)
        if since is not None:
            notes.append(t["claim_from"].format(time=moment(since, spoken)))
    return {
        "time": move.asked_at,
        "title": t["out"].format(points=points_of(move.points, spoken)),
        "sentence": MOVES[shown.state][spoken],
        "note": " ".join(notes),
        "at": moment(move.asked_at, spoken),
        "step": _STEPS.index(shown.state) + 1,
        "steps": len(_STEPS),
        "state": shown.state.value,
    }


def _return_line(viewer: Viewer, seen: ReturnSeen) -> dict[str, Any]:
    spoken, t = viewer.language, wallet_texts(viewer.language)
    credited = seen.credited_at is not None
    return {
        "time": seen.at,
        "title": t["back_of"].format(points=points_of(seen.points, spoken)),
        "sentence": RETURNS[credited][spoken],
        "note": "",
        "at": moment(seen.at, spoken),
        "step": 2 if credited else 1,
        "steps": 2,
        "state": "credited" if credited else "waiting",
    }


def _claimable_from(viewer: Viewer, deployment: Deployment, epoch: int | None) -> UnixTime | None:
    """Return from when an epoch's claims count, where the deployment says how long that takes."""
    if epoch is None or deployment.offices is None:
        return None
    try:
        confirmed = show_epoch(viewer.hub, epoch).epoch.confirmed_at
    except Refused:
        return None  # a restored hub that has not taken it in yet
    return None if confirmed is None else UnixTime(confirmed + deployment.offices.bounds.delay)


def _arrived(shown: ShownMove) -> bool:
    return shown.state is MoveState.CLAIMED


def wallet_line(viewer: Viewer) -> dict[str, str] | None:
    """Return what the profile says of wallets; None where the programme is on no chain."""
    deployment, wallet = surroundings().chain, viewer.member.wallet
    if deployment is None:
        return None
    t = wallet_texts(viewer.language)
    return {
        "title": t["title"],
        "state": t["none_yet"] if wallet is None else _short(_written(deployment, wallet)),
    }


def _written(deployment: Deployment, wallet: str) -> str:
    return friendly(Address(wallet), bounceable=False, test_network=deployment.network != MAINNET)


def _short(written: str) -> str:
    return f"{written[:6]}…{written[-6:]}"
