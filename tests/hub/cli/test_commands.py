"""The commands of whoever runs a hub, from nothing to a restored backup."""

import base64
import io
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contracts.wire import base64url
from contracts.wire.units import UnixTime
from hub.adapters.world import SystemClock
from hub.assembly import hub_of
from hub.cli.main import hub
from hub.config import HubSettings, load_settings
from hub.core.access.one_time import STEP_S, code_at
from hub.errors import HubError
from hub.keeping import migrate_database
from hub.operation import require_free
from hub.people import add_owner
from hub.setting_up import confirm_codes, new_codes
from hub.usecases.sign_in import totp_secret

PASSWORD = "korzhyk-samsa-77"


@pytest.fixture
def env_file(tmp_path: Path) -> Path:
    """Return settings of a hub on a SQLite file that is not there yet."""
    path = tmp_path / "hub.env"
    secret = base64url.encode(bytes(range(32)))
    path.write_text(
        f"DATABASE_URL=sqlite:///{tmp_path / 'hub.sqlite3'}\nHUB_HOST=loyalty.example.kz\n"
        f"HUB_MASTER_SECRET={secret}\nJWT_SECRET={secret}\n",
        encoding="utf-8",
    )
    return path


def run(*words: str, answers: str = "", code: int = 0) -> Result:
    """Run a command, which must end with *code*."""
    result = CliRunner().invoke(hub, list(words), input=answers)
    assert result.exit_code == code, result.output
    return result


def test_a_programme_is_set_up_from_the_console(env_file: Path) -> None:
    """Partner, shop, owner and till, each by one command; the books are empty and right."""
    env = ("--env", str(env_file))
    run("migrate", *env)
    assert "partner 1" in run("partner", "add", "Тәтті Бөлме", "--shop", "Абай 10", *env).output
    run("owner", "add", "aigerim", "--partner", "1", "--password", PASSWORD, *env)
    said = run("till", "add", "1", "Касса 1", *env).output
    assert re.search(r"till 1: [0-9A-Z]{4}(-[0-9A-Z]{4}){3}", said)
    assert "waiting" in run("till", "list", *env).output
    assert "Nothing is wrong." in run("verify", *env).output
    assert '"good": true' in run("verify", "--json", *env).output
    assert "jobs done" in run("worker", "--once", *env).output


def test_a_partner_added_twice_is_one(env_file: Path) -> None:
    """What is there is said; a second one of the same name has to be meant."""
    env = ("--env", str(env_file))
    run("migrate", *env)
    words = ("partner", "add", "Тәтті Бөлме", "--shop", "Абай 10", *env)
    assert "partner 1 is in" in run(*words).output
    for name in ("Тәтті Бөлме", "ТӘТТІ  бөлме"):
        said = run("partner", "add", name, "--shop", "Абай 10", *env).output
        assert "partner 1 is there already: nothing was changed" in said
        assert "shop 1: Абай 10" in said
    other = run("partner", "add", "Тәтті Бөлме", "--shop", "Достық 5", *env, code=1).output
    assert "partner 1 has this name; its shops are: 1 Абай 10" in other
    assert "--another" in other
    assert "partner 2 is in" in run(*words, "--another").output


def test_a_backup_comes_back_as_a_new_generation(env_file: Path, tmp_path: Path) -> None:
    """Into an empty database only."""
    env = ("--env", str(env_file))
    run("migrate", *env)
    run("partner", "add", "Тәтті Бөлме", "--shop", "Абай 10", *env)
    backup = str(tmp_path / "backup")
    assert "ledger block" in run("backup", backup, *env).output
    assert "there already" in run("restore", backup, *env, code=1).output
    for left in tmp_path.glob("hub.sqlite3*"):
        left.unlink()
    assert "this is generation 2" in run("restore", backup, *env).output
    with closing(sqlite3.connect(tmp_path / "hub.sqlite3")) as connection:
        assert connection.execute("SELECT name FROM partners").fetchall() == [("Тәтті Бөлме",)]


