"""The worker looks at the folder of epochs when it starts, and not when the first one is due."""

from pathlib import Path

import pytest

from contracts.wire import base64url
from contracts.wire.units import UnixTime
from hub.adapters.backups import Moment, make_backup
from hub.config import HubSettings, load_settings
from hub.errors import HubError
from hub.keeping import migrate_database
from hub.working import require_archive, run_worker
from tests.hub.core.settlement.samples import DEPLOYMENT, network_file

MOMENT = Moment(at=UnixTime(1_790_000_000), generation=1, block=0, head="00" * 32)


def settings_in(folder: Path, archive: Path | None) -> HubSettings:
    """Return settings of a hub on the local chain, whose database is made."""
    (folder / "net.json").write_bytes(network_file())
    (folder / "deployment.json").write_bytes(DEPLOYMENT.to_json())
    secrets = {
        name: base64url.encode(bytes([number]) * 32)
        for number, name in enumerate(
            ("HUB_MASTER_SECRET", "JWT_SECRET", "TON_SETTLER_KEY", "TON_SPONSOR_KEY")
        )
    }
    found = {
        **secrets,
        "DATABASE_URL": f"sqlite:///{folder / 'books' / 'hub.sqlite3'}",
        "HUB_HOST": "hub.example.kz",
        "TON_NETWORK": "local",
        "TON_CONFIG": str(folder / "net.json"),
        "TON_DEPLOYMENT": str(folder / "deployment.json"),
    }
    if archive is not None:
        found["TON_ARCHIVE"] = str(archive)
    (folder / "books").mkdir()
    settings = load_settings(found, keys=True)
    migrate_database(settings)
    return settings


def refused(settings: HubSettings) -> HubError:
    """Return why the worker does not start."""
    with pytest.raises(HubError) as caught:
        run_worker(settings, once=True)
    return caught.value


def test_a_folder_that_cannot_be_written_is_said_at_once(tmp_path: Path) -> None:
    """With what to do; the ledger is not begun, either."""
    (tmp_path / "file").write_text("not a folder")
    said = refused(settings_in(tmp_path, tmp_path / "file" / "epochs"))
    assert str(tmp_path / "file" / "epochs") in said.title
    assert "TON_ARCHIVE" in said.hint


def test_a_folder_among_backups_of_the_database_is_refused(tmp_path: Path) -> None:
    """Restored together with it, it would know nothing beyond it; other files do no harm."""
    backups = tmp_path / "backups"
    settings = settings_in(tmp_path, backups / "epochs")
    (backups / "epochs").mkdir(parents=True)
    for name in ("a", "a.json", "b.json"):
        (backups / name).write_text("{}")
    make_backup(settings.database_url, backups / "hub-2026-11-23", MOMENT)
    said = refused(settings)
    assert "hub-2026-11-23" in said.title
    assert "TON_ARCHIVE" in said.hint


def test_a_folder_that_holds_the_database_is_refused(tmp_path: Path) -> None:
    """Whoever copies it copies both."""
    assert "holds the database" in refused(settings_in(tmp_path, tmp_path / "books")).title


def test_beside_the_database_it_is_right(tmp_path: Path) -> None:
    """Where it lies by itself, also when a backup lies there."""
    settings = settings_in(tmp_path, None)
    make_backup(settings.database_url, tmp_path / "books" / "hub-2026-11-23", MOMENT)
    require_archive(settings)
    assert (tmp_path / "books" / "settlement").is_dir()
