"""The Bot API is understood in all its moods, and the token is nowhere but in the request."""

import logging
from collections.abc import Iterator
from contextlib import closing

import pytest

from hub.adapters.bot_api import A_SECOND, HttpBotApi
from hub.core.bot.setting_up import Call
from hub.core.ports.bot import NotSaid, Why
from hub.core.ports.outward import BotFacts, OutsideUnavailable
from tests.hub.bot_api import FakeTelegram, Mood, telegram_running
from tests.hub.hubs import BOT_TOKEN

MESSAGE = {"text": "+235 баллов за чек."}
STEP_S = 0.4


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """Return a Bot API on loopback."""
    with telegram_running(BOT_TOKEN) as fake:
        yield fake


@pytest.fixture
def api(telegram: FakeTelegram) -> Iterator[HttpBotApi]:
    """Return what speaks to it, with little patience."""
    found = HttpBotApi(BOT_TOKEN, telegram.address, step_s=STEP_S)
    yield found
    found.close()


def _why(api: HttpBotApi) -> tuple[Why, int]:
    with pytest.raises(NotSaid) as caught:
        api.send(77, MESSAGE)
    return caught.value.why, caught.value.wait


def test_a_message_arrives(api: HttpBotApi, telegram: FakeTelegram) -> None:
    """Once, in its words, also when the answer takes a while."""
    telegram.moods = [Mood.WELL, Mood.SLOW]
    telegram.slow_s = STEP_S / 4
    api.send(77, MESSAGE)
    api.send(78, MESSAGE)
    assert [(it.chat, it.text) for it in telegram.sent] == [
        (77, MESSAGE["text"]),
        (78, MESSAGE["text"]),
    ]
    assert telegram.wrong == []


@pytest.mark.parametrize(
    ("mood", "why", "wait", "arrived"),
    [
        (Mood.LATER, Why.LATER, 7, 0),
        (Mood.BROKEN, Why.UNKNOWN, 0, 0),
        (Mood.BROKEN_AFTER, Why.UNKNOWN, 0, 1),
        (Mood.CUT, Why.UNKNOWN, 0, 1),
        (Mood.HANG, Why.UNKNOWN, 0, 1),
        (Mood.ODD, Why.UNKNOWN, 0, 1),
        (Mood.BLOCKED, Why.GONE, 0, 0),
        (Mood.NOT_FOUND, Why.GONE, 0, 0),
        (Mood.NO_TOKEN, Why.TOKEN, 0, 0),
    ],
)
def test_each_no_is_understood(
    api: HttpBotApi, telegram: FakeTelegram, mood: Mood, why: Why, wait: int, arrived: int
) -> None:
    """Whether it surely did not arrive, or nobody knows."""
    telegram.moods = [mood]
    assert _why(api) == (why, wait)
    assert len(telegram.sent) == arrived


def test_a_message_that_telegram_never_takes_is_refused(
    api: HttpBotApi, caplog: pytest.LogCaptureFixture
) -> None:
    """And the log says why."""
    with pytest.raises(NotSaid) as caught:
        api.send(77, {"text": " "})
    assert caught.value.why is Why.REFUSED
    assert "message text is empty" in caplog.text


def test_where_nobody_listens_nothing_was_sent(telegram: FakeTelegram) -> None:
    """So it can be sent again without a doubt."""
    with closing(HttpBotApi(BOT_TOKEN, "http://127.0.0.1:9", step_s=STEP_S)) as api:
        assert _why(api) == (Why.UNREACHED, 0)
        assert not api.answers()
    assert telegram.calls == []


def test_another_bots_token_is_said_so(telegram: FakeTelegram) -> None:
    """404 is how Telegram says it."""
    telegram.token = "1:" + "x" * 35
    with closing(HttpBotApi(BOT_TOKEN, telegram.address)) as api:
        assert _why(api) == (Why.TOKEN, 0)


@pytest.mark.parametrize("mood", [it for it in Mood if it not in (Mood.WELL, Mood.SLOW)])
def test_the_token_is_in_no_error_and_no_log(
    api: HttpBotApi, telegram: FakeTelegram, mood: Mood, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither in the exception nor in what it came of, whatever goes wrong."""
    caplog.set_level(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)  # as set_up_logs has it
    telegram.always = mood
    with pytest.raises(NotSaid) as unsaid:
        api.send(77, MESSAGE)
    with pytest.raises(OutsideUnavailable) as away:
        api.facts()
    told = [caplog.text]
    for error in (unsaid.value, away.value):
        found: BaseException | None = error
        while found is not None:
            told.append(repr(found))
            found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    assert all(BOT_TOKEN not in it and BOT_TOKEN.split(":")[1] not in it for it in told)


def test_telegram_that_repeats_our_token_is_not_repeated(
    api: HttpBotApi, telegram: FakeTelegram
) -> None:
    """Its words are shown, with the token taken out of them."""
    with pytest.raises(OutsideUnavailable) as caught:
        api.call(Call("setMyNothing", {}))
    assert str(caught.value).startswith("Telegram refused setMyNothing")
    telegram.webhook = f"https://x/bot{BOT_TOKEN}"
    telegram.last_error = f"Wrong response from https://x/bot{BOT_TOKEN}/hook"
    facts = api.facts()
    assert facts == BotFacts(
        "baursak_bot", "https://x/bot[hidden]", "Wrong response from https://x/bot[hidden]/hook", 3
    )


def test_it_is_never_faster_than_telegram_takes_it(telegram: FakeTelegram) -> None:
    """Some thirty a second; we keep below."""
    now, waited = 100.0, []

    def wait(seconds: float) -> None:
        waited.append(seconds)

    with closing(HttpBotApi(BOT_TOKEN, telegram.address, wait=wait, steady=lambda: now)) as api:
        for number in range(5):
            api.send(number + 1, MESSAGE)
    assert waited == pytest.approx([n / A_SECOND for n in range(1, 5)])
