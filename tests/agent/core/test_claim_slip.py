"""The link in a slip is the accrual's for ever, and opens what the owner chose."""

from agent.core.claim_slip import claim_link, last_day_of
from contracts.wire import claim
from contracts.wire.enrolment import local_enrolment
from contracts.wire.units import ShopId, TillId
from tests.agent.core.rig import SECRET, capture, make_rig


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


def test_the_last_day_is_the_shops_calendars() -> None:
    """Late in the evening in UTC it is the next day in Almaty."""
    rig = make_rig()
    rig.played(capture("demo-bakery"))
    accrual = next(rig.outbox.export())
    assert last_day_of(accrual, 3).isoformat() == "2026-11-21"
