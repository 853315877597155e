"""The written forms of an address: raw for machines, friendly with a checksum for people.

Pure. The friendly form is TEP-2: a flag byte, the workchain, the account, CRC-16 of these, in
base64 of either alphabet.
"""

import base64
import binascii
import re
from typing import Final

from contracts.ton.seen import Address

BASECHAIN: Final = 0
RAW: Final = re.compile(r"(-1|0):([0-9A-Fa-f]{64})", re.ASCII)
_FRIENDLY: Final = re.compile(r"[A-Za-z0-9+/_-]{48}", re.ASCII)
_BOUNCEABLE: Final = 0x11
_PLAIN: Final = 0x51
_TEST_ONLY: Final = 0x80
_MASTERCHAIN_BYTE: Final = 0xFF


class MalformedAddress(ValueError):
    """A text that is no address; it says why, and never more of the text than its length."""


def read_address(text: str, *, test_network: bool = True) -> Address:
    """Return the address that *text* writes, in either form; or raise MalformedAddress.

    One that says it is for a test network only is refused where *test_network* is false.
    """
    if match := RAW.fullmatch(text):
        return Address(f"{match[1]}:{match[2].lower()}")
    if not _FRIENDLY.fullmatch(text):
        raise MalformedAddress(f"no form of address has these {len(text)} characters")
    raw = base64.b64decode(text.replace("-", "+").replace("_", "/"))
    if binascii.crc_hqx(raw[:34], 0).to_bytes(2, "big") != raw[34:]:
        raise MalformedAddress("its checksum says that a character is wrong")
    flag, workchain = raw[0], raw[1]
    if flag & ~_TEST_ONLY not in (_BOUNCEABLE, _PLAIN) or workchain not in (0, _MASTERCHAIN_BYTE):
        raise MalformedAddress("its kind or its workchain is unknown")
    if flag & _TEST_ONLY and not test_network:
        raise MalformedAddress("it is for a test network only")
    return Address(f"{-1 if workchain else 0}:{raw[2:34].hex()}")


def friendly(address: Address, *, bounceable: bool = True, test_network: bool = False) -> str:
    """Return the form for people, in the alphabet that may stand in a link."""
    flag = (_BOUNCEABLE if bounceable else _PLAIN) | (_TEST_ONLY if test_network else 0)
    workchain = _MASTERCHAIN_BYTE if workchain_of(address) else 0
    raw = bytes((flag, workchain)) + account_id(address)
    return base64.urlsafe_b64encode(raw + binascii.crc_hqx(raw, 0).to_bytes(2, "big")).decode()


def workchain_of(address: Address) -> int:
    """Return the workchain: 0, or -1 for the masterchain."""
    return int(address.partition(":")[0])


def account_id(address: Address) -> bytes:
    """Return the 32 bytes behind the workchain: the key of the tree of what is owed."""
    return bytes.fromhex(address.partition(":")[2])


def basechain(account: bytes) -> Address:
    """Return the address of a basechain account."""
    if len(account) != 32:
        raise MalformedAddress("an account has 32 bytes")
    return Address(f"{BASECHAIN}:{account.hex()}")
