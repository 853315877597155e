"""A vendored file that anybody changed is not used."""

import pytest

from hub.errors import HubError
from hub.localchain.vendored import checked, ours, vendored


@pytest.mark.parametrize("name", ["config.boc", "emulator-emscripten.js", "emulator.wasm.gz"])
def test_one_changed_bit_is_noticed(name: str) -> None:
    """The file as it stands is taken, and with one bit changed it is refused with what to do."""
    raw = bytearray(ours(name))
    assert checked(name, bytes(raw)) == raw
    raw[len(raw) // 2] ^= 1
    with pytest.raises(HubError, match="is not the file of") as refused:
        checked(name, bytes(raw))
    assert "Install Baursak again" in refused.value.hint


def test_packed_files_are_unpacked() -> None:
    """The emulator comes out as WebAssembly."""
    assert vendored("emulator.wasm.gz").startswith(b"\0asm")
