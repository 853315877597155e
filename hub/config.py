"""The hub's settings: read once from the environment, checked whole, all problems at once."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from contracts.wire import base64url, claim
from contracts.wire.keys import SHORTEST_SECRET
from contracts.wire.refusals import Refused
from hub.core.settlement.deployment import Deployment, MalformedDeployment, read_deployment
from hub.core.settlement.network import MalformedNetwork, Network, read_network
from hub.errors import WrongSettings

NETWORKS: Final = ("off", "local", "testnet", "mainnet")
LANGUAGES: Final = ("kk", "ru", "en")
LEVELS: Final = ("debug", "info", "warning", "error")
LONGEST_FILE: Final = 64 * 1024
"""Bytes of a settings or key file; a real one has a page."""
_LINE: Final = re.compile(r"(?:export\s+)?([A-Z][A-Z0-9_]*)=(.*)")
_TOKEN: Final = re.compile(r"[0-9]{5,20}:[A-Za-z0-9_-]{20,80}", re.ASCII)


SEED_SIZE: Final = 32


@dataclass(frozen=True, slots=True)
class ChainSettings:
    """How the hub settles on chain."""

    network: Network
    settler_seed: bytes = field(repr=False)
    """Of the Ed25519 key that states epochs, and can do nothing else."""
    sponsor_seed: bytes = field(repr=False)
    """Of the key that pays for members' claims."""
    deployment: Deployment | None
    """None only for what deploys."""


@dataclass(frozen=True, slots=True)
class HubSettings:
    """What an installation of the hub is told."""

    database_url: str = field(repr=False)
    """`sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`."""
    host: str
    """The programme's host, as in `https://<host>/c/<code>`."""
    master_secret: bytes = field(repr=False)
    """Every key of the wire comes from it; it never goes into the database or its backups."""
    jwt_secret: bytes = field(repr=False)
    """Seed of the key that signs sessions; empty where a key file holds that key."""
    home: Path
    """Folder of backups and of SQLite's file."""
    url: str | None = None
    """Where tills reach the hub, when that is not `https://<host>`."""
    jwt_old_secrets: tuple[bytes, ...] = field(default=(), repr=False)
    """Secrets from before a rotation: what they signed is good until it runs out."""
    jwt_keys: bytes | None = field(default=None, repr=False)
    """A key file (PEM) in place of the secrets: the first key signs, the others are old."""
    bot: str | None = None
    bot_id: int | None = None
    """The bot's number, where its token is not to be here: Telegram's own signature counts."""
    bot_token: str | None = field(default=None, repr=False)
    listen: str = "127.0.0.1:8000"
    workers: int = 1
    """Processes of `hub serve`; more than one needs PostgreSQL."""
    threads: int = 24
    network: str = "off"
    chain: ChainSettings | None = None
    """None exactly where *network* is off."""
    access_life: int = 900
    """Seconds of a session's access token."""
    refresh_life: int = 30 * 24 * 3600
    origins: tuple[str, ...] = ()
    """Origins beside the hub's own that a browser may call the API from."""
    proxies: int = 0
    """How many proxies stand in front and set X-Forwarded-For."""
    rate_store: str = "memory://"
    rate_factor: int = 1
    """Every allowance is this many times larger: for a test of what the machine can bear."""
    metrics_token: str | None = field(default=None, repr=False)
    sentry_dsn: str | None = field(default=None, repr=False)
    log_level: str = "info"
    alert_url: str | None = field(default=None, repr=False)
    """Where alerts for the operator are posted, beside the bot."""
    alert_chat: int | None = None
    """Telegram chat of the operator."""
    alert_language: str = "ru"
    """kk, ru or en."""

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is a SQLite file."""
        return self.database_url.startswith("sqlite")


def load_settings(
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
    *,
    deployed: bool = True,
) -> HubSettings:
    """Return the settings in the environment and, behind it, in *file*; or raise WrongSettings.

    The file is a `.env`: `NAME=value` lines; what the environment names wins. Without *deployed*
    TON_DEPLOYMENT is not read: what deploys has yet to write that file.
    """
    found = dict(os.environ if environment is None else environment)
    named = file or (Path(found["HUB_ENV_FILE"]) if found.get("HUB_ENV_FILE") else None)
    if named is not None:
        found = {**read_env_file(named), **found}
    read = _Reader(found, deployed=deployed)
    settings = read.settings()
    if read.problems:
        raise WrongSettings(read.problems)
    return settings


def mistake_in(name: str, value: str) -> str | None:
    """Return what is wrong with one setting's *value*, or None."""
    read = _Reader({name: value})
    read.settings()
    return next((problem for problem in read.problems if problem.startswith(name)), None)


