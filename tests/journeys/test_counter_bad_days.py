"""The counter's bad days on the real programs: nothing is lost, and nothing is handed out twice."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from contracts.wire import base64url
from hub.core.ports.redemptions import RedemptionState
from hub.core.rewards.vouchers import VoucherState
from tests.journeys.shop import HOUR_S, VALUE, Shop

DAY_S: Final = 24 * HOUR_S
SET_CLOCK: Final = "import time\nown = time.time\ntime.time = lambda: own() + {off}\n"
"""What Python runs first where it finds it: the computer's clock is off for all that follows."""
TAKEN: Final = {"just_accepted", "used"}


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
            assert told["glance"] in TAKEN
            assert told["hand_over"] is None
        till.syncs()
        page.until(line="online", queued=0)
    for _, shown in vouchers:
        (redemption,) = shop.redeemed(shown)
        assert redemption.state is RedemptionState.GOOD
        assert redemption.sequence is not None, "the till's chain says so as well"


def test_the_agent_is_killed_between_disk_and_light(shop: Shop) -> None:
    """Whatever is on disk is taken, seen or not; what is not, is taken by the same question."""
    till, reward = shop.till("kills"), shop.reward()
    unheard, unseen, seen = vouchers = [shop.bought(reward) for _ in range(3)]
    with till.open() as counter:
        counter.page.until(line="online")
        brain = counter.brain()
        shop.line.becomes("held")
        offer = counter.page.types(unheard[0])
        counter.page.does("confirm", offer["number"])
        assert shop.line.lost.wait(20), "the hub has said yes, and nobody heard it"
        counter.kill(brain)
        counter.comes_back()
        shop.line.becomes("well")
        assert counter.page.takes(unheard[0])["glance"] == "accepted"

        shop.line.becomes("silent")
        offer = counter.page.types(unseen[0])
        with counter.no_room_in_the_chain():
            counter.page.does("confirm", offer["number"])
            counter.waits_until_spent(unseen[1].voucher.id)
            counter.kill()
        counter.comes_back()
        told = counter.page.types(unseen[0])
        assert (told["glance"] in TAKEN, told["hand_over"]) == (True, None)

        assert counter.page.takes(seen[0])["saying"] == "accepted_alone"
        counter.kill()
        counter.comes_back()
        assert counter.page.types(seen[0])["glance"] in TAKEN
        shop.line.becomes("well")
        till.syncs()
    for _, shown in vouchers:
        (redemption,) = shop.redeemed(shown)
        assert redemption.state is RedemptionState.GOOD
        assert redemption.sequence is not None


def test_a_clock_that_is_a_day_off(shop: Shop, tmp_path: Path) -> None:
    """The hub's time is learnt: by it a voucher is good or over, also without the line."""
    till = shop.till("clock")
    for off in (-DAY_S, DAY_S):
        (tmp_path / "sitecustomize.py").write_text(SET_CLOCK.format(off=off))
        shop.line.becomes("well")
        good, late = shop.bought(shop.reward(12)), shop.bought_before(shop.reward(12), 13)
        online = shop.bought(shop.reward(12))
        with till.open(environment={**os.environ, "PYTHONPATH": str(tmp_path)}) as counter:
            counter.page.until(line="online")
            assert counter.page.takes(online[0])["saying"] == "accepted"
            shop.line.becomes("silent")
            assert counter.page.takes(late[0])["saying"] == "expired"
            assert counter.page.takes(good[0])["saying"] == "accepted_alone"
            assert counter.page.types(good[0])["glance"] in TAKEN
            shop.line.becomes("well")
            till.syncs()
        for _, shown in (good, online):
            (redemption,) = shop.redeemed(shown)
            assert redemption.state is RedemptionState.GOOD
        assert shop.redeemed(late[1]) == []


def test_two_tills_alone_cost_no_more_than_the_hub_showed(shop: Shop) -> None:
    """One voucher at both, a forged one, a cancelled one, and an old disk put back."""
    one, two = shop.till("one"), shop.till("two")
    reward = shop.reward()
    shared, mine, late, gone = (shop.bought(reward) for _ in range(4))
    raw = bytearray(base64url.decode(mine[0]))
    raw[20] ^= 1
    shop.cancels(gone[1])
    for till in (one, two):
        till.syncs()
    old = one.home.with_name("backup")
    shutil.copytree(one.home, old)
    shown = shop.bound()
    handed = {one.number: 0, two.number: 0}
    with one.open() as first, two.open() as second:
        shop.line.becomes("silent")
        for till, counter in ((one, first), (two, second)):
            assert counter.page.takes(shared[0])["saying"] == "accepted_alone"
            assert counter.page.takes(base64url.encode(bytes(raw)))["saying"] == "forged"
            assert counter.page.takes(gone[0])["saying"] == "cancelled"
            handed[till.number] += VALUE
        shop.cancels(late[1])  # nobody told the tills
        assert first.page.takes(late[0])["saying"] == "accepted_alone"
        handed[one.number] += VALUE
    assert all(handed[it] <= shown[it] for it in handed)
    shutil.rmtree(one.home)
    shutil.copytree(old, one.home)
    with one.open() as first:
        for code in (shared[0], mine[0]):
            assert first.page.takes(code)["saying"] == "needs_hub", "an old disk decides nothing"
        shop.line.becomes("well")
        two.syncs()
        first.page.until(line="online")
        assert first.page.takes(shared[0])["glance"] == "used"
        assert first.page.takes(mine[0])["saying"] == "accepted"
    shop.works()
    (good,) = shop.redeemed(shared[1])
    assert good.till == two.number
    assert shop.bound()[one.number] >= handed[one.number], "what nobody heard of still counts"
    assert shop.state_of(late[1]) is VoucherState.CANCELLING, "no points while a till may have it"
