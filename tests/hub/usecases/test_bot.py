"""Members are told what happened to their points: once, at a good time, in their words."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass

import pytest

from contracts.wire.units import Points, UnixTime
from hub.adapters.bot_api import HttpBotApi
from hub.adapters.database.store import DatabaseStore
from hub.core.almaty import DAY, time_of
from hub.core.bot.notices import MOST_A_DAY
from hub.core.ids import MemberId, PartnerId, TransferId
from hub.core.ports.hub import Hub
from hub.core.ports.ledger import Credit, Reason
from hub.usecases.bot_planning import plan_notices, remind_of_vouchers
from hub.usecases.bot_sending import ATTEMPT_S, KEPT_S, forget_notices, send_notices
from hub.usecases.expiring import remind_of_expiry
from hub.usecases.own_profile import change_profile
from hub.usecases.privacy import copy_of_member, erase_member
from tests.hub.bot_api import FakeTelegram, Mood, telegram_running
from tests.hub.hubs import BOT_TOKEN, SetClock, hub_on

NOON = time_of("2026-11-23T12:00:00")
CHAT = 777_000
NBSP = "\N{NO-BREAK SPACE}"
HEARD = {"points": 235, "state": "confirmed"}


@dataclass
class Town:
    """A hub with a bot, a member who wants to be told, and a Telegram."""

    hub: Hub
    clock: SetClock
    telegram: FakeTelegram
    api: HttpBotApi
    member: MemberId

    def happens(
        self, kind: str, body: Mapping[str, object], member: MemberId | None = None
    ) -> None:
        """Let something happen to the member."""
        with self.hub.store.begin() as work:
            work.feed.publish(kind, body, member=member or self.member)

    def tell(self) -> dict[str, object]:
        """Do what the worker does."""
        return {"planned": plan_notices(self.hub), **send_notices(self.hub, self.api)}

    def earn(self, points: int, until: int, name: str) -> None:
        """Give the member a lot."""
        with self.hub.store.begin() as work:
            work.ledger.credit(
                Credit(
                    TransferId(name.encode().ljust(16)), self.member, PartnerId(1), Points(points),
                    UnixTime(self.clock.time), UnixTime(until), Reason.CLAIM, confirmed=True,
                )
            )  # fmt: skip


@pytest.fixture
def town(store: DatabaseStore) -> Iterator[Town]:
    """Return a town at noon, whose worker has looked at the feed before."""
    clock = SetClock(NOON)
    hub = hub_on(DatabaseStore(store.engine, now=clock.now), clock)
    with telegram_running(BOT_TOKEN) as telegram:
        with closing(HttpBotApi(BOT_TOKEN, telegram.address, step_s=0.5)) as api:
            town = Town(hub, clock, telegram, api, MemberId(0))
            with hub.store.begin() as work:
                work.ledger.open_partner(PartnerId(1), Points(0))
            town.member = new_member(hub, CHAT)
            plan_notices(hub)
            yield town
        assert telegram.wrong == []


def new_member(hub: Hub, chat: int, language: str = "ru") -> MemberId:
    """Return a new member who wants to be told."""
    with hub.store.begin() as work:
        member = work.members.add(chat, "Асель", language, hub.clock.now())
        work.ledger.open_member(member)
    change_profile(hub, member, notices=True)
    return member


def test_points_are_told_once(town: Town) -> None:
    """In the member's language, with what he can spend, and without a sound."""
    town.earn(1_240, NOON + 100 * DAY, "lot")
    town.happens("claim.made", HEARD)
    assert town.tell()["sent"] == 1
    assert town.tell() == {"planned": 0, "sent": 0, "dropped": 0, "waiting": 0, "unknown": 0}
    (sent,) = town.telegram.sent
    assert sent.text == f"+235{NBSP}баллов за чек. Можно потратить: 1{NBSP}240{NBSP}баллов."
    assert sent.chat == CHAT
    assert sent.words["disable_notification"] is True
    (line,) = sent.words["reply_markup"]["inline_keyboard"]
    assert line[0]["url"] == "https://t.me/baursak_bot?startapp=rewards"


def test_a_hub_that_has_just_got_its_bot_tells_no_old_news(store: DatabaseStore) -> None:
    """What was before its first look stays unsaid."""
    hub = hub_on(store, SetClock(NOON))
    member = new_member(hub, CHAT)
    with hub.store.begin() as work:
        work.feed.publish("claim.made", HEARD, member=member)
    assert (plan_notices(hub), plan_notices(hub)) == (0, 0)


