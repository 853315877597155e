"""Claims by the fiscal code, and the export that answers them."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from sqlalchemy import update

from contracts.wire.bodies import Fiscal
from contracts.wire.identity import fiscal_identity
from contracts.wire.refusals import Refusal, Refused
from contracts.wire.units import Tiyn, UnixTime
from hub.adapters.database.store import DatabaseStore
from hub.adapters.database.tables.access import members
from hub.core.access.actor import CONSOLE
from hub.core.access.people import Page, PartnerState
from hub.core.almaty import local
from hub.core.fiscal_claims import LONGEST_WAIT, FiscalClaimState
from hub.core.ids import MemberId
from hub.core.receipts.records import ClaimState, SaleState
from hub.core.reviews import Decision, ReviewFilter, ReviewKind, ReviewState
from hub.usecases.fiscal_claims import (
    claim_fiscal_receipt,
    list_fiscal_claims,
    match_fiscal_claims,
)
from hub.usecases.operator_export import ImportedExport, import_operator_export
from hub.usecases.reviews import decide_review, list_reviews
from hub.usecases.staff_members import flag_staff_member
from tests.hub.at_once import at_once
from tests.hub.usecases.claim_world import REGISTER, ClaimWorld

KASPI = "990000000001"
"""A register that no agent taps."""


@pytest.fixture
def world(store: DatabaseStore) -> ClaimWorld:
    """Return a hub with a shop."""
    return ClaimWorld(store)


def _code(world: ClaimWorld, sign: int, total: int = 100_000, register: str = KASPI) -> str:
    """Return the fiscal code of a receipt printed ten minutes ago."""
    at = local(UnixTime(world.clock.now() - 600)).strftime("%Y%m%dT%H%M%S")
    tenge = f"{total // 100}.{total % 100:02}"
    return f"https://consumer.oofd.kz/?i={sign:09}&f={register}&s={tenge}&t={at}"


def _row(world: ClaimWorld, sign: int, total: int = 100_000, register: str = KASPI,
         ago: int = 600) -> str:  # fmt: skip
    at = local(UnixTime(world.clock.now() - ago)).strftime("%Y-%m-%d %H:%M:%S")
    return f"{register},{sign:09},{total / 100:.2f},{at}"


def _import(world: ClaimWorld, *rows: str, dry: bool = False) -> ImportedExport:
    raw = "\n".join(["register,sign,total,time", *rows]).encode()
    return import_operator_export(world.hub, world.owner, world.shop, raw, dry=dry)


def _state(world: ClaimWorld, member: MemberId) -> FiscalClaimState:
    return list_fiscal_claims(world.hub, member, Page())[0].state


def test_a_claim_waits_for_the_export_and_is_credited_once(world: ClaimWorld) -> None:
    """1,000 ₸ at 3 %: 30 points, whether claimed, imported or matched again."""
    member = world.member()
    for _ in range(2):
        claim = claim_fiscal_receipt(world.hub, member, _code(world, 123456))
        assert claim.state is FiscalClaimState.WAITING
    assert world.has(member).confirmed == 0
    for _ in range(2):
        _import(world, _row(world, 123456))
        match_fiscal_claims(world.hub)
    assert _state(world, member) is FiscalClaimState.CREDITED
    assert world.has(member).confirmed == 30
    again = claim_fiscal_receipt(world.hub, member, _code(world, 123456))
    assert again.state is FiscalClaimState.CREDITED
    with world.store.read() as work:
        record = work.claims.of_member(member, None, 10)
    assert [(it.points, it.state, shop) for it, _, shop in record] == [
        (30, ClaimState.CONFIRMED, "Абай 1")
    ]


def test_a_receipt_of_an_earlier_import_is_credited_at_once(world: ClaimWorld) -> None:
    """The member need not wait when the shop was quicker."""
    _import(world, _row(world, 123456))
    member = world.member()
    claim = claim_fiscal_receipt(world.hub, member, _code(world, 123456))
    assert claim.state is FiscalClaimState.CREDITED
    assert world.has(member).spendable == 30


def test_a_receipt_is_one_member_s(world: ClaimWorld) -> None:
    """The second who scans it is refused, before and after the export."""
    first, second = world.member(1), world.member(2)
    claim_fiscal_receipt(world.hub, first, _code(world, 123456))
    with pytest.raises(Refused) as refused:
        claim_fiscal_receipt(world.hub, second, _code(world, 123456))
    assert refused.value.refusal is Refusal.ALREADY_CLAIMED


def test_zeros_before_a_sign_make_no_other_receipt(world: ClaimWorld) -> None:
    """Typed with more zeros it is the same claim; and the same receipt as a till's."""
    member = world.member()
    code = _code(world, 123456)
    _import(world, _row(world, 123456))
    for zeros in ("", "0", "000"):
        claim_fiscal_receipt(world.hub, member, code.replace("i=", f"i={zeros}"))
    claim_fiscal_receipt(world.hub, member, code.replace("i=000", "i="))
    assert world.has(member).confirmed == 30
    till = world.till()
    body = world.sale(100_000)
    sign = Fiscal("kofd", "000000123456", KASPI)
    body = replace(body, fiscal=sign, receipt=fiscal_identity(KASPI, sign.sign))
    (event,) = till.append(body)
    world.claim(world.member(2), event)
    world.hand_in(till)
    assert world.stored(event).left == 0


