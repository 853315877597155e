"""The hub's settings: read once from the environment, checked whole, all problems at once."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from contracts.wire import claim
from contracts.wire.refusals import Refused
from hub.core.settlement.deployment import Deployment, MalformedDeployment, read_deployment
from hub.core.settlement.network import MalformedNetwork, Network, read_network
from hub.core.wallet_choices import MalformedWallets, WalletChoice, read_wallets
from hub.environment import SQLITE, Reader, read_env_file, relative_paths, whole_paths
from hub.errors import WrongSettings

NETWORKS: Final = ("off", "local", "testnet", "mainnet")
LANGUAGES: Final = ("kk", "ru", "en")
LEVELS: Final = ("debug", "info", "warning", "error")
_TOKEN: Final = re.compile(r"[0-9]{5,20}:[A-Za-z0-9_-]{20,80}", re.ASCII)
_API: Final = re.compile(
    r"https://[a-z0-9.:-]{1,260}|http://(?:127\.0\.0\.1|localhost)(?::[0-9]{1,5})?", re.ASCII
)
SEED_SIZE: Final = 32
"""Bytes of an Ed25519 key's seed."""
BOT_API: Final = "https://api.telegram.org"
ARCHIVE: Final = "settlement"
"""The folder beside SQLite's file in which epochs are kept where no other is named."""


@dataclass(frozen=True, slots=True)
class ChainKeys:
    """Seeds of the Ed25519 keys that the worker signs with."""

    settler: bytes = field(repr=False)
    """Of the key that states epochs, and can do nothing else."""
    sponsor: bytes = field(repr=False)
    """Of the key that pays for members' claims."""


@dataclass(frozen=True, slots=True)
class ChainSettings:
    """How the hub settles on chain."""

    network: Network
    deployment: Deployment | None
    """None only for what deploys."""
    archive: Path | None
    """Where epochs are kept outside the database; None only without keys."""
    keys: ChainKeys | None
    """None for every program but those that send: nobody else reads them."""


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
    bot_api: str = BOT_API
    """Telegram's Bot API, or a server of one's own that speaks it."""
    webhook_secret: str | None = field(default=None, repr=False)
    """What Telegram shows with each update."""
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
    wallets: tuple[WalletChoice, ...] | None = None
    """What members may choose from; None: the list that comes with this version."""
    official_script: bool = False
    """The Mini App loads Telegram's own script, which its page else does without."""
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


def named_settings(
    environment: Mapping[str, str] | None = None, file: Path | None = None
) -> dict[str, str]:
    """Return what is set, by name: the environment, and what only the `.env` *file* names.

    Relative paths in the file count from its folder; those in the environment stay as they are.
    """
    found = dict(os.environ if environment is None else environment)
    named = file or (Path(found["HUB_ENV_FILE"]) if found.get("HUB_ENV_FILE") else None)
    if named is None:
        return found
    return {**whole_paths(read_env_file(named), named.parent.resolve()), **found}


def load_settings(
    environment: Mapping[str, str] | None = None,
    file: Path | None = None,
    *,
    deployed: bool = True,
    keys: bool = False,
) -> HubSettings:
    """Return the settings in the environment and, behind it, in *file*; or raise WrongSettings.

    The file is a `.env`: `NAME=value` lines; what the environment names wins. Without *deployed*
    TON_DEPLOYMENT is not read: what deploys has yet to write that file. Only with *keys* are
    the keys of the chain read: the web has no use for them, and cannot lose them.
    """
    found = named_settings(environment, file)
    read = _HubReader(found, deployed=deployed, keys=keys)
    read.problems += relative_paths(found)
    settings = read.settings()
    if read.problems:
        raise WrongSettings(read.problems)
    return settings


def mistake_in(name: str, value: str) -> str | None:
    """Return what is wrong with one setting's *value*, or None."""
    read = _HubReader(whole_paths({name: value}, Path.cwd()))
    read.settings()
    return next((problem for problem in read.problems if problem.startswith(name)), None)


