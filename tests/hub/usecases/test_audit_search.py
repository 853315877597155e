"""The log is looked through by who may, and by whom, what, when and about whom."""

from dataclasses import replace

import pytest

from contracts.wire.refusals import Refused
from contracts.wire.units import UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.core.access.actor import CONSOLE
from hub.core.access.people import Page
from hub.core.access.roles import Grant, Role, Scope
from hub.core.ports.audit_log import AuditFilter
from hub.usecases.audit_search import all_audit, people_in_audit, search_audit
from tests.hub.hubs import NOW
from tests.hub.usecases.staff_world import StaffWorld


@pytest.fixture
def world(store: DatabaseStore) -> StaffWorld:
    """Return a hub where some things were done, a minute apart."""
    world = StaffWorld(store)
    with store.begin() as work:
        owner = work.staff.add("owner", "Гүлнар", None, UnixTime(NOW))
        operator = work.staff.add("operator", "Ерлан", None, UnixTime(NOW))
    world.owner = replace(world.owner, staff=owner)
    world.operator = replace(world.operator, staff=operator)
    home = world.partner
    for minute, (actor, action, subject, partner) in enumerate((
        (world.owner, "voucher.cancel", "voucher 7", home),
        (world.operator, "member.block", "member 3", None),
        (world.owner, "voucher.undo", "voucher 8", home),
        (CONSOLE, "hub.master_secret", "master secret", None),
        (world.operator, "partner.decide", f"partner {home}", home),
    )):  # fmt: skip
        with store.begin() as work:
            work.audit.write(actor.entry(UnixTime(NOW + 60 * minute), action, subject, partner))
    return world


def test_rows_are_found_by_what_is_asked(world: StaffWorld) -> None:
    """Person, console, kind, subject and time; newest first, page by page."""
    for asked, found in (
        (AuditFilter(), ["partner.decide", "hub.master_secret", "voucher.undo", "member.block",
                         "voucher.cancel"]),
        (AuditFilter(staff=world.owner.staff), ["voucher.undo", "voucher.cancel"]),
        (AuditFilter(console=True), ["hub.master_secret"]),
        (AuditFilter(kind="voucher"), ["voucher.undo", "voucher.cancel"]),
        (AuditFilter(kind="vouch"), []),
        (AuditFilter(subject="member 3"), ["member.block"]),
        (AuditFilter(since=UnixTime(NOW + 180)), ["partner.decide", "hub.master_secret"]),
        (AuditFilter(until=UnixTime(NOW + 60)), ["voucher.cancel"]),
    ):  # fmt: skip
        lines = search_audit(world.hub, world.operator, asked, Page())
        assert [it.entry.action for it in lines] == found, asked
    first = search_audit(world.hub, world.operator, AuditFilter(), Page(limit=2))
    then = search_audit(world.hub, world.operator, AuditFilter(), Page(first[-1].id, 9))
    assert [it.id for it in (*first, *then)] == [
        it.id for it in all_audit(world.hub, world.operator, AuditFilter())
    ]
    assert [it.by for it in first] == ["Ерлан", ""]


def test_an_owner_sees_what_concerns_his_partner(world: StaffWorld) -> None:
    """Also what the operator did about it; nobody else's, and a manager nothing."""
    lines = search_audit(world.hub, world.owner, AuditFilter(), Page())
    assert [(it.entry.action, it.by) for it in lines] == [
        ("partner.decide", "Ерлан"), ("voucher.undo", "Гүлнар"), ("voucher.cancel", "Гүлнар"),
    ]  # fmt: skip
    assert set(people_in_audit(world.hub, world.owner).values()) == {"Гүлнар", "Ерлан"}
    assert search_audit(world.hub, world.stranger, AuditFilter(), Page()) == []
    assert people_in_audit(world.hub, world.stranger) == {}
    manager = replace(world.owner, grants=(Grant(Role.MANAGER, Scope(world.partner)),))
    for ask in (
        lambda: search_audit(world.hub, manager, AuditFilter(), Page()),
        lambda: people_in_audit(world.hub, manager),
    ):
        with pytest.raises(Refused):
            ask()