def test_a_text_that_the_operator_does_not_bear_out_earns_nothing(world: ClaimWorld) -> None:
    """Another sum than the operator's: the text was made up."""
    member = world.member()
    claim_fiscal_receipt(world.hub, member, _code(world, 123456, total=900_000))
    with pytest.raises(Refused) as refused:
        claim_fiscal_receipt(world.hub, member, _code(world, 123456))
    assert refused.value.refusal is Refusal.MISMATCH
    _import(world, _row(world, 123456))
    assert _state(world, member) is FiscalClaimState.DIFFERS
    assert world.has(member).confirmed == 0


def test_receipts_of_tills_with_an_agent_have_slips(world: ClaimWorld) -> None:
    """Their fiscal code gives nothing: the slip does."""
    world.selling()
    with pytest.raises(Refused) as refused:
        claim_fiscal_receipt(world.hub, world.member(), _code(world, 123456, register=REGISTER))
    assert refused.value.refusal is Refusal.USE_THE_SLIP


def test_a_receipt_earns_once_across_slip_and_fiscal_code(world: ClaimWorld) -> None:
    """The till's accrual came first, of a register that it does not have any more: no second."""
    till = world.selling()
    sale = world.sale(100_000)
    assert sale.fiscal
    (event,) = till.append(sale, at=world.clock.now() - 600)
    world.hand_in(till)
    world.claim(world.member(1), event)
    with world.store.begin() as work:
        work.tills.set_registers(till.id, ())
    other = world.member(2)
    code = _code(world, int(sale.fiscal.sign), register=REGISTER)
    code = code.replace(f"{int(sale.fiscal.sign):09}", sale.fiscal.sign)
    claim_fiscal_receipt(world.hub, other, code)
    _import(world, _row(world, int(sale.fiscal.sign), register=REGISTER))
    assert _state(world, other) is FiscalClaimState.DUPLICATE
    assert world.has(other).confirmed == 0


def test_an_accrual_of_a_receipt_that_was_claimed_by_its_code_earns_no_more(
    world: ClaimWorld,
) -> None:
    """The other way round: the fiscal code first, then a till that hands the same receipt in."""
    till = world.till()
    sale = world.sale(100_000)
    assert sale.fiscal
    first = world.member(1)
    code = _code(world, 0, register=REGISTER).replace("i=000000000", f"i={sale.fiscal.sign}")
    claim_fiscal_receipt(world.hub, first, code)
    _import(world, _row(world, int(sale.fiscal.sign), register=REGISTER))
    assert world.has(first).confirmed == 30
    (event,) = till.append(sale, at=world.clock.now() - 600)
    world.hand_in(till)
    with pytest.raises(Refused) as refused:
        world.claim(world.member(2), event)
    assert refused.value.refusal is Refusal.DUPLICATE_RECEIPT