def read_env_file(path: Path) -> dict[str, str]:
    """Return what a `.env` file says, or raise WrongSettings."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongSettings([f"{path} cannot be read; name the hub's .env file."]) from error
    if len(text) > LONGEST_FILE:
        raise WrongSettings([f"{path} is too large for a settings file."])
    found: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        match = _LINE.fullmatch(stripped)
        if match is None:
            raise WrongSettings([f"{path}, line {number}: write NAME=value."])
        found[match[1]] = match[2].strip().strip("\"'")
    return found


class _Reader:
    """Takes settings by name and notes what is wrong with them, never quoting a secret."""

    def __init__(self, found: Mapping[str, str], *, deployed: bool = True) -> None:
        self._found = found
        self._deployed = deployed
        self.problems: list[str] = []

    def settings(self) -> HubSettings:
        """Return the settings; they only count when there are no problems."""
        home = Path(self._text("HUB_HOME", "."))
        token = self._token("TELEGRAM_BOT_TOKEN")
        keys = self._key_file("JWT_KEY_FILE")
        network = self._choice("TON_NETWORK", "off", NETWORKS)
        settings = HubSettings(
            database_url=self._database(),
            host=self._host(),
            master_secret=self._secret("HUB_MASTER_SECRET"),
            jwt_secret=self._secret("JWT_SECRET") if keys is None else b"",
            jwt_old_secrets=self._old_secrets("JWT_OLD_SECRETS"),
            jwt_keys=keys,
            home=home,
            url=self._url(),
            bot=self._bot(),
            bot_id=self._bot_id("TELEGRAM_BOT_ID"),
            bot_token=token,
            listen=self._listen(),
            workers=self._whole("HUB_WORKERS", 1, range(1, 65)),
            threads=self._whole("HUB_THREADS", 24, range(2, 513)),
            network=network,
            chain=self._chain(network) if network != "off" else None,
            access_life=self._whole("JWT_LIFE_SECONDS", 900, range(60, 86_401)),
            refresh_life=self._whole("JWT_REFRESH_DAYS", 30, range(1, 366)) * 24 * 3600,
            origins=tuple(filter(None, self._text("HUB_ORIGINS", "").split(","))),
            proxies=self._whole("HUB_PROXIES", 0, range(5)),
            rate_store=self._text("HUB_RATE_STORE", "memory://"),
            rate_factor=self._whole("HUB_RATE_FACTOR", 1, range(1, 1_000_001)),
            metrics_token=self._found.get("HUB_METRICS_TOKEN") or None,
            sentry_dsn=self._found.get("SENTRY_DSN") or None,
            log_level=self._choice("HUB_LOG_LEVEL", "info", LEVELS),
            alert_url=self._found.get("HUB_ALERT_URL") or None,
            alert_chat=self._chat("HUB_ALERT_CHAT"),
            alert_language=self._choice("HUB_ALERT_LANGUAGE", "ru", LANGUAGES),
        )
        if settings.is_sqlite and settings.workers > 1:
            self.problems.append("HUB_WORKERS is above 1: several workers need PostgreSQL.")
        for origin in settings.origins:
            if not re.fullmatch(r"https?://[a-z0-9.:-]{1,260}", origin):
                self.problems.append("HUB_ORIGINS holds what is no origin; write https://name.")
        return settings

    def _chain(self, name: str) -> ChainSettings | None:
        """Return how to settle on the network called *name*; it counts without problems only."""
        settler, sponsor = self._seed("TON_SETTLER_KEY"), self._seed("TON_SPONSOR_KEY")
        if settler and settler == sponsor:
            self.problems.append("TON_SPONSOR_KEY must be another key than TON_SETTLER_KEY.")
        network = deployment = None
        if written := self._named("TON_CONFIG"):
            try:
                network = read_network(name, written)
            except MalformedNetwork as error:
                self.problems.append(f"TON_CONFIG {error}.")
        if self._deployed and (written := self._named("TON_DEPLOYMENT")):
            try:
                deployment = read_deployment(name, written)
            except MalformedDeployment as error:
                self.problems.append(f"TON_DEPLOYMENT {error}.")
        return ChainSettings(network, settler, sponsor, deployment) if network else None

    def _seed(self, name: str) -> bytes:
        """Return a key's seed: base64url of exactly 32 bytes, or the file that NAME_FILE names."""
        before = len(self.problems)
        seed = self._secret(name)
        if len(self.problems) == before and len(seed) != SEED_SIZE:
            self.problems.append(f"{name} must be {SEED_SIZE} bytes, as: baursak hub secret")
        return seed

    def _named(self, name: str) -> bytes:
        """Return what the file that *name* names holds; nothing where that is a problem."""
        if not (path := self._found.get(name)):
            self.problems.append(f"{name} is not set; TON_NETWORK needs the file that it names.")
            return b""
        try:
            with Path(path).open("rb") as file:
                return file.read(LONGEST_FILE) or b"{}"
        except OSError:
            self.problems.append(f"{name} names a file that cannot be read.")
            return b""

    def _text(self, name: str, default: str) -> str:
        return self._found.get(name) or default

    def _whole(self, name: str, default: int, allowed: range) -> int:
        written = self._text(name, str(default))
        if not written.isascii() or not written.isdigit() or int(written) not in allowed:
            self.problems.append(f"{name} must be a number from {allowed[0]} to {allowed[-1]}.")
            return default
        return int(written)

    def _choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        written = self._text(name, default)
        if written not in allowed:
            self.problems.append(f"{name} must be one of {', '.join(allowed)}.")
            return default
        return written

    def _chat(self, name: str) -> int | None:
        written = self._found.get(name)
        if not written:
            return None
        if not re.fullmatch(r"-?[0-9]{1,18}", written):
            self.problems.append(f"{name} must be the number of a Telegram chat.")
            return None
        return int(written)

    def _database(self) -> str:
        url = self._found.get("DATABASE_URL", "")
        if not url:
            self.problems.append(
                "DATABASE_URL is not set; write sqlite:///hub.sqlite3 or postgresql://…"
            )
        elif not re.match(r"(sqlite:///.|postgres(ql)?://)", url):
            self.problems.append("DATABASE_URL must begin with sqlite:/// or postgresql://")
        return "postgresql" + url.removeprefix("postgres") if url.startswith("postgres:") else url

    def _host(self) -> str:
        host = self._found.get("HUB_HOST", "")
        try:
            claim.hub_link(host, "x" * claim.CODE_LENGTH)
        except Refused as refused:
            self.problems.append(f"HUB_HOST cannot stand in a claim's link: {refused.detail}.")
        return host

    def _url(self) -> str | None:
        url = self._found.get("HUB_URL")
        if url and not re.fullmatch(r"https?://[a-z0-9.:-]{1,260}", url):
            self.problems.append("HUB_URL must be a scheme and a host, as https://hub.example.kz.")
        return url or None

    def _bot(self) -> str | None:
        bot = self._found.get("TELEGRAM_BOT")
        if bot and not re.fullmatch(claim.BOT, bot, re.ASCII):
            self.problems.append("TELEGRAM_BOT must be the bot's name, without @.")
        return bot or None

    def _token(self, name: str) -> str | None:
        token = self._found.get(name)
        if token and not _TOKEN.fullmatch(token):
            self.problems.append(f"{name} is not a bot token; copy it from BotFather.")
        return token or None

    def _bot_id(self, name: str) -> int | None:
        written = self._found.get(name)
        if written and not re.fullmatch(r"[0-9]{5,15}", written, re.ASCII):
            self.problems.append(f"{name} must be the number before the colon of the bot's token.")
            return None
        return int(written) if written else None

    def _listen(self) -> str:
        listen = self._text("HUB_LISTEN", "127.0.0.1:8000")
        if not re.fullmatch(r"(\[[0-9a-f:]+\]|[a-z0-9.-]{1,253}):[0-9]{1,5}", listen):
            self.problems.append("HUB_LISTEN must be ADDRESS:PORT, such as 127.0.0.1:8000.")
        return listen

    def _secret(self, name: str) -> bytes:
        """Return a secret of at least 32 bytes: base64url, or the file that NAME_FILE names."""
        written = self._found.get(name, "")
        if not written and (path := self._found.get(f"{name}_FILE")):
            written = self._secret_file(name, Path(path))
        if not written:
            self.problems.append(f"{name} is not set; make one with: baursak hub secret")
            return b""
        return self._decoded(name, written)

    def _decoded(self, name: str, written: str) -> bytes:
        try:
            secret = base64url.decode(written)
        except Refused:
            secret = b""
        if len(secret) < SHORTEST_SECRET:
            self.problems.append(
                f"{name} must be base64url of {SHORTEST_SECRET} bytes or more;"
                " make one with: baursak hub secret"
            )
        return secret

    def _old_secrets(self, name: str) -> tuple[bytes, ...]:
        """Return the secrets that a list of them names, with commas between."""
        written = [it.strip() for it in self._found.get(name, "").split(",") if it.strip()]
        return tuple(self._decoded(name, it) for it in written)

    def _key_file(self, name: str) -> bytes | None:
        """Return what a key file holds; the adapter that signs judges it."""
        path = self._found.get(name)
        return self._secret_file(name.removesuffix("_FILE"), Path(path)).encode() if path else None

    def _secret_file(self, name: str, path: Path) -> str:
        try:
            with path.open(encoding="ascii") as file:
                return file.read(LONGEST_FILE).strip()
        except (OSError, UnicodeDecodeError):
            self.problems.append(f"{name}_FILE names a file that cannot be read.")
            return ""