class _HubReader(Reader):
    """Takes the hub's settings together."""

    def __init__(
        self, found: Mapping[str, str], *, deployed: bool = True, keys: bool = False
    ) -> None:
        super().__init__(found)
        self._deployed = deployed
        self._keys = keys

    def settings(self) -> HubSettings:
        """Return the settings; they only count when there are no problems."""
        database = self._database()
        token = self._token("TELEGRAM_BOT_TOKEN")
        keys = self.key_file("JWT_KEY_FILE")
        network = self.choice("TON_NETWORK", "off", NETWORKS)
        settings = HubSettings(
            database_url=database,
            host=self._host(),
            master_secret=self.secret("HUB_MASTER_SECRET"),
            jwt_secret=self.secret("JWT_SECRET") if keys is None else b"",
            jwt_old_secrets=self.secrets("JWT_OLD_SECRETS"),
            jwt_keys=keys,
            url=self._url(),
            bot=self._bot(),
            bot_id=self._bot_id("TELEGRAM_BOT_ID"),
            bot_token=token,
            bot_api=self._bot_api(),
            webhook_secret=self._webhook_secret(),
            listen=self._listen(),
            workers=self.whole("HUB_WORKERS", 1, range(1, 65)),
            threads=self.whole("HUB_THREADS", 24, range(2, 513)),
            network=network,
            chain=self._chain(network, database) if network != "off" else None,
            access_life=self.whole("JWT_LIFE_SECONDS", 900, range(60, 86_401)),
            refresh_life=self.whole("JWT_REFRESH_DAYS", 30, range(1, 366)) * 24 * 3600,
            origins=tuple(filter(None, self.text("HUB_ORIGINS", "").split(","))),
            proxies=self.whole("HUB_PROXIES", 0, range(5)),
            rate_store=self.text("HUB_RATE_STORE", "memory://"),
            rate_factor=self.whole("HUB_RATE_FACTOR", 1, range(1, 1_000_001)),
            metrics_token=self.optional("HUB_METRICS_TOKEN"),
            wallets=self._wallets(),
            official_script=self.choice("TELEGRAM_SCRIPT", "own", ("own", "official"))
            == "official",
            sentry_dsn=self.optional("SENTRY_DSN"),
            log_level=self.choice("HUB_LOG_LEVEL", "info", LEVELS),
            alert_url=self.optional("HUB_ALERT_URL"),
            alert_chat=self._chat("HUB_ALERT_CHAT"),
            alert_language=self.choice("HUB_ALERT_LANGUAGE", "ru", LANGUAGES),
        )
        if settings.is_sqlite and settings.workers > 1:
            self.problems.append("HUB_WORKERS is above 1: several workers need PostgreSQL.")
        for origin in settings.origins:
            if not re.fullmatch(r"https?://[a-z0-9.:-]{1,260}", origin):
                self.problems.append("HUB_ORIGINS holds what is no origin; write https://name.")
        return settings

    def _chain(self, name: str, database: str) -> ChainSettings | None:
        """Return how to settle on the network called *name*; it counts without problems only."""
        keys = self._chain_keys() if self._keys else None
        network = deployment = None
        if written := self.named("TON_CONFIG", "TON_NETWORK"):
            try:
                network = read_network(name, written)
            except MalformedNetwork as error:
                self.problems.append(f"TON_CONFIG {error}.")
        if self._deployed and (written := self.named("TON_DEPLOYMENT", "TON_NETWORK")):
            try:
                deployment = read_deployment(name, written)
            except MalformedDeployment as error:
                self.problems.append(f"TON_DEPLOYMENT {error}.")
        archive = self._archive(database)
        if keys is not None and archive is None:
            self.problems.append(
                "TON_ARCHIVE is not set; name a folder for what epochs state, on another disk than"
                " the database's where there is one."
            )
        return ChainSettings(network, deployment, archive, keys) if network else None

    def _wallets(self) -> tuple[WalletChoice, ...] | None:
        if self.optional("TON_WALLETS") is None:
            return None
        if written := self.named("TON_WALLETS", "TON_NETWORK"):
            try:
                return read_wallets(written)
            except MalformedWallets as error:
                self.problems.append(f"TON_WALLETS {error}.")
        return None

    def _chain_keys(self) -> ChainKeys:
        keys = ChainKeys(
            self.seed("TON_SETTLER_KEY", SEED_SIZE), self.seed("TON_SPONSOR_KEY", SEED_SIZE)
        )
        if keys.settler and keys.settler == keys.sponsor:
            self.problems.append("TON_SPONSOR_KEY must be another key than TON_SETTLER_KEY.")
        return keys

    def _archive(self, database: str) -> Path | None:
        """Return the folder of the epochs: the one that is named, or one beside SQLite's file."""
        if named := self.optional("TON_ARCHIVE"):
            return Path(named)
        if not database.startswith(SQLITE):
            return None
        return Path(database.removeprefix(SQLITE)).parent / ARCHIVE

    def _chat(self, name: str) -> int | None:
        written = self.optional(name)
        if not written:
            return None
        if not re.fullmatch(r"-?[0-9]{1,18}", written):
            self.problems.append(f"{name} must be the number of a Telegram chat.")
            return None
        return int(written)

    def _database(self) -> str:
        url = self.text("DATABASE_URL", "")
        if not url:
            self.problems.append(
                "DATABASE_URL is not set; write sqlite:///hub.sqlite3 or postgresql://…"
            )
        elif not re.match(r"(sqlite:///.|postgres(ql)?://)", url):
            self.problems.append("DATABASE_URL must begin with sqlite:/// or postgresql://")
        return "postgresql" + url.removeprefix("postgres") if url.startswith("postgres:") else url

    def _host(self) -> str:
        host = self.text("HUB_HOST", "")
        if not host:
            self.problems.append("HUB_HOST is not set; write the name that members open.")
            return host
        try:
            claim.hub_link(host, "x" * claim.CODE_LENGTH)
        except Refused as refused:
            self.problems.append(f"HUB_HOST cannot stand in a claim's link: {refused.detail}.")
        return host

    def _url(self) -> str | None:
        url = self.optional("HUB_URL")
        if url and not re.fullmatch(r"https?://[a-z0-9.:-]{1,260}", url):
            self.problems.append("HUB_URL must be a scheme and a host, as https://hub.example.kz.")
        return url or None

    def _bot(self) -> str | None:
        bot = self.optional("TELEGRAM_BOT")
        if bot and not re.fullmatch(claim.BOT, bot, re.ASCII):
            self.problems.append("TELEGRAM_BOT must be the bot's name, without @.")
        return bot or None

    def _token(self, name: str) -> str | None:
        token = self.optional(name)
        if token and not _TOKEN.fullmatch(token):
            self.problems.append(f"{name} is not a bot token; copy it from BotFather.")
        return token or None

    def _bot_api(self) -> str:
        api = self.text("TELEGRAM_API", BOT_API)
        if not _API.fullmatch(api):
            self.problems.append("TELEGRAM_API must be https://HOST; http:// on this machine only.")
        return api

    def _webhook_secret(self) -> str | None:
        secret = self.optional("TELEGRAM_WEBHOOK_SECRET")
        if secret and not re.fullmatch(r"[A-Za-z0-9_-]{32,256}", secret, re.ASCII):
            self.problems.append(
                "TELEGRAM_WEBHOOK_SECRET is no secret; make one with: baursak hub secret"
            )
        return secret

    def _bot_id(self, name: str) -> int | None:
        written = self.optional(name)
        if written and not re.fullmatch(r"[0-9]{5,15}", written, re.ASCII):
            self.problems.append(f"{name} must be the number before the colon of the bot's token.")
            return None
        return int(written) if written else None

    def _listen(self) -> str:
        listen = self.text("HUB_LISTEN", "127.0.0.1:8000")
        if not re.fullmatch(r"(\[[0-9a-f:]+\]|[a-z0-9.-]{1,253}):[0-9]{1,5}", listen):
            self.problems.append("HUB_LISTEN must be ADDRESS:PORT, such as 127.0.0.1:8000.")
        return listen