def test_old_and_future_receipts_are_refused(world: ClaimWorld) -> None:
    """The claim window holds for fiscal codes, too."""
    member, code = world.member(), _code(world, 123456)
    world.clock.time += 73 * 3600
    with pytest.raises(Refused) as refused:
        claim_fiscal_receipt(world.hub, member, code)
    assert refused.value.refusal is Refusal.TOO_LATE
    world.clock.time -= 75 * 3600
    with pytest.raises(Refused) as refused:
        claim_fiscal_receipt(world.hub, member, code)
    assert refused.value.refusal is Refusal.TOO_EARLY


def test_nobody_guesses_receipts_all_day(world: ClaimWorld) -> None:
    """The hard limit of a member's day counts fiscal codes."""
    member = world.member()
    for sign in range(100_000, 100_020):
        claim_fiscal_receipt(world.hub, member, _code(world, sign))
    with pytest.raises(Refused) as refused:
        claim_fiscal_receipt(world.hub, member, _code(world, 100_020))
    assert refused.value.refusal is Refusal.LIMIT_REACHED


def test_a_claim_that_no_export_knows_ends(world: ClaimWorld) -> None:
    """After six weeks; a later export credits nothing any more."""
    member = world.member()
    claim_fiscal_receipt(world.hub, member, _code(world, 123456))
    row = _row(world, 123456)
    world.clock.time += LONGEST_WAIT + 1
    assert match_fiscal_claims(world.hub)["ended"] == 1
    _import(world, row)
    assert _state(world, member) is FiscalClaimState.UNKNOWN


def test_staff_at_their_own_shop_wait_for_a_person(world: ClaimWorld) -> None:
    """Approved by somebody else, the points come; taken back, they go."""
    member = world.member()
    flag_staff_member(world.hub, world.owner, member, world.partner, works=True)
    claim_fiscal_receipt(world.hub, member, _code(world, 123456))
    _import(world, _row(world, 123456))
    assert _state(world, member) is FiscalClaimState.REVIEW
    assert world.has(member).spendable == 0
    asked = ReviewFilter(state=ReviewState.OPEN, kind=ReviewKind.CLAIM)
    (review,) = list_reviews(world.hub, world.owner, Page(), asked)
    decide_review(world.hub, world.owner, review.id, Decision.APPROVE, "")
    assert world.has(member).spendable == 30
    assert _state(world, member) is FiscalClaimState.CREDITED
    decide_review(world.hub, world.owner, review.id, Decision.UNDO, "a mistake")
    assert world.has(member).spendable == 0
    assert _state(world, member) is FiscalClaimState.REJECTED


def test_a_dry_run_says_the_same_and_keeps_nothing(world: ClaimWorld) -> None:
    """What it counts is what the import then does."""
    member = world.member()
    claim_fiscal_receipt(world.hub, member, _code(world, 123456))
    rows = [_row(world, 123456), _row(world, 123457)]
    tried = _import(world, *rows, dry=True)
    assert (tried.listed.new, tried.matching, tried.dry) == (2, 1, True)
    assert _state(world, member) is FiscalClaimState.WAITING
    done = _import(world, *rows)
    assert (done.listed, done.matching, done.marked) == (tried.listed, 1, 0)
    again = _import(world, *rows)
    assert (again.listed.new, again.listed.known) == (0, 2)