@pytest.mark.parametrize("notices", [False, None])
def test_who_has_not_asked_for_it_is_told_nothing(town: Town, notices: bool | None) -> None:
    """Neither who said no, nor who has not been asked; nor what waited when he said no."""
    with town.hub.store.begin() as work:
        other = work.members.add(5, "", "kk", NOON)
        work.ledger.open_member(other)
    if notices is not None:
        change_profile(town.hub, other, notices=notices)
    town.happens("claim.made", HEARD, other)
    town.happens("claim.made", HEARD)
    assert plan_notices(town.hub) == 1
    change_profile(town.hub, town.member, notices=False)
    assert send_notices(town.hub, town.api)["dropped"] == 1
    assert town.telegram.sent == []


def test_expiry_is_told_fourteen_and_three_days_before_and_once_a_day(town: Town) -> None:
    """Points that end on one day are one message, of what is left of them by then."""
    town.clock.time = time_of("2026-11-22T23:00:00")
    remind_of_expiry(town.hub)
    ends = time_of("2026-12-07T02:00:00")
    town.earn(100, ends, "night")
    town.earn(35, ends + 8 * 3600, "morning")
    town.earn(900, ends + 40 * DAY, "far")
    for _ in range(15 * 4):
        town.clock.time += 6 * 3600
        remind_of_expiry(town.hub)
        town.tell()
    assert [it.text for it in town.telegram.sent] == [
        f"7{NBSP}декабря сгорят 135{NBSP}баллов. Успейте обменять их на что-нибудь вкусное.",
        f"Осталось совсем немного: 7{NBSP}декабря сгорят 135{NBSP}баллов.",
    ]
    assert town.telegram.sent[0].words.get("disable_notification") is None


def test_points_that_are_spent_by_then_are_not_spoken_of(town: Town) -> None:
    """What is said is what is so when it is said."""
    town.happens("points.expiring", {"points": 9, "expires_at": NOON + 3 * DAY, "days": 3})
    assert town.tell()["dropped"] == 1


def test_night_is_for_sleeping(town: Town) -> None:
    """A tier waits until nine; what the member does himself is told at once, without a sound."""
    town.clock.time = time_of("2026-11-23T22:00:00")
    town.happens("member.tier", {"before": "bronze", "after": "silver", "reason": "upgraded"})
    assert (town.tell()["planned"], town.telegram.sent) == (1, [])
    town.happens("claim.made", {"points": 0, "state": "review"})
    town.tell()
    assert town.telegram.sent[-1].words["disable_notification"] is True
    town.clock.time = time_of("2026-11-24T09:00:00")
    town.tell()
    assert "«Серебро»" in town.telegram.texts()[-1]
    assert "disable_notification" not in town.telegram.sent[-1].words


def test_a_day_has_so_many_messages(town: Town) -> None:
    """Beyond them receipts are left unsaid, and what matters waits for tomorrow."""
    for _ in range(MOST_A_DAY + 2):
        town.happens("claim.made", HEARD)
    town.happens("member.tier", {"before": "bronze", "after": "gold", "reason": "upgraded"})
    for _ in range(MOST_A_DAY + 5):
        town.tell()
    assert len(town.telegram.sent) == MOST_A_DAY
    town.clock.time += DAY
    town.tell()
    assert len(town.telegram.sent) == MOST_A_DAY + 1
    assert "«Золото»" in town.telegram.texts()[-1]


def test_a_busy_telegram_is_waited_for(town: Town) -> None:
    """As long as it asks; nothing is lost, nothing comes twice."""
    town.telegram.moods = [Mood.LATER]
    town.happens("claim.made", HEARD)
    assert town.tell()["waiting"] == 1
    town.clock.time += town.telegram.retry_after - 1
    assert town.tell()["sent"] == 0
    town.clock.time += 1
    assert town.tell()["sent"] == 1
    assert len(town.telegram.sent) == 1


