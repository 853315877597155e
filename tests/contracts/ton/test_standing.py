"""What contracts' data say of who may do what, against what they were given."""

import hashlib

import pytest
from pytoniq_core.boc.address import Address as CoreAddress

from contracts.ton import (
    loyalty_token,
    partner_registry,
    redemption_manager,
    revenue_distribution,
)
from contracts.ton.cells import builder
from contracts.ton.codes import code
from contracts.ton.metadata import on_chain
from contracts.ton.reading import MalformedCells, address_of, boc_of
from contracts.ton.standing import (
    read_manager_standing,
    read_registry_standing,
    read_revenue_standing,
    read_token_standing,
)

ADMIN, SETTLER, MANAGER = (CoreAddress((0, bytes([it]) * 32)) for it in (1, 2, 3))
READERS = (
    read_token_standing, read_manager_standing, read_revenue_standing, read_registry_standing,
)  # fmt: skip


@pytest.mark.parametrize("locked", [True, False])
def test_a_token_says_its_offices(*, locked: bool) -> None:
    """Admin, settler, bounds, and where its wallets may pay."""
    bounds = loyalty_token.Bounds(SETTLER, 12_345, 60, 120)
    manager = MANAGER if locked else None
    content = on_chain({"name": "Baursak", "decimals": "0"})
    data = loyalty_token.Founding(ADMIN, content, bounds, manager, upgrade_delay=9).data()
    found = read_token_standing(boc_of(data))
    assert (found.offices.admin, found.offices.pending_admin) == (address_of(ADMIN), None)
    assert (found.offices.upgrade_delay, found.offices.upgrade_pending) == (9, False)
    assert (found.settler, found.growth_cap) == (address_of(SETTLER), 12_345)
    assert (found.least_interval, found.delay, found.epoch) == (60, 120, 0)
    assert (found.locked, found.manager) == (locked, address_of(manager))
    name = "jetton_wallet_locked" if locked else "jetton_wallet_open"
    assert found.wallet_code_hash == code(name).code_hash


def test_the_others_say_theirs() -> None:
    """A manager without its token, a registry without a settler, and revenue with one."""
    manager = redemption_manager.Founding(ADMIN).init()
    found = read_manager_standing(boc_of(manager.data))
    assert (found.offices.admin, found.token) == (address_of(ADMIN), None)
    commissions = partner_registry.Commissions(3, 2, 1)
    registry = partner_registry.Founding(ADMIN, commissions).init()
    assert read_registry_standing(boc_of(registry.data)).settler is None
    revenue = revenue_distribution.Founding(ADMIN, ADMIN, 0, SETTLER).init()
    assert read_revenue_standing(boc_of(revenue.data)).settler == address_of(SETTLER)


@pytest.mark.parametrize("read", READERS)
def test_what_is_none_of_ours_is_malformed(read: object) -> None:
    """An empty cell, a few bits, a plain jetton's data."""
    plain = loyalty_token.Founding(ADMIN, on_chain({})).data()
    for cell in (builder().end_cell(), builder().store_uint(5, 8).end_cell(), plain):
        with pytest.raises(MalformedCells):
            read(boc_of(cell))  # type: ignore[operator]


def test_metadata_stand_under_the_hashes_of_their_names() -> None:
    """As TEP-64 has it, whatever their length."""
    texts = {"name": "Бауырсақ", "description": "x" * 400}
    content = on_chain(texts)
    rest = content.begin_parse()
    assert rest.load_uint(8) == 0
    found = rest.load_dict(256, value_deserializer=lambda it: it.load_ref())
    for name, text in texts.items():
        key = int.from_bytes(hashlib.sha256(name.encode()).digest(), "big")
        assert unsnaked(found[key]) == b"\x00" + text.encode()


def unsnaked(cell: object) -> bytes:
    """Return the bytes of a chain of cells."""
    rest = cell.begin_parse()  # type: ignore[attr-defined]
    head = rest.load_bytes(len(rest.bits) // 8)
    return bytes(head) + (unsnaked(rest.load_ref()) if rest.refs else b"")
