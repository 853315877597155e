"""The programs of the demo: hub, worker and agent, each a process of its own as in a shop."""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx

from agent.config import RELAY_LOG_FILE
from agent.errors import AgentError
from contracts.wire import base64url
from hub.config import HubSettings, load_settings

READY_S: Final = 120.0
"""A busy machine starts three programs slowly; a quiet one takes a few seconds."""
STOP_S: Final = 30.0
"""Longer than a hub takes at most: one that is killed leaves its own processes behind."""
_STEP_S: Final = 0.05


def free_port() -> int:
    """Return a port of this machine that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@dataclass
class Town:
    """Where everything of the demo lies and listens."""

    folder: Path
    hub_port: int = field(default_factory=free_port)
    tap_port: int = field(default_factory=free_port)
    bot_token: str = field(
        default_factory=lambda: f"7000000001:{base64url.encode(secrets.token_bytes(26))}",
        repr=False,
    )
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12), repr=False)

    @property
    def hub_url(self) -> str:
        """Return where the hub answers."""
        return f"http://127.0.0.1:{self.hub_port}"

    @property
    def till_home(self) -> Path:
        """Return the till's folder."""
        return self.folder / "till"

    @property
    def camera(self) -> Path:
        """Return the folder of what stands before the till's camera."""
        return self.folder / "camera"

    @property
    def env_file(self) -> Path:
        """Return the hub's settings."""
        return self.folder / "hub.env"

    @property
    def chain_folder(self) -> Path:
        """Return where the chain lives."""
        return self.folder / "chain"

    @property
    def chain_config(self) -> Path:
        """Return the chain's network file, for its clients."""
        return self.chain_folder / "local.config.json"

    @property
    def keys(self) -> Path:
        """Return the folder of the programme's keys."""
        return self.folder / "keys"

    @property
    def deployment(self) -> Path:
        """Return the file that says what was deployed where."""
        return self.folder / "ton-deployment.json"

    @property
    def worker_log(self) -> Path:
        """Return what the worker says."""
        return self.folder / "hub-worker.log"

    def settings(self, *, on_chain: bool = True) -> HubSettings:
        """Return the hub's settings as the programs read them; its ledger needs no chain."""
        return load_settings({} if on_chain else {"TON_NETWORK": "off"}, self.env_file)

    def lay_out(self) -> None:
        """Make the folder anew, with settings whose secrets are made here and used nowhere else."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.till_home.mkdir(parents=True)
        settings = {
            "DATABASE_URL": f"sqlite:///{self.folder.resolve() / 'hub.sqlite3'}",
            "HUB_HOST": f"127.0.0.1:{self.hub_port}",
            "HUB_URL": self.hub_url,
            "HUB_LISTEN": f"127.0.0.1:{self.hub_port}",
            "HUB_MASTER_SECRET": base64url.encode(secrets.token_bytes(32)),
            "JWT_SECRET": base64url.encode(secrets.token_bytes(32)),
            "TELEGRAM_BOT": "baursak_demo_bot",
            "TELEGRAM_BOT_TOKEN": self.bot_token,
            # Nobody listens there: the demo's bot says nothing, and nothing leaves this machine.
            "TELEGRAM_API": "http://127.0.0.1:9",
            "TON_NETWORK": "local",
            "TON_CONFIG": str(self.chain_config.resolve()),
            "TON_DEPLOYMENT": str(self.deployment.resolve()),
            "TON_SETTLER_KEY_FILE": str(self.keys.resolve() / "settler.key"),
            "TON_SPONSOR_KEY_FILE": str(self.keys.resolve() / "sponsor.key"),
        }
        lines = "".join(f"{name}={value}\n" for name, value in settings.items())
        self.env_file.touch(mode=0o600)
        self.env_file.write_text(lines, encoding="utf-8")


def baursak(*words: str) -> str:
    """Run one command of ours and return what it said; raise AgentError when it failed."""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-m", "installers", *words],
        capture_output=True, text=True, check=False, env=_environment(),
    )  # fmt: skip
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise AgentError(f"baursak {' '.join(words[:3])} failed: {said}", "See the lines above.")
    return done.stdout


@contextmanager
def running_chain(town: Town) -> Iterator[Callable[[], None]]:
    """Keep a chain of this machine running while the block lasts; what is given waits for it."""
    words = ("--folder", str(town.chain_folder), "--port", "0")
    with _process(town, "chain", "serve", *words) as chain:

        def wait() -> None:
            deadline = time.monotonic() + READY_S
            while not town.chain_config.exists():
                if chain.poll() is not None or time.monotonic() > deadline:
                    log = town.folder / "chain-serve.log"
                    raise AgentError("The chain did not start.", f"See {log}.")
                time.sleep(_STEP_S)

        yield wait


@contextmanager
def running(town: Town) -> Iterator[None]:
    """Keep the hub and its worker running while the block lasts, and wait until the hub answers."""
    with ExitStack() as stack:
        env = ("--env", str(town.env_file))
        hub = stack.enter_context(_process(town, "hub", "serve", *env))
        stack.enter_context(_process(town, "hub", "worker", *env))
        deadline = time.monotonic() + READY_S
        while not _answers(town.hub_url):
            if hub.poll() is not None or time.monotonic() > deadline:
                raise AgentError("The hub did not start.", f"See {town.folder / 'hub-serve.log'}.")
            time.sleep(_STEP_S)
        yield


@contextmanager
def running_agent(town: Town) -> Iterator[None]:
    """Keep the till's agent running while the block lasts, and wait until it can print slips."""
    with _process(town, "agent", "run", "--home", str(town.till_home)) as agent:
        deadline = time.monotonic() + READY_S
        # The relay passes receipts from its first moment; slips come once the brain is there, too.
        while not _has_met(town.till_home / RELAY_LOG_FILE):
            if agent.poll() is not None or time.monotonic() > deadline:
                raise AgentError("The agent did not start.", f"See {town.till_home / 'agent.log'}.")
            time.sleep(_STEP_S)
        yield


@contextmanager
def _process(town: Town, *words: str) -> Iterator[subprocess.Popen[bytes]]:
    log = (town.folder / f"{words[0]}-{words[1]}.log").open("ab")
    process = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "installers", *words], stdout=log, stderr=log, env=_environment()
    )
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def _environment() -> dict[str, str]:
    """Return our environment without another hub's settings and without proxies."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("HUB_", "JWT_", "TELEGRAM_", "TON_", "BAURSAK_"))
        and not name.lower().endswith("_proxy")
        and name != "DATABASE_URL"
    }


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/health/live", timeout=2, trust_env=False).status_code < 500
    except httpx.HTTPError:
        return False


def _has_met(relay_log: Path) -> bool:
    """Tell whether the relay has met the brain: from then on it asks before it releases."""
    return relay_log.exists() and "brain: connected" in relay_log.read_text(encoding="utf-8")
