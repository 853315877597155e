"""What a command loads before it does anything: start-up time is what is imported."""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from hub.setting_up import new_secret

OURS: Final = {"agent", "contracts", "hardware", "hub", "installers"}
ALWAYS: Final = {"click", "sitecustomize", "_distutils_hack", "org"}
"""What every command, or every start of Python, loads; `org` is what its pickle looks for."""
_LOADED: Final = re.compile(r"^import time:\s+\d+ \|.*\|\s*([A-Za-z0-9_]+)", re.MULTILINE)
_HELPS: Final = (
    "", "agent", "agent run", "agent enrol", "agent check", "agent read", "agent outbox",
    "agent outbox list", "agent self-test", "hub", "hub setup", "hub serve", "hub worker",
    "hub migrate", "hub restore", "hub verify", "hub partner add", "hub owner add", "hub till",
    "hub till list", "demo",
)  # fmt: skip
OF_THE_WEB: Final = {
    "flask", "flask_openapi3", "flask_limiter", "flask_sock", "werkzeug", "pydantic", "gunicorn",
    "whitenoise", "prometheus_client", "sentry_sdk", "structlog", "httpx", "requests",
}  # fmt: skip
"""What only `hub serve` and `hub worker` need."""
SLOW: Final = {"alembic", "pytoniq", "pytoniq_core", "PIL", "zxingcpp", "qrcode"}


def loaded(*words: str) -> set[str]:
    """Return the packages that the program loads for *words*, but for Python's own."""
    line = [sys.executable, "-X", "importtime", "-m", "installers", *words]
    # Where the tests are measured, each program would load what measures it.
    bare = {name: it for name, it in os.environ.items() if not name.startswith("COVERAGE")}
    said = subprocess.run(line, capture_output=True, text=True, check=True, env=bare).stderr
    found = {it for it in _LOADED.findall(said) if not it.startswith("__editable__")}
    return found - sys.stdlib_module_names - OURS - ALWAYS


@pytest.mark.parametrize("command", _HELPS)
def test_help_loads_click_and_our_own_words_alone(command: str) -> None:
    """No library of the hub's or of the till's: they take seconds."""
    assert loaded(*command.split(), "--help") == set()


def test_the_consoles_list_of_tills_loads_nothing_of_the_web(tmp_path: Path) -> None:
    """It takes the database's library, and that is slow enough."""
    env = tmp_path / "hub.env"
    settings = {
        "DATABASE_URL": f"sqlite:///{tmp_path / 'hub.sqlite3'}",
        "HUB_HOST": "loyalty.example.kz",
        "HUB_MASTER_SECRET": new_secret(),
        "JWT_SECRET": new_secret(),
    }
    env.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))
    assert loaded("hub", "migrate", "--env", str(env)).isdisjoint(OF_THE_WEB)
    found = loaded("hub", "till", "list", "--env", str(env))
    assert "sqlalchemy" in found
    assert found.isdisjoint(OF_THE_WEB | SLOW)
