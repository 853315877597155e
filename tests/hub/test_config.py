"""Settings come whole or not at all, and no secret has a default or is shown."""

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from contracts.wire import base64url
from hub.app import access_of, tokens_of
from hub.config import load_settings, mistake_in
from hub.core.access.telegram import BotTrust
from hub.environment import PATHS, read_env_file
from hub.errors import WrongSettings

SECRET = base64url.encode(bytes(range(32)))
GOOD = {
    "DATABASE_URL": "sqlite:////srv/baursak/hub.sqlite3",
    "HUB_HOST": "loyalty.example.kz",
    "HUB_MASTER_SECRET": SECRET,
    "JWT_SECRET": base64url.encode(bytes(32)),
}


def test_the_least_that_must_be_said_is_enough() -> None:
    """Four settings make a hub; the chain is off."""
    settings = load_settings(GOOD)
    assert (settings.network, settings.workers, settings.bot) == ("off", 1, None)
    assert settings.master_secret == bytes(range(32))


def test_nothing_works_by_default() -> None:
    """Without settings there is one error that names everything that is missing."""
    with pytest.raises(WrongSettings) as caught:
        load_settings({})
    for name in GOOD:
        assert any(name in problem for problem in caught.value.problems), name


def test_secrets_are_not_shown() -> None:
    """Neither the settings' own text nor an error holds a secret."""
    token = "12345678:" + "x" * 35
    shown = repr(load_settings({**GOOD, "TELEGRAM_BOT_TOKEN": token}))
    assert SECRET not in shown
    assert token not in shown
    assert repr(bytes(range(32))) not in shown
    with pytest.raises(WrongSettings) as caught:
        load_settings({**GOOD, "HUB_MASTER_SECRET": "tooshortsecret"})
    assert "tooshortsecret" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://x"),
        ("HUB_HOST", "UPPER case"),
        ("HUB_HOST", "a" * 60 + "." + "b" * 30 + ".kz"),
        ("HUB_MASTER_SECRET", "AAAA"),
        ("JWT_SECRET", "?" * 50),
        ("TON_NETWORK", "main"),
        ("HUB_WORKERS", "0"),
        ("HUB_WORKERS", "2"),
        ("HUB_THREADS", "many"),
        ("HUB_LISTEN", "8000"),
        ("HUB_ORIGINS", "*"),
        ("TELEGRAM_BOT", "@bot"),
        ("TELEGRAM_BOT_TOKEN", "token"),
        ("HUB_ALERT_CHAT", "me"),
        ("HUB_LOG_LEVEL", "loud"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str) -> None:
    """The error says which setting is wrong and what it should be."""
    with pytest.raises(WrongSettings) as caught:
        load_settings({**GOOD, name: value})
    assert len(caught.value.problems) == 1
    assert name in caught.value.problems[0]


def test_a_secret_may_stand_in_a_file(tmp_path: Path) -> None:
    """What the settings name as a file is read, and a missing one is named."""
    path = tmp_path / "master"
    path.write_text(SECRET + "\n", encoding="ascii")
    found = {**GOOD, "HUB_MASTER_SECRET": "", "HUB_MASTER_SECRET_FILE": str(path)}
    assert load_settings(found).master_secret == bytes(range(32))
    with pytest.raises(WrongSettings, match="HUB_MASTER_SECRET_FILE"):
        load_settings({**found, "HUB_MASTER_SECRET_FILE": str(tmp_path / "nowhere")})


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A .env file gives what the environment does not."""
    path = tmp_path / "hub.env"
    lines = [f'{name}="{value}"' for name, value in GOOD.items()]
    path.write_text("# a hub\n\n" + "\n".join(lines), encoding="utf-8")
    settings = load_settings({"HUB_HOST": "other.example.kz", "HUB_ENV_FILE": str(path)})
    assert settings.host == "other.example.kz"
    assert settings.is_sqlite


def test_a_host_that_is_not_set_is_called_so() -> None:
    """Nobody looks for a wrong name where none was written."""
    with pytest.raises(WrongSettings, match="HUB_HOST is not set"):
        load_settings({name: value for name, value in GOOD.items() if name != "HUB_HOST"})


def test_a_relative_path_counts_from_the_settings_file(tmp_path: Path) -> None:
    """Of every file and folder and of the database, wherever the program is started."""
    (tmp_path / "keys").mkdir()
    for name in ("master", "jwt"):
        (tmp_path / "keys" / name).write_text(SECRET + "\n", encoding="ascii")
    path = tmp_path / "hub.env"
    path.write_text(
        "DATABASE_URL=sqlite:///books/hub.sqlite3\nHUB_HOST=a.kz\n"
        "HUB_MASTER_SECRET_FILE=keys/master\nJWT_SECRET_FILE=./keys/jwt\n",
        encoding="utf-8",
    )
    settings = load_settings({}, path)
    assert settings.database_url == f"sqlite:///{tmp_path / 'books' / 'hub.sqlite3'}"
    assert settings.master_secret == settings.jwt_secret == bytes(range(32))
    assert load_settings({}, Path(os.path.relpath(path))) == settings


def test_a_relative_path_in_the_environment_is_refused() -> None:
    """Nobody can tell what it counts from; all of them at once, and nothing of other programs."""
    with pytest.raises(WrongSettings) as caught:
        load_settings(
            {**GOOD, "DATABASE_URL": "sqlite:///hub.sqlite3", "JWT_KEY_FILE": "jwt.pem",
             "TON_ARCHIVE": "epochs", "SSL_CERT_FILE": "cert.pem"}
        )  # fmt: skip
    said = [it for it in caught.value.problems if "write the whole path" in it]
    assert [it.split()[0] for it in said] == ["DATABASE_URL", "JWT_KEY_FILE", "TON_ARCHIVE"]


def test_whoever_is_asked_may_answer_with_a_relative_path() -> None:
    """It counts from where he is: `hub setup` writes it whole."""
    assert mistake_in("DATABASE_URL", "sqlite:///hub.sqlite3") is None


def test_every_path_that_the_example_names_is_known_as_one() -> None:
    """So that the rule holds for all of them."""
    example = (Path(__file__).parents[2] / ".env.example").read_text(encoding="utf-8")
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=(?:/|sqlite:)?/", example, re.MULTILINE))
    files = set(re.findall(r"^(?:# )?([A-Z_]+_FILE)=", example, re.MULTILINE))
    assert named | files <= PATHS


def test_a_file_that_is_not_there_is_named_whole(tmp_path: Path) -> None:
    """So that nobody has to guess which folder was meant."""
    nowhere = tmp_path / "no.key"
    settings = {**GOOD, "JWT_SECRET_FILE": str(nowhere)}
    del settings["JWT_SECRET"]
    with pytest.raises(WrongSettings, match=str(nowhere)):
        load_settings(settings)


def test_a_line_that_is_no_setting_is_named(tmp_path: Path) -> None:
    """The error gives the line's number."""
    path = tmp_path / "hub.env"
    path.write_text("HUB_HOST=a.kz\nwhat is this\n", encoding="utf-8")
    with pytest.raises(WrongSettings, match="line 2"):
        read_env_file(path)


