"""The Archive port over a folder: one sub-folder an epoch, written whole or not at all.

`statement.json` and `leaves.bin` (the leaf file) may be published; what begins with `private-`
says what members own and stays with the operator.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

from contracts.wire.units import Points, UnixTime
from hub.core.ids import MemberId, TransferId
from hub.core.ports.archive import ArchiveMismatch, ArchiveUnavailable, EpochRecord
from hub.core.settlement.epochs import Statement
from hub.core.settlement.leaf_file import BadLeafFile, leaf_file, read_leaf_file
from hub.core.settlement.leaves import Leaves
from hub.core.settlement.moves import Move

_STATEMENT: Final = "statement.json"
_LEAVES: Final = "leaves.bin"
_PROOFS: Final = "proofs.jsonl"
_BALANCES: Final = "private-balances.jsonl"
_MOVES: Final = "private-moves.jsonl"
_BEGUN: Final = "begun-"
"""Before the name of a folder that is not whole yet; a killed worker leaves one behind."""


class FolderArchive:
    """Epochs in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def require_writable(self) -> None:
        """Refuse a folder in which no epoch could be kept, before there is one to keep."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=self._folder):
                pass
        except OSError as error:
            raise ArchiveUnavailable(
                f"{self._folder} cannot be written: {error.strerror}"
            ) from error

    def store(
        self,
        record: EpochRecord,
        leaves: Leaves,
        balances: Sequence[tuple[MemberId, int]],
        moves: Sequence[Move],
        proofs: Iterable[tuple[str, bytes]],
    ) -> None:
        """Keep an epoch; the same again changes nothing, another one is an ArchiveMismatch."""
        epoch = record.statement.epoch
        if self._is_known(record):
            return
        begun: Path | None = None
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            begun = Path(tempfile.mkdtemp(prefix=_BEGUN, dir=self._folder))
            _write(begun / _STATEMENT, [json.dumps(_record_json(record)).encode()])
            _write(begun / _LEAVES, leaf_file(leaves, epoch))
            _write(begun / _BALANCES, _lines([list(it) for it in balances]))
            _write(begun / _MOVES, _lines(_move_json(it) for it in moves))
            _write(begun / _PROOFS, _lines([wallet, proof.hex()] for wallet, proof in proofs))
            _sync(begun)
            begun.rename(self._place(epoch))
            _sync(self._folder)
        except OSError as error:
            # Another worker may have put the same epoch there meanwhile.
            if self._is_known(record):
                if begun is not None:
                    shutil.rmtree(begun, ignore_errors=True)
                return
            raise ArchiveUnavailable(f"{self._folder} cannot be written") from error

    def record(self, epoch: int) -> EpochRecord | None:
        """Return what an epoch states; None where it was never kept."""
        if not self._place(epoch).is_dir():
            return None
        return _record_from(json.loads(self._read(epoch, _STATEMENT)))

    def leaves(self, epoch: int) -> Leaves:
        """Return an epoch's cumulative tree, checked against its root."""
        try:
            return read_leaf_file(self._read(epoch, _LEAVES)).leaves
        except BadLeafFile as error:
            raise ArchiveUnavailable(f"the leaf file of epoch {epoch} is damaged") from error

    def balances(self, epoch: int) -> list[tuple[MemberId, int]]:
        """Return what each member had in custody at an epoch's block."""
        return [(MemberId(it[0]), it[1]) for it in self._listed(epoch, _BALANCES)]

    def moves(self, epoch: int) -> list[Move]:
        """Return the moves that an epoch states first."""
        return [
            Move(
                TransferId(bytes.fromhex(it["id"])), MemberId(it["member"]), it["wallet"],
                Points(it["points"]), UnixTime(it["asked_at"]), epoch,
            )
            for it in self._listed(epoch, _MOVES)
        ]  # fmt: skip

    def _is_known(self, record: EpochRecord) -> bool:
        known = self.record(record.statement.epoch)
        if known is not None and known.statement != record.statement:
            raise ArchiveMismatch(f"epoch {record.statement.epoch} says something else there")
        return known is not None

    def _place(self, epoch: int) -> Path:
        return self._folder / f"epoch-{epoch:010d}"

    def _listed(self, epoch: int, name: str) -> list[Any]:
        return [json.loads(line) for line in self._read(epoch, name).splitlines()]

    def _read(self, epoch: int, name: str) -> bytes:
        try:
            return (self._place(epoch) / name).read_bytes()
        except OSError as error:
            raise ArchiveUnavailable(f"{name} of epoch {epoch} cannot be read") from error


def _record_json(record: EpochRecord) -> dict[str, object]:
    said = record.statement
    return {
        "version": 1, "epoch": said.epoch, "root": said.root.hex(), "issued": said.issued,
        "custody": said.custody, "sum_root": said.sum_root.hex(), "block": said.block,
        "generation": record.generation, "stored_at": record.stored_at,
    }  # fmt: skip


def _record_from(said: dict[str, Any]) -> EpochRecord:
    statement = Statement(
        said["epoch"], bytes.fromhex(said["root"]), said["issued"], said["custody"],
        bytes.fromhex(said["sum_root"]), said["block"],
    )  # fmt: skip
    return EpochRecord(statement, said["generation"], UnixTime(said["stored_at"]))


def _move_json(move: Move) -> dict[str, object]:
    return {
        "id": move.id.hex(), "member": move.member, "wallet": move.wallet,
        "points": move.points, "asked_at": move.asked_at,
    }  # fmt: skip


def _lines(rows: Iterable[object]) -> Iterable[bytes]:
    return (json.dumps(row).encode() + b"\n" for row in rows)


def _write(path: Path, pieces: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(pieces)
        file.flush()
        os.fsync(file.fileno())


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