@pytest.mark.parametrize("mood", [Mood.BROKEN, Mood.CUT])
def test_what_is_in_doubt_is_repeated_once(town: Town, mood: Mood) -> None:
    """A second doubt is the last: whatever Telegram does, two copies are the most."""
    town.telegram.moods = [mood] * 9
    town.happens("claim.made", HEARD)
    states = []
    for _ in range(6):
        states.append(town.tell())
        town.clock.time += 700
    assert [it["waiting"] for it in states] == [1, 0, 0, 0, 0, 0]
    assert [it["unknown"] for it in states] == [0, 1, 0, 0, 0, 0]
    assert len(town.telegram.sent) == (0 if mood is Mood.BROKEN else 2)


def test_a_doubt_that_clears_up_is_sent(town: Town) -> None:
    """The one repeat arrives."""
    town.telegram.moods = [Mood.BROKEN]
    town.happens("claim.made", HEARD)
    town.tell()
    town.clock.time += 60
    assert town.tell()["sent"] == 1
    assert len(town.telegram.sent) == 1


@pytest.mark.parametrize("mood", [Mood.BROKEN, Mood.NO_TOKEN])
def test_an_outage_of_a_day_costs_no_message(town: Town, mood: Mood) -> None:
    """Telegram is asked who we are until it answers; no messages are spent on that."""
    for number in range(3):
        town.happens(
            "bonus.vested", {"points": 9, "bonus": "x"}, new_member(town.hub, CHAT + 1 + number)
        )
    town.telegram.always = mood
    for _ in range(12):
        town.tell()
        town.clock.time += 1800
    town.telegram.always = Mood.WELL
    town.clock.time += 16 * 3600  # beyond the night
    for _ in range(3):
        town.tell()
    assert sorted(it.chat for it in town.telegram.sent) == [CHAT + 1, CHAT + 2, CHAT + 3]
    asked = [method for method, _ in town.telegram.calls]
    assert asked.count("sendMessage") == 3


@pytest.mark.parametrize("mood", [Mood.BLOCKED, Mood.NOT_FOUND])
def test_who_has_blocked_the_bot_is_left_alone(town: Town, mood: Mood) -> None:
    """His notifications are off, as his profile then says; nobody else waits."""
    town.telegram.moods = [mood]
    town.happens("claim.made", HEARD)
    town.happens("claim.made", HEARD)
    town.happens("claim.made", HEARD, new_member(town.hub, 9))
    counts = town.tell()
    assert (counts["dropped"], counts["sent"]) == (1, 1)
    with town.hub.store.read() as work:
        member = work.members.get(town.member)
        assert member is not None
        assert member.settings["notices"] is False
        assert work.notices.counts()["waiting"] == 0
    assert town.tell()["sent"] == 0


def test_a_worker_that_dies_while_sending_is_repeated_once(town: Town) -> None:
    """Its try is on disk before it is made."""

    class Killed(Exception):
        """What no worker survives."""

    class Deadly(HttpBotApi):
        """Sends, and dies before it can say so."""

        def send(self, chat: int, message: object) -> None:
            """Send and die."""
            super().send(chat, message)  # type: ignore[arg-type]  # as it came
            raise Killed

    town.happens("claim.made", HEARD)
    plan_notices(town.hub)
    for _ in range(2):
        with closing(Deadly(BOT_TOKEN, town.telegram.address)) as deadly, pytest.raises(Killed):
            send_notices(town.hub, deadly)
        assert town.tell()["sent"] == 0
        town.clock.time += ATTEMPT_S
    assert town.tell()["unknown"] == 1
    assert len(town.telegram.sent) == 2


def test_an_erased_member_leaves_no_notices(town: Town) -> None:
    """Neither those that wait nor those that were sent; before, he could read them."""
    town.happens("claim.made", HEARD)
    town.tell()
    town.happens("claim.made", HEARD)
    plan_notices(town.hub)
    assert len(copy_of_member(town.hub, town.member)["notices"]) == 2
    erase_member(town.hub, town.member)
    assert town.tell()["sent"] == 0
    with town.hub.store.read() as work:
        assert sum(work.notices.counts().values()) == 0


def test_old_notices_are_forgotten(town: Town) -> None:
    """After a month."""
    town.happens("claim.made", HEARD)
    town.tell()
    assert forget_notices(town.hub) == 0
    town.clock.time += KEPT_S + 1
    assert forget_notices(town.hub) == 1


def test_no_voucher_is_no_reminder(town: Town) -> None:
    """Doing it again and again says nothing by itself."""
    assert remind_of_vouchers(town.hub) == {"planned": 0}
