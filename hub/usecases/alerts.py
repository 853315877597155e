"""Tells owners and the operator what they should look at: once, and again after hours."""

from collections.abc import Mapping
from typing import Any, Final

from contracts.wire.units import UnixTime
from hub.core.access.roles import PROGRAMME
from hub.core.alerts import Alert, AlertKind, text_of
from hub.core.ports.hub import Hub
from hub.core.ports.outward import AlertDoor, OutsideUnavailable
from hub.core.settlement.epochs import PATIENCE
from hub.usecases.chain_watch import faults_noted
from hub.usecases.partner_shares import SHARES
from hub.usecases.preflight import Fault
from hub.usecases.settlement_desk import BEAT, SPONSOR_BEAT
from hub.usecases.till_alarms import AlarmKind, TillAlarm, till_alarms

AGAIN_AFTER: Final = 6 * 3600
"""Seconds until the same alert is said again: twice a shift, not every five minutes."""
LANGUAGES: Final = ("kk", "ru", "en")
LOOKED_AT: Final = 500
"""Returns of unknown wallets that are added up for an alert."""
_KINDS: Final = {
    AlarmKind.QUIET: AlertKind.QUIET,
    AlarmKind.FEW_SLIPS: AlertKind.FEW_SLIPS,
    AlarmKind.PRINTER: AlertKind.PRINTER,
    AlarmKind.QUARANTINED: AlertKind.QUARANTINED,
}


def warn(hub: Hub, door: AlertDoor | None, language: str) -> dict[str, object]:
    """Tell what is wrong now: to owners by the feed, to the operator at the *door*.

    An alert that the door did not take is said again at the next run.
    """
    said = missed = 0
    for alert in alerts_now(hub):
        if not _is_due(hub, alert):
            continue
        if door is not None:
            try:
                door.post(alert.kind.value, text_of(alert, language))
            except OutsideUnavailable:
                missed += 1
                continue
        _note(hub, alert)
        said += 1
    return {"said": said, "missed": missed}


def alerts_now(hub: Hub) -> list[Alert]:
    """Return what is wrong now, whether it was told already or not."""
    alerts = [_of_till(alarm) for alarm in till_alarms(hub)]
    with hub.store.read() as work:
        waiting = work.reviews.waiting([PROGRAMME])
    if waiting:
        alerts.append(Alert(AlertKind.REVIEWS, "reviews", {"count": waiting}, None))
    return alerts + _of_chain(hub)


def _of_chain(hub: Hub) -> list[Alert]:
    """Return what is wrong with settlement, by what the worker last saw."""
    with hub.store.read() as work:
        seen = work.jobs.facts(BEAT)
        sponsor = work.jobs.facts(SPONSOR_BEAT)
        halted = work.settlements.mark().halted
        faults = faults_noted(work)
    found = [_of_fault(it) for it in faults]
    if halted:
        found.append(Alert(AlertKind.CHAIN_HALTED, "settlement", {"why": halted}, None))
    for name, facts in (("settler", seen), ("sponsor", sponsor)):
        if facts.get("settler_low"):
            balance = {"balance": int(facts["settler_balance"])}
            found.append(Alert(AlertKind.CHAIN_LOW, name, balance, None))
    if seen.get("stored", 0) > seen.get("epoch", 0) and seen.get("attempts", 0) >= PATIENCE:
        tried = {"epoch": int(seen["stored"]), "attempts": int(seen["attempts"])}
        found.append(Alert(AlertKind.CHAIN_STUCK, "settlement", tried, None))
    return found + _of_points(hub, seen)


def _of_points(hub: Hub, seen: Mapping[str, Any]) -> list[Alert]:
    """Return what of points and shares waits for somebody."""
    with hub.store.read() as work:
        shares = work.jobs.facts(SHARES)
        points = sum(it.points for it in work.logs.strangers(LOOKED_AT))
    found = []
    if beyond := seen.get("beyond_cap"):
        facts = {name: int(beyond[name]) for name in ("block", "needs", "cap")}
        found.append(Alert(AlertKind.CHAIN_CAP, "settlement", facts, None))
    if shares.get("owed", 0) > shares.get("available", 0):
        facts = {name: int(shares[name]) for name in ("owed", "available")}
        found.append(Alert(AlertKind.CHAIN_SHORT, "shares", facts, None))
    if points:
        found.append(Alert(AlertKind.CHAIN_STRANGERS, "returns", {"points": points}, None))
    return found


def _of_fault(fault: Fault) -> Alert:
    """Return the alert of what keeps the worker from sending, which says itself what to do."""
    said: dict[str, int | str] = {language: fault.text(language) for language in LANGUAGES}
    subject = f"{fault.wrong}/{fault.facts.get('name', '')}"
    return Alert(AlertKind.CHAIN_REFUSED, subject, {"why": fault.wrong.value, **said}, None)


def _of_till(alarm: TillAlarm) -> Alert:
    facts: dict[str, int | str] = {
        "name": alarm.name,
        "till": alarm.till,
        "minutes": alarm.number // 60,
        "percent": alarm.number,
        "before": alarm.before,
    }
    return Alert(_KINDS[alarm.kind], f"till {alarm.till}", facts, alarm.partner)


def _name(alert: Alert) -> str:
    return f"alert/{alert.kind}/{alert.subject}"


def _is_due(hub: Hub, alert: Alert) -> bool:
    with hub.store.read() as work:
        last = work.jobs.beats().get(_name(alert))
    return last is None or last <= UnixTime(hub.clock.now() - AGAIN_AFTER)


def _note(hub: Hub, alert: Alert) -> None:
    with hub.store.begin() as work:
        work.jobs.beat(_name(alert), hub.clock.now(), {})
        facts = {name: value for name, value in alert.facts.items() if name != "name"}
        work.feed.publish(f"alert.{alert.kind}", facts, partner=alert.partner)