def test_sales_that_the_operator_does_not_know_go_before_a_person(world: ClaimWorld) -> None:
    """The honest receipt stays; the made-up one and its claim wait, and die when rejected."""
    till = world.selling()
    honest, made_up = world.sale(100_000), world.sale(200_000)
    assert honest.fiscal
    assert made_up.fiscal
    events = till.append(honest, made_up, at=world.clock.now() - 3600)
    world.hand_in(till)
    member = world.member()
    for event in events:
        world.claim(member, event)
    assert world.has(member).confirmed == 90
    around = [
        _row(world, 900_000_001, register=REGISTER, ago=9000),
        _row(world, int(honest.fiscal.sign), register=REGISTER, ago=3600),
        _row(world, 900_000_002, register=REGISTER, ago=60),
    ]
    assert _import(world, *around, dry=True).marked == 1
    assert _import(world, *around).marked == 1
    assert _import(world, *around).marked == 0
    assert world.stored(events[0]).state is ClaimState.CONFIRMED
    assert world.stored(events[1]).state is ClaimState.REVIEW
    asked = ReviewFilter(state=ReviewState.OPEN, kind=ReviewKind.SALE)
    (review,) = list_reviews(world.hub, world.owner, Page(), asked)
    decide_review(world.hub, world.owner, review.id, Decision.REJECT, "no such receipt")
    assert world.has(member).confirmed == 30
    open_ones = ReviewFilter(state=ReviewState.OPEN)
    assert list_reviews(world.hub, world.owner, Page(), open_ones) == []
    decide_review(world.hub, world.owner, review.id, Decision.UNDO, "the operator was late")
    assert world.has(member).confirmed == 90
    with world.store.read() as work:
        sale = work.sales.get(till.id, events[1].sequence)
    assert sale
    assert sale.state is SaleState.GOOD


def test_another_partner_s_registers_are_left_alone(world: ClaimWorld) -> None:
    """An export cannot speak for tills, nor for receipts, that are another partner's."""
    world.selling()
    with world.store.begin() as work:
        other = work.partners.add("Другой", None, PartnerState.ACTIVE, world.clock.now())
        shop = work.shops.add(other, "Сейфуллин 2", "", world.clock.now())
    _import(world, _row(world, 123456))
    raw = "\n".join(
        ["register,sign,total,time", _row(world, 1, register=REGISTER), _row(world, 123456, 900)]
    ).encode()
    found = import_operator_export(world.hub, CONSOLE, shop, raw, dry=False)
    assert (found.listed.new, found.listed.foreign) == (0, 2)
    member = world.member()
    claim = claim_fiscal_receipt(world.hub, member, _code(world, 123456))
    assert claim.receipt.total == Tiyn(100_000)
    assert claim.state is FiscalClaimState.CREDITED


def test_a_wrong_file_is_not_imported_and_a_stranger_imports_none(world: ClaimWorld) -> None:
    """All its lines are named in a dry run; nothing of it is kept."""
    bad = [_row(world, 123456), "x,y,z,"]
    assert _import(world, *bad, dry=True).file.wrong == 1
    with pytest.raises(Refused) as refused:
        _import(world, *bad)
    assert refused.value.refusal is Refusal.VALIDATION
    with pytest.raises(Refused) as refused:
        import_operator_export(world.hub, world.owner, world.shop, b"no table", dry=True)
    assert refused.value.refusal is Refusal.VALIDATION


def test_many_at_once_share_one_receipt_with_one(world: ClaimWorld) -> None:
    """Six members scan the same receipt while the export comes in: thirty points, once."""
    people = [world.member(number) for number in range(1, 7)]
    code, row = _code(world, 123456), _row(world, 123456)
    tasks: list[Callable[[], object]] = [
        partial(claim_fiscal_receipt, world.hub, member, code) for member in people
    ]
    tasks += [partial(_import, world, row), partial(match_fiscal_claims, world.hub)]
    answers = at_once(tasks)
    refused = [it.refusal for it in answers if isinstance(it, Refused)]
    assert refused == [Refusal.ALREADY_CLAIMED] * 5
    match_fiscal_claims(world.hub)
    assert sorted(world.has(member).confirmed for member in people) == [0, 0, 0, 0, 0, 30]


