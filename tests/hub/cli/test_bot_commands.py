"""The operator sets the bot up by one command, and sees by another how it is."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contracts.wire import base64url
from hub.cli.main import hub
from hub.core.bot.words import LANGUAGE_NAMES
from tests.hub.bot_api import FakeTelegram, Mood, telegram_running
from tests.hub.cli.test_commands import run
from tests.hub.hubs import BOT_TOKEN, HOST, SECRET

HOOK_SECRET = "hook-secret_" + "s" * 31


@pytest.fixture
def telegram() -> Iterator[FakeTelegram]:
    """Return a Bot API on loopback."""
    with telegram_running(BOT_TOKEN) as fake:
        yield fake


@pytest.fixture
def env(tmp_path: Path, telegram: FakeTelegram) -> tuple[str, str]:
    """Return settings of a hub with that bot, and a database."""
    path, secret = tmp_path / "hub.env", base64url.encode(SECRET)
    path.write_text(
        f"DATABASE_URL=sqlite:///hub.sqlite3\nHUB_HOST={HOST}\nHUB_MASTER_SECRET={secret}\n"
        f"JWT_SECRET={secret}\nTELEGRAM_BOT=baursak_bot\nTELEGRAM_BOT_TOKEN={BOT_TOKEN}\n"
        f"TELEGRAM_WEBHOOK_SECRET={HOOK_SECRET}\nTELEGRAM_API={telegram.address}\n",
        encoding="utf-8",
    )
    run("migrate", "--env", str(path))
    return "--env", str(path)


def test_the_bot_is_set_up_and_looked_at(env: tuple[str, str], telegram: FakeTelegram) -> None:
    """Webhook with its secret, commands and descriptions in each language, the menu's button."""
    assert "bot set-up" in run("bot", "status", *env, code=1).output
    telegram.calls.clear()
    run("bot", "set-up", *env)
    before = list(telegram.calls)
    run("bot", "set-up", *env)
    assert telegram.wrong == []
    assert telegram.calls == before * 2, "saying it again says the same"
    calls = dict(telegram.calls)
    assert calls["setWebhook"]["url"] == f"https://{HOST}/telegram/updates"
    assert calls["setWebhook"]["secret_token"] == HOOK_SECRET
    menu = calls["setChatMenuButton"]["menu_button"]
    assert (menu["type"], menu["web_app"]["url"]) == ("web_app", f"https://{HOST}/app/")
    spoken = [words.get("language_code") for it, words in before if it == "setMyDescription"]
    assert spoken == [None, *LANGUAGE_NAMES]
    said = run("bot", "status", *env).output
    assert "@baursak_bot answers." in said
    assert "Its updates come here; 3 wait." in said
    assert "0 waiting, 0 sent" in said


@pytest.mark.parametrize(
    ("mood", "words"),
    [
        (Mood.NO_TOKEN, "Telegram refused getMe: Unauthorized"),
        (Mood.BROKEN, "Telegram refused getMe: Bad Gateway"),
        (Mood.ODD, "Telegram refused getMe: no reason given"),
    ],
)
def test_what_telegram_says_is_passed_on(
    env: tuple[str, str], telegram: FakeTelegram, mood: Mood, words: str
) -> None:
    """With an exit code, and never with the token."""
    telegram.always = mood
    for command in ("set-up", "status"):
        said = run("bot", command, *env, code=1).output
        assert words in said
        assert BOT_TOKEN not in said


def test_another_bots_token_sets_nothing_up(env: tuple[str, str], telegram: FakeTelegram) -> None:
    """Its updates would come here, and its buttons lead to the named bot."""
    telegram.name = "other_bot"
    for command in ("set-up", "status"):
        assert "@other_bot's, not @baursak_bot's" in run("bot", command, *env, code=1).output
    assert telegram.webhook == ""


def test_without_a_secret_the_door_stays_shut(env: tuple[str, str]) -> None:
    """Settings that are missing are named, each."""
    path = Path(env[1])
    whole = path.read_text(encoding="utf-8")
    for name in ("TELEGRAM_WEBHOOK_SECRET", "TELEGRAM_BOT_TOKEN"):
        lines = [it for it in whole.splitlines() if not it.startswith(name)]
        path.write_text("\n".join(lines), encoding="utf-8")
        assert name in run("bot", "set-up", *env, code=2).output


@pytest.mark.parametrize(
    "line",
    [
        "TELEGRAM_WEBHOOK_SECRET=short",
        "TELEGRAM_WEBHOOK_SECRET=" + "ү" * 40,
        "TELEGRAM_API=http://api.example.kz",
        "TELEGRAM_API=https://api.example.kz/path",
    ],
)
def test_settings_are_checked(env: tuple[str, str], line: str) -> None:
    """A token does not go over a line that anybody reads."""
    path = Path(env[1])
    path.write_text(path.read_text(encoding="utf-8") + f"\n{line}\n", encoding="utf-8")
    assert line.partition("=")[0] in run("bot", "status", *env, code=2).output


def test_the_commands_say_what_they_are() -> None:
    """Each has its help."""
    assert hub.commands["bot"].help
