"""A hub goes on with the master secret that it was set up with, or not at all."""

import secrets
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from contracts.wire import base64url
from hub.adapters.world import MasterKeyring
from hub.cli.main import hub
from hub.config import HubSettings, load_settings
from hub.errors import HubError
from hub.keeping import back_up, bring_back, migrate_database, prepare
from hub.operation import serve
from hub.people import add_partner
from hub.usecases.master_secret import MARK_SIZE, mark_of
from hub.working import run_worker

RIGHT, OTHER = bytes(range(32)), bytes(range(1, 33))


def env_in(folder: Path, secret: bytes, database: str | None = None) -> Path:
    """Write a hub's settings with that master secret, and return their file."""
    file = folder / f"{secret[0]}.env"
    file.write_text(
        f"DATABASE_URL={database or f'sqlite:///{folder}/hub.sqlite3'}\nHUB_HOST=points.kz\n"
        f"HUB_MASTER_SECRET={base64url.encode(secret)}\nHUB_LISTEN=127.0.0.1:0\n"
        f"JWT_SECRET={base64url.encode(RIGHT)}\n",
        encoding="utf-8",
    )
    return file


def settings_in(folder: Path, secret: bytes, database: str | None = None) -> HubSettings:
    """Return such settings."""
    return load_settings({}, env_in(folder, secret, database))


def run(*words: str, code: int = 0, typed: str | None = None) -> Result:
    """Run a command, which must end with *code*."""
    result = CliRunner().invoke(hub, list(words), input=typed)
    assert result.exit_code == code, result.output
    return result


STARTS: dict[str, Callable[[HubSettings], object]] = {
    "serve": serve,
    "worker": lambda settings: run_worker(settings, once=True),
    "migrate": migrate_database,
    "setup": prepare,
    "partner add": lambda settings: add_partner(settings, "Тәтті", ("Абай 10",)),
}


@pytest.mark.parametrize("start", list(STARTS))
def test_with_another_secret_nothing_starts(start: str, tmp_path: Path) -> None:
    """And it is said what to do; neither of the secrets is."""
    migrate_database(settings_in(tmp_path, RIGHT))
    with pytest.raises(HubError) as caught:
        STARTS[start](settings_in(tmp_path, OTHER))
    assert "HUB_MASTER_SECRET" in caught.value.title
    assert "hub secret --changed" in caught.value.hint
    for it in (RIGHT, OTHER):
        assert base64url.encode(it) not in str(caught.value)
    prepare(settings_in(tmp_path, RIGHT))


def test_on_both_databases(store: object, database_url: str, tmp_path: Path) -> None:
    """The first start keeps the mark, the next ones compare it."""
    assert store is not None
    prepare(settings_in(tmp_path, RIGHT, database_url))
    prepare(settings_in(tmp_path, RIGHT, database_url))
    with pytest.raises(HubError, match="HUB_MASTER_SECRET"):
        prepare(settings_in(tmp_path, OTHER, database_url))


def test_a_backup_says_the_same_before_anything_is_written(tmp_path: Path) -> None:
    """A hub that is restored with a secret made anew could check no slip."""
    settings = settings_in(tmp_path, RIGHT)
    migrate_database(settings)
    back_up(settings, tmp_path / "backup")
    there = tmp_path / "there"
    there.mkdir()
    with pytest.raises(HubError) as caught:
        bring_back(settings_in(there, OTHER), tmp_path / "backup")
    assert "HUB_MASTER_SECRET" in caught.value.title
    assert not (there / "hub.sqlite3").exists()
    assert bring_back(settings_in(there, RIGHT), tmp_path / "backup")[1] == 2


def test_a_secret_that_was_changed_on_purpose_is_taken_once_that_is_said(tmp_path: Path) -> None:
    """Whoever does not confirm changes nothing; it is in the audit log."""
    migrate_database(settings_in(tmp_path, RIGHT))
    env = ("--env", str(env_in(tmp_path, OTHER)))
    run("secret", "--changed", *env, typed="n\n", code=1)
    run("policy", *env, code=1)
    assert "enrol" in run("secret", "--changed", *env, typed="y\n").output
    run("policy", *env)
    run("policy", "--env", str(env_in(tmp_path, RIGHT)), code=1)
    assert "is this hub's already" in run("secret", "--changed", *env, typed="y\n").output
    with closing(sqlite3.connect(tmp_path / "hub.sqlite3")) as connection:
        asked = "SELECT count(*) FROM audit WHERE action = 'hub.master_secret'"
        assert connection.execute(asked).fetchone() == (1,)


def test_the_mark_says_nothing_of_the_secret() -> None:
    """Each secret has its own, no key of ours is among its bytes, and it is always the same."""
    marks = set()
    for _ in range(100):
        secret = secrets.token_bytes(32)
        keyring = MasterKeyring(secret)
        mark = mark_of(keyring)
        assert mark == mark_of(MasterKeyring(secret))
        assert len(mark) == MARK_SIZE
        assert mark not in secret + keyring.tag("invitation", b"")
        marks.add(mark)
    assert len(marks) == 100