def test_the_example_names_every_setting() -> None:
    """What the program reads stands in .env.example, and the other way round."""
    root = Path(__file__).parents[2]
    source = (root / "hub" / "config.py").read_text(encoding="utf-8")
    example = (root / ".env.example").read_text(encoding="utf-8")
    read = set(re.findall(r'"([A-Z][A-Z_]{3,})"', source)) - {"HUB_ENV_FILE"}
    named = set(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=", example, re.MULTILINE))
    assert read <= named
    assert {it for it in named - read if it.removesuffix("_FILE") not in read} == set()


def test_keys_of_sessions_rotate_by_settings() -> None:
    """A secret from before still checks what it signed; a key file takes the place of both."""
    old = load_settings(GOOD)
    new = {**GOOD, "JWT_SECRET": base64url.encode(b"n" * 32), "JWT_OLD_SECRETS": GOOD["JWT_SECRET"]}
    before, after = tokens_of(old).public_keys(), tokens_of(load_settings(new)).public_keys()
    assert [key["kid"] for key in after[1:]] == [key["kid"] for key in before]
    with pytest.raises(WrongSettings):
        load_settings({**GOOD, "JWT_OLD_SECRETS": "short"})


def test_a_key_file_signs_sessions(tmp_path: Path) -> None:
    """Then there need be no JWT_SECRET; a file without a key is said."""
    key = Ed25519PrivateKey.from_private_bytes(bytes(32))
    file = tmp_path / "jwt.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    named = {**GOOD, "JWT_KEY_FILE": str(file), "JWT_SECRET": ""}
    public = base64url.encode(key.public_key().public_bytes_raw())
    assert tokens_of(load_settings(named)).public_keys()[0]["x"] == public
    file.write_text("no key")
    with pytest.raises(WrongSettings):
        tokens_of(load_settings(named))
    with pytest.raises(WrongSettings):
        load_settings({**named, "JWT_KEY_FILE": str(tmp_path / "nothing")})


def test_whom_the_hub_trusts_comes_from_its_settings() -> None:
    """A bot by token or by number, a network of wallets, or neither."""
    nobody = access_of(load_settings(GOOD))
    assert (nobody.bot, nobody.network) == (None, None)
    by_number = access_of(load_settings({**GOOD, "TELEGRAM_BOT_ID": "7342037359"}))
    assert by_number.bot == BotTrust(7342037359, None)
    token = "7342037359:" + "x" * 35
    full = {**GOOD, "TELEGRAM_BOT_TOKEN": token, "JWT_REFRESH_DAYS": "2"}
    access = access_of(replace(load_settings(full), network="mainnet"))
    assert access.bot == BotTrust(7342037359, token)
    assert (access.network, access.member_life, access.staff_life) == ("-239", 172_800, 172_800)
    with pytest.raises(WrongSettings):
        load_settings({**GOOD, "TELEGRAM_BOT_ID": "@bot"})