class Typing(io.BytesIO):
    """Somebody at the console: types *answers*, the digits that his authenticator shows, and y."""

    def __init__(self, answers: list[str], database: Path, env_file: Path) -> None:
        super().__init__()
        self._answers: list[str | None] = [*answers, None, "y"]
        self._database, self._env_file = database, env_file

    def read1(self, _size: int | None = -1, /) -> bytes:
        """Return the next line, made when it is asked for."""
        if not self._answers:
            return b""
        said = self._answers.pop(0)
        return f"{self._digits() if said is None else said}\n".encode()

    def _digits(self) -> str:
        with closing(sqlite3.connect(self._database)) as connection:
            (salt,) = connection.execute("SELECT totp_salt FROM staff").fetchone()
        secret = totp_secret(hub_of(load_settings(file=self._env_file)), salt)
        return code_at(secret, UnixTime(SystemClock().now()) // STEP_S)


def test_setup_leads_from_nothing_to_a_hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever breaks off at the digits is offered the codes again; then nothing is asked twice."""
    env_file = tmp_path / "hub.env"
    monkeypatch.chdir(tmp_path)
    words = ["setup", "--offline", "--env", str(env_file)]
    asked = f"loyalty.example.kz\nhttp://127.0.0.1:8000\n\n\n\n{PASSWORD}\n{PASSWORD}\n000000\n"
    result = CliRunner().invoke(hub, words, input=asked)
    assert result.exit_code == 1, "that was no code of the authenticator's"
    assert env_file.stat().st_mode & 0o077 == 0
    assert "HUB_URL=http://127.0.0.1:8000\n" in env_file.read_text(encoding="utf-8")
    assert "type its key by hand: " in result.output
    declined = CliRunner().invoke(hub, words, input="n\ny\n")
    assert declined.exit_code == 0, declined.output
    assert "QR version 5" in declined.output
    assert "nobody can claim them" in declined.output
    answers = ["y", "not-the-password", PASSWORD]
    again = CliRunner().invoke(
        hub, words, input=Typing(answers, tmp_path / "hub.sqlite3", env_file)
    )
    assert "That is not the password." in again.output
    assert "Recovery codes" in again.output
    last = CliRunner().invoke(hub, words, input="y\n")
    assert (last.exit_code, "one-time codes" in last.output) == (0, False)


def test_a_set_up_lies_together_and_says_how_it_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database beside the settings, wherever it is typed; an earlier one is named, and kept."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    env_file, books = tmp_path / "hub.env", tmp_path / "hub.sqlite3"
    words = ("setup", "--offline", "--env", str(env_file))
    assert "nothing was written" in run(*words, code=1).output
    assert not env_file.exists()
    broken = run(*words, answers="127.0.0.1:8000\n\n\n\n", code=1).output
    assert "no operator yet" in broken
    assert f"baursak hub setup --env {env_file}" in broken
    assert "nobody can claim" in broken
    assert f"DATABASE_URL=sqlite:///{books}\n" in env_file.read_text(encoding="utf-8")
    assert books.is_file()
    assert list(Path.cwd().iterdir()) == []
    other = tmp_path / "second.env"
    refused = run("setup", "--env", str(other), answers="a.example.kz\n\n\n\n", code=1).output
    assert f"A database is there already: {books}" in refused
    assert not other.exists()


def test_recovery_codes_are_printed_once_the_codes_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever scans the link and types a code is told the recovery codes."""
    monkeypatch.chdir(tmp_path)
    settings = settings_in(tmp_path)
    migrate_database(settings)
    signed_in = add_owner(settings, "operator", "operator", None, PASSWORD)
    link = new_codes(settings, signed_in, PASSWORD).link
    words = re.search(r"secret=([A-Z2-7]+)", link)
    assert words is not None
    secret = base64.b32decode(words[1] + "=" * (-len(words[1]) % 8))
    now = SystemClock().now()
    codes = confirm_codes(settings, signed_in, code_at(secret, UnixTime(now) // STEP_S))
    assert len(set(codes)) == 10


def settings_in(folder: Path) -> HubSettings:
    """Return settings of a hub in *folder*."""
    secret = base64url.encode(bytes(range(32)))
    return load_settings(
        {
            "DATABASE_URL": f"sqlite:///{folder / 'hub.sqlite3'}",
            "HUB_HOST": "loyalty.example.kz",
            "HUB_MASTER_SECRET": secret,
            "JWT_SECRET": secret,
        }
    )


def test_wrong_settings_are_all_named(tmp_path: Path) -> None:
    """One error, exit code 2, and no secret in it."""
    path = tmp_path / "bad.env"
    path.write_text("DATABASE_URL=mysql://x\nHUB_HOST=?\nJWT_SECRET=short\n", encoding="utf-8")
    said = run("serve", "--env", str(path), code=2).output
    for name in ("DATABASE_URL", "HUB_HOST", "HUB_MASTER_SECRET", "JWT_SECRET"):
        assert name in said
    assert "short" not in said


def test_a_secret_is_new_each_time() -> None:
    """And long enough for the settings."""
    first, second = run("secret").output.strip(), run("secret").output.strip()
    assert first != second
    assert len(base64url.decode(first)) == 32


def test_a_head_that_nobody_has_is_refused(env_file: Path) -> None:
    """A mistyped head is said to be one; one of another past is found."""
    env = ("--env", str(env_file))
    run("migrate", *env)
    assert "NUMBER:HEX" in run("verify", "--head", "x", *env, code=1).output
    assert "not there" in run("verify", "--head", "7:" + "ab" * 32, *env, code=1).output


def test_the_policy_is_shown_and_changed(env_file: Path) -> None:
    """By its names; what is no change is not taken, and said."""
    env = ("--env", str(env_file))
    run("migrate", *env)
    assert re.search(r"^move_minimum +100$", run("policy", *env).output, re.MULTILINE)
    said = run("policy", "move_minimum=7", "may_go_negative=true", *env).output
    assert re.search(r"^move_minimum +7   changed$", said, re.MULTILINE)
    assert re.search(r"^may_go_negative +true$", run("policy", *env).output, re.MULTILINE)
    assert "no nothing" in run("policy", "nothing=1", *env, code=1).output
    for wrong in ("move_minimum", "move_minimum=-1", "move_minimum=x"):
        assert "NAME=VALUE" in run("policy", wrong, *env, code=2).output


def test_the_books_are_readable_for_their_owner_only(env_file: Path, tmp_path: Path) -> None:
    """A SQLite file made anew, and one that came back from a backup."""
    books, env = tmp_path / "hub.sqlite3", ("--env", str(env_file))
    run("migrate", *env)
    assert books.stat().st_mode & 0o777 == 0o600
    run("backup", str(tmp_path / "copy"), *env)
    books.rename(tmp_path / "aside")
    run("restore", str(tmp_path / "copy"), *env)
    assert books.stat().st_mode & 0o777 == 0o600


def test_a_backup_into_no_folder_names_it(env_file: Path, tmp_path: Path) -> None:
    """The folder that is missing is what the operator has to make."""
    env = ("--env", str(env_file))
    run("migrate", *env)
    said = run("backup", str(tmp_path / "nowhere" / "copy"), *env, code=1).output
    assert str(tmp_path / "nowhere") in said
    assert "space" in said


def test_a_port_beyond_the_last_is_no_place_to_listen() -> None:
    """The system would quietly take another one for it, and the server end with a traceback."""
    with pytest.raises(HubError, match="no such port"):
        require_free("127.0.0.1:99999")
