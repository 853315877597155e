"""The hub as its composition root makes it: what comes late works as what is there at once."""

import subprocess
import sys
from pathlib import Path

from contracts.wire import base64url
from hub.assembly import hub_of
from hub.config import load_settings
from hub.core.consent import VERSION
from hub.keeping import migrate_database
from hub.usecases.passkeys import (
    Newcomer,
    ask_for_account,
    ask_to_sign_in,
    open_account,
    sign_in_by_passkey,
)
from tests.fakes.phone_lock import PhoneLock

HOST = "points.kz"


def test_passkeys_are_checked_by_the_library_that_comes_late(tmp_path: Path) -> None:
    """An account is opened and come back to over the hub that programs get."""
    settings = load_settings(
        {
            "DATABASE_URL": f"sqlite:///{tmp_path / 'hub.sqlite3'}", "HUB_HOST": HOST,
            "HUB_MASTER_SECRET": base64url.encode(bytes(range(32))),
            "JWT_SECRET": base64url.encode(bytes(range(1, 33))),
        }
    )  # fmt: skip
    migrate_database(settings)
    hub, phone = hub_of(settings), PhoneLock(f"https://{HOST}", HOST)
    asked = ask_for_account(hub)
    answer = phone.makes(asked.challenge, asked.handle)
    made = open_account(hub, Newcomer(answer, "iPhone", "kk", VERSION), "192.0.2.1")
    came = sign_in_by_passkey(hub, phone.signs(ask_to_sign_in(hub).challenge), "192.0.2.1")
    assert came.owner == made.owner


def test_a_hub_that_starts_has_not_loaded_it() -> None:
    """Six megabytes that most processes never need."""
    words = "import sys, hub.assembly, hub.app; print('fido2' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == "False"
