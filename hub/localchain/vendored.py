"""The files that others made: what they must be is known here, and checked when they are read."""

import gzip
import hashlib
from importlib import resources
from typing import Final

from hub.errors import HubError

SANDBOX: Final = "@ton/sandbox 0.41.0"
"""Where they come from; its licence is LICENSES/ton-sandbox.txt."""
_SHA256: Final = {
    "config.boc": "2efd6c8dfeaf42f9d69a5ea8ad2780a6ea469b800cbc02c9cdc1d1e87c28bc58",
    "emulator-emscripten.js": "ee63ffb73482fa220b6dcdd42f64aee86b106e12b2a24a80745bf008d965f444",
    "emulator.wasm.gz": "f691f4b5c13c417a831f62f3979d158f0c81256420460063e09d31535c1b8369",
}


def vendored(name: str) -> bytes:
    """Return the vendored file *name*, unpacked; or say that it is not the one it must be."""
    raw = checked(name, ours(name))
    return gzip.decompress(raw) if name.endswith(".gz") else raw


def checked(name: str, raw: bytes) -> bytes:
    """Return *raw* if it is what the vendored file *name* must be; or say that it is not."""
    if hashlib.sha256(raw).hexdigest() != _SHA256[name]:
        raise HubError(
            f"{name} of the local chain is not the file of {SANDBOX}.",
            "Install Baursak again; in a source tree: git checkout hub/localchain/vendor.",
        )
    return raw


def ours(name: str) -> bytes:
    """Return a file that stands beside the vendored ones and is our own."""
    return (resources.files("hub.localchain") / "vendor" / name).read_bytes()