def test_a_blocked_or_erased_member_claims_nothing(world: ClaimWorld) -> None:
    """Neither now nor when the export comes."""
    waiting, gone = world.member(1), world.member(2)
    claim_fiscal_receipt(world.hub, waiting, _code(world, 123456))
    with world.store.begin() as work:
        work.connection.execute(update(members).values(blocked=True))
        work.connection.execute(
            update(members).where(members.c.id == gone).values(erased_at=1, blocked=False)
        )
    for member, refusal in [(waiting, Refusal.SUSPENDED), (gone, Refusal.UNAUTHENTICATED)]:
        with pytest.raises(Refused) as refused:
            claim_fiscal_receipt(world.hub, member, _code(world, 123457))
        assert refused.value.refusal is refusal
    _import(world, _row(world, 123456))
    assert _state(world, waiting) is FiscalClaimState.UNKNOWN


def test_claims_of_a_suspended_shop_wait(world: ClaimWorld) -> None:
    """Until it takes part again."""
    member = world.member()
    claim_fiscal_receipt(world.hub, member, _code(world, 123456))
    with world.store.begin() as work:
        work.partners.set_state(world.partner, PartnerState.SUSPENDED)
    _import(world, _row(world, 123456))
    assert _state(world, member) is FiscalClaimState.WAITING
    with world.store.begin() as work:
        work.partners.set_state(world.partner, PartnerState.ACTIVE)
    match_fiscal_claims(world.hub)
    assert _state(world, member) is FiscalClaimState.CREDITED


def test_a_file_of_too_many_registers_is_of_no_shop(world: ClaimWorld) -> None:
    """Fifty are more than any shop has."""
    rows = [_row(world, 123456, register=f"{number:012}") for number in range(1, 52)]
    with pytest.raises(Refused) as refused:
        _import(world, *rows, dry=True)
    assert refused.value.refusal is Refusal.VALIDATION


def test_an_unclaimed_sale_with_another_sum_is_put_before_a_person_once(
    world: ClaimWorld,
) -> None:
    """Later it goes before one when it is claimed; after an approval never again."""
    till = world.selling()
    sale = world.sale(200_000)
    assert sale.fiscal
    (event,) = till.append(sale, at=world.clock.now() - 3600)
    world.hand_in(till)
    rows = [
        _row(world, 900_000_001, register=REGISTER, ago=9000),
        _row(world, int(sale.fiscal.sign), total=100_000, register=REGISTER, ago=3600),
        _row(world, 900_000_002, register=REGISTER, ago=60),
    ]
    assert _import(world, *rows).marked == 1
    member = world.member()
    assert world.claim(member, event).claim.state is ClaimState.REVIEW
    asked = ReviewFilter(state=ReviewState.OPEN, kind=ReviewKind.SALE)
    (review,) = list_reviews(world.hub, world.owner, Page(), asked)
    decide_review(world.hub, world.owner, review.id, Decision.APPROVE, "")
    assert world.has(member).spendable == 60
    assert _import(world, *rows).marked == 0


def test_a_sale_that_its_till_undid_is_brought_back_by_nobody(world: ClaimWorld) -> None:
    """The review is approved after the till's void: nothing is credited."""
    till, member = world.selling(), world.member()
    sale = world.sale(200_000)
    (event,) = till.append(sale, at=world.clock.now() - 3600)
    world.hand_in(till)
    world.claim(member, event)
    around = [_row(world, sign, register=REGISTER, ago=ago) for sign, ago in ((1, 9000), (2, 60))]
    assert _import(world, *around).marked == 1
    till.append(world.void(event.sequence), at=world.clock.now())
    world.hand_in(till)
    asked = ReviewFilter(state=ReviewState.OPEN, kind=ReviewKind.SALE)
    (review,) = list_reviews(world.hub, world.owner, Page(), asked)
    decide_review(world.hub, world.owner, review.id, Decision.APPROVE, "")
    assert world.has(member).confirmed == 0
