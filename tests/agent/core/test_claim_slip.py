"""The link in a slip is the accrual's for ever, and opens what the owner chose."""

from dataclasses import replace

from agent.core.claim_slip import about_points, claim_link, last_day_of
from contracts.wire import claim
from contracts.wire.enrolment import local_enrolment
from contracts.wire.keys import KeyKind, derive
from contracts.wire.units import KeyId, Points, ShopId, TillId
from tests.agent.core.rig import SECRET, capture, make_rig
from tests.contracts.wire.samples import chain_of, text_accrual


def test_the_link_opens_the_hub_or_the_mini_app() -> None:
    """The same code in both; without a bot there is only the hub."""
    rig = make_rig()
    rig.played(capture("demo-bakery"))
    accrual = next(rig.outbox.export())
    with_bot = local_enrolment(
        SECRET, till=TillId(7), shop=ShopId(1), host="demo.baursak.example", bot="baursak_bot"
    )
    without = local_enrolment(SECRET, till=TillId(7), shop=ShopId(1), host="demo.baursak.example")
    page, app = claim_link(accrual, with_bot), claim_link(accrual, with_bot, in_telegram=True)
    assert page.startswith("https://demo.baursak.example/c/")
    assert app.startswith("https://t.me/baursak_bot?startapp=")
    assert claim.code_in(page) == claim.code_in(app)
    assert claim_link(accrual, without, in_telegram=True) == page


def _always(key: bytes) -> claim.KeyOfTill:
    """Return a hub that knows one key."""
    return lambda _till, _key_id: key


def test_a_code_is_sealed_with_the_key_that_its_accrual_names() -> None:
    """The hub's newer keys seal what was stored under them; a reprint keeps the older one."""
    made = local_enrolment(SECRET, till=TillId(7), shop=ShopId(1), host="demo.baursak.example")
    newer = KeyId(5)
    keys = {newer: derive(SECRET, KeyKind.CLAIM, 7, newer)}
    old, new = chain_of(text_accrual(1), replace(text_accrual(2), claim_key=newer), till=TillId(7))
    for accrual, key in ((old, made.claim_key), (new, keys[newer])):
        code = claim.code_in(claim_link(accrual, made, keys=keys))
        assert code is not None
        assert claim.unseal(code, _always(key)) == claim.claim_of(accrual)


def test_a_slip_names_about_what_a_receipt_earns() -> None:
    """Rounded down; nothing where the till does not know, or where it would be none."""
    (accrual,) = chain_of(text_accrual(1, total=120_599))
    assert about_points(accrual, None) is None
    assert about_points(accrual, Points(5)) == 60
    assert about_points(accrual, Points(0)) is None


def test_the_last_day_is_the_shops_calendars() -> None:
    """Late in the evening in UTC it is the next day in Almaty."""
    rig = make_rig()
    rig.played(capture("demo-bakery"))
    accrual = next(rig.outbox.export())
    assert last_day_of(accrual, 3).isoformat() == "2026-11-21"
