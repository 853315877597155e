"""Single settings by name, out of the environment and `.env` files; what is wrong is noted."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from contracts.wire import base64url
from contracts.wire.keys import SHORTEST_SECRET
from contracts.wire.refusals import Refused
from hub.errors import WrongSettings

LONGEST_FILE: Final = 64 * 1024
"""Bytes of a settings or key file; a real one has a page."""
PATHS: Final = frozenset({
    "DATABASE_URL", "HUB_MASTER_SECRET_FILE", "JWT_SECRET_FILE", "JWT_KEY_FILE", "TON_CONFIG",
    "TON_DEPLOYMENT", "TON_ARCHIVE", "TON_ADMIN_KEY_FILE", "TON_SETTLER_KEY_FILE",
    "TON_SPONSOR_KEY_FILE", "TON_WALLETS",
})  # fmt: skip
"""Settings that name a file or a folder; of the database's address, where it is SQLite's."""
SQLITE: Final = "sqlite:///"
_LINE: Final = re.compile(r"(?:export\s+)?([A-Z][A-Z0-9_]*)=(.*)")


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


def whole_paths(found: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return *found* with every relative path in it counted from *folder*."""
    return {
        name: _counted_from(folder, value) if _is_relative(name, value) else value
        for name, value in found.items()
    }


def relative_paths(found: Mapping[str, str]) -> list[str]:
    """Return what is wrong with relative paths that nobody can say what they count from."""
    return [
        f"{name} holds a relative path in the environment; write the whole path, or name it in the"
        " settings file, from whose folder it counts."
        for name, value in sorted(found.items())
        if _is_relative(name, value)
    ]


def _is_relative(name: str, value: str) -> bool:
    if name not in PATHS or not value or (name == "DATABASE_URL" and not value.startswith(SQLITE)):
        return False
    path = value.removeprefix(SQLITE)
    return bool(path) and not Path(path).is_absolute()


def _counted_from(folder: Path, value: str) -> str:
    """Return the path in *value* from *folder* on, with what stands before it in an address."""
    path = value.removeprefix(SQLITE)
    return f"{value.removesuffix(path)}{folder / path}"


class Reader:
    """Takes settings by name and notes what is wrong with them, never quoting a secret."""

    def __init__(self, found: Mapping[str, str]) -> None:
        self._found = found
        self.problems: list[str] = []

    def optional(self, name: str) -> str | None:
        """Return a setting that may be absent or empty."""
        return self._found.get(name) or None

    def text(self, name: str, default: str) -> str:
        """Return a setting, or what holds without it."""
        return self.optional(name) or default

    def whole(self, name: str, default: int, allowed: range) -> int:
        """Return a number within *allowed*."""
        written = self.text(name, str(default))
        if not written.isascii() or not written.isdigit() or int(written) not in allowed:
            self.problems.append(f"{name} must be a number from {allowed[0]} to {allowed[-1]}.")
            return default
        return int(written)

    def choice(self, name: str, default: str, allowed: tuple[str, ...]) -> str:
        """Return one of *allowed*."""
        written = self.text(name, default)
        if written not in allowed:
            self.problems.append(f"{name} must be one of {', '.join(allowed)}.")
            return default
        return written

    def secret(self, name: str) -> bytes:
        """Return a secret of at least 32 bytes: base64url, or the file that NAME_FILE names."""
        written = self.text(name, "")
        if not written and (path := self.optional(f"{name}_FILE")):
            written = self._secret_file(name, Path(path))
        if not written:
            self.problems.append(f"{name} is not set; make one with: baursak hub secret")
            return b""
        return self._decoded(name, written)

    def seed(self, name: str, size: int) -> bytes:
        """Return a key's seed: a secret of exactly *size* bytes."""
        before = len(self.problems)
        seed = self.secret(name)
        if len(self.problems) == before and len(seed) != size:
            self.problems.append(f"{name} must be {size} bytes, as: baursak hub secret")
        return seed

    def secrets(self, name: str) -> tuple[bytes, ...]:
        """Return the secrets that a list of them names, with commas between."""
        written = [it.strip() for it in self.text(name, "").split(",") if it.strip()]
        return tuple(self._decoded(name, it) for it in written)

    def key_file(self, name: str) -> bytes | None:
        """Return what a key file holds; the adapter that signs judges it."""
        path = self.optional(name)
        return self._secret_file(name.removesuffix("_FILE"), Path(path)).encode() if path else None

    def named(self, name: str, needed_by: str) -> bytes:
        """Return what the file that *name* names holds; nothing where that is a problem."""
        if not (path := self.optional(name)):
            self.problems.append(f"{name} is not set; {needed_by} needs the file that it names.")
            return b""
        try:
            with Path(path).open("rb") as file:
                return file.read(LONGEST_FILE) or b"{}"
        except OSError:
            self.problems.append(
                f"{name} names a file that cannot be read: {Path(path).absolute()}."
            )
            return b""

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

    def _secret_file(self, name: str, path: Path) -> str:
        try:
            with path.open(encoding="ascii") as file:
                return file.read(LONGEST_FILE).strip()
        except (OSError, UnicodeDecodeError):
            self.problems.append(
                f"{name}_FILE names a file that cannot be read: {path.absolute()}."
            )
            return ""
