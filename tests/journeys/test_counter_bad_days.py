"""The counter's bad days on the real programs: nothing is lost, and nothing is handed out twice."""

from collections.abc import Iterator

import pytest

from hub.core.ports.redemptions import RedemptionState
from tests.journeys.shop import Shop

DAY_S = 24 * 3600
SET_CLOCK = "import time\nown = time.time\ntime.time = lambda: own() + {off}\n"
"""What a computer's clock is, to a program of it that begins."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """Return a shop whose hub runs."""
    with Shop(tmp_path_factory.mktemp("shop")) as made:
        yield made


@pytest.fixture(autouse=True)
def _whole_line(shop: Shop) -> Iterator[None]:
    """Mend the line behind every journey."""
    yield
    shop.line.becomes("well")


def test_the_line_is_cut_before_during_and_after(shop: Shop) -> None:
    """By the lease or by the hub, each voucher is green once and redeemed once; hubs die, too."""
    till, reward = shop.till("cuts"), shop.reward()
    before, during, after, dead, alive = vouchers = [shop.bought(reward) for _ in range(5)]
    with till.open() as counter:
        page = counter.page
        page.until(line="online")
        shop.line.becomes("silent")
        assert page.takes(before[0])["saying"] == "accepted_alone"
        shop.line.becomes("deaf")
        assert page.takes(during[0])["saying"] == "accepted_alone"
        assert shop.line.lost.is_set(), "the hub took it, and its answer is lost"
        shop.line.becomes("well")
        assert page.takes(after[0])["saying"] == "accepted"
        shop.kill_hub()
        assert page.takes(dead[0])["saying"] == "accepted_alone"
        shop.start_hub()
        assert page.takes(alive[0])["saying"] == "accepted"
        for code, _ in vouchers:
            told = page.types(code)
            assert told["glance"] in {"just_accepted", "used"}
            assert told["hand_over"] is None
        till.syncs()
        page.until(line="online", queued=0)
    for _, shown in vouchers:
        (redemption,) = shop.redeemed(shown)
        assert redemption.state is RedemptionState.GOOD
        assert redemption.sequence is not None, "the till's chain says so as well"
