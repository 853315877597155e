"""The metrics of settlement, of a programme that is on a chain."""

from typing import Final

from prometheus_client import CollectorRegistry, Gauge

from hub.core.ports.hub import Hub
from hub.usecases.chain_reading import SettlementSeen, settlement_seen

NEVER: Final = float("nan")
"""What has not been seen yet: no alarm takes it for a number."""


class ChainMeter:
    """What a process says of settlement: the same whichever is asked."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def gauge(name: str, words: str, *labels: str) -> Gauge:
            return Gauge(f"hub_{name}", words, labels, registry=registry)

        self._epoch = gauge("settlement_epoch", "The newest epoch that the chain states.")
        self._epoch_age = gauge("settlement_epoch_age_seconds", "Since it was seen on chain.")
        self._good = gauge(
            "settlement_good", "Whether after it custody and supply were what the ledger says."
        )
        self._points = gauge("settlement_points", "What the check after it compared.", "what")
        self._halted = gauge("settlement_halted", "Whether a person must look first.")
        self._attempts = gauge("settlement_attempts", "Messages of the newest epoch so far.")
        self._seen_age = gauge("settlement_seen_age_seconds", "Since the chain was last read.")
        self._balances = gauge("wallet_nanotons", "What the programme's wallets hold.", "wallet")
        self._moves = gauge("moves_waiting", "Moves that no epoch states yet.")
        self._moved = gauge("moves_waiting_points", "Their points.")
        self._unknown = gauge(
            "returns_unknown_points", "Points that came back from wallets that nobody has linked."
        )

    def look(self, hub: Hub) -> None:
        """Take what the worker saw last, and what waits now."""
        seen, now = settlement_seen(hub), hub.clock.now()
        facts = seen.facts
        self._epoch.set(facts.get("epoch", 0))
        self._halted.set(bool(seen.halted))
        self._attempts.set(facts.get("attempts", 0))
        self._seen_age.set(NEVER if seen.seen_at is None else now - seen.seen_at)
        self._balances.labels("settler").set(facts.get("settler_balance", NEVER))
        self._balances.labels("sponsor").set(seen.sponsor.get("settler_balance", NEVER))
        self._moves.set(seen.moves_waiting)
        self._moved.set(seen.points_waiting)
        self._unknown.set(seen.unknown_returns)
        self._note_check(seen, now)

    def _note_check(self, seen: SettlementSeen, now: int) -> None:
        """Say what the check after the newest epoch found."""
        last = seen.last
        if last is None or last.found is None:
            self._good.set(NEVER)
            self._epoch_age.set(NEVER)
            return
        self._good.set(bool(last.found["good"]))
        self._epoch_age.set(now - (last.confirmed_at or last.stored_at))
        for what in ("custody_chain", "custody_ledger", "supply", "issued", "burned"):
            self._points.labels(what).set(last.found[what])
