"""The few TL forms that lite-servers and their clients exchange: read strictly, written plainly."""

import struct
from typing import Final

SHORT: Final = 254
"""A string shorter than this has its length in one byte; longer ones in three more."""
LONGEST: Final = (1 << 24) - 1
"""Three bytes of length hold no more."""
HASH: Final = 32
TRUE: Final = 0x997275B5
FALSE: Final = 0xBC799737

PING: Final = 0x4D082B9A
PONG: Final = 0xDC69FB03
ADNL_QUERY: Final = 0xB48BF97A
ADNL_ANSWER: Final = 0x0FAC8416
QUERY: Final = 0x798C06DF
WAIT: Final = 0xBAEAB892
ERROR: Final = 0xBBA9E148

GET_MASTERCHAIN_INFO: Final = 0x89B5E62E
GET_MASTERCHAIN_INFO_EXT: Final = 0x70A671DF
GET_TIME: Final = 0x16AD5A34
GET_VERSION: Final = 0x232B940B
GET_BLOCK_HEADER: Final = 0x21EC069E
SEND_MESSAGE: Final = 0x690AD482
GET_ACCOUNT_STATE: Final = 0x6B890E25
RUN_SMC_METHOD: Final = 0x5CC65DD2
GET_SHARD_INFO: Final = 0x46A2F425
GET_ALL_SHARDS_INFO: Final = 0x74D3FD6B
GET_ONE_TRANSACTION: Final = 0xD40F24EA
GET_TRANSACTIONS: Final = 0x1C40E7A1
LOOKUP_BLOCK: Final = 0xFAC8F71E
LIST_BLOCK_TRANSACTIONS: Final = 0xADFCC7DA
LIST_BLOCK_TRANSACTIONS_EXT: Final = 0x0079DD5C
GET_CONFIG_ALL: Final = 0x911B26B7
GET_CONFIG_PARAMS: Final = 0x2A111C19
GET_LIBRARIES: Final = 0xD122B662

MASTERCHAIN_INFO: Final = 0x85832881
MASTERCHAIN_INFO_EXT: Final = 0xA8CCE0F5
CURRENT_TIME: Final = 0xE953000D
VERSION: Final = 0x5A0491E5
BLOCK_HEADER: Final = 0x752D8219
SEND_MESSAGE_STATUS: Final = 0x3950E597
ACCOUNT_STATE: Final = 0x7079C751
RUN_METHOD_RESULT: Final = 0xA39A616B
SHARD_INFO: Final = 0x9FE6CD84
ALL_SHARDS_INFO: Final = 0x098FE72D
TRANSACTION_INFO: Final = 0x0EDEED47
TRANSACTION_LIST: Final = 0x6F26C60B
BLOCK_TRANSACTIONS: Final = 0xBD8CAD2B
BLOCK_TRANSACTIONS_EXT: Final = 0xFB8FFCE4
CONFIG_INFO: Final = 0xAE7B272F
LIBRARY_RESULT: Final = 0x117AB96B

OUR_FAUCET: Final = 0x0C0F0001
"""Ours, of no real network: workchain, account and nanotons; TON comes from nowhere."""
OUR_ADVANCE: Final = 0x0C0F0002
"""Ours: the chain's clock goes on by so many seconds."""


class TlMalformed(ValueError):
    """These bytes are not what the schema says."""


class Reader:
    """Takes one value after the other from bytes that somebody sent."""

    def __init__(self, octets: bytes) -> None:
        self._octets = octets
        self._at = 0

    def octets(self, size: int) -> bytes:
        """Take *size* bytes as they are."""
        end = self._at + size
        if end > len(self._octets):
            raise TlMalformed("ends too early")
        taken, self._at = self._octets[self._at : end], end
        return taken

    def number(self) -> int:
        """Take a constructor's number or flags: 32 bits, unsigned."""
        return int.from_bytes(self.octets(4), "little")

    def int32(self) -> int:
        """Take an int."""
        return int.from_bytes(self.octets(4), "little", signed=True)

    def int64(self) -> int:
        """Take a long."""
        return int.from_bytes(self.octets(8), "little", signed=True)

    def hash(self) -> bytes:
        """Take an int256, in the order of bytes that it is written in."""
        return self.octets(HASH)

    def text(self) -> bytes:
        """Take what TL calls bytes or a string."""
        size, head = self.octets(1)[0], 1
        if size == SHORT:
            size, head = int.from_bytes(self.octets(3), "little"), 4
        elif size > SHORT:
            raise TlMalformed("no such length")
        taken = self.octets(size)
        self.octets(-(head + size) % 4)
        return taken

    def rest(self) -> bytes:
        """Take everything that is left."""
        return self.octets(len(self._octets) - self._at)

    def done(self) -> None:
        """Refuse bytes that nobody has asked for."""
        if self._at != len(self._octets):
            raise TlMalformed("goes on after its end")


def number(value: int) -> bytes:
    """Write a constructor's number or flags."""
    return struct.pack("<I", value)


def int32(value: int) -> bytes:
    """Write an int."""
    return struct.pack("<i", value)


def int64(value: int) -> bytes:
    """Write a long."""
    return struct.pack("<q", value)


def boolean(*, value: bool) -> bytes:
    """Write a Bool."""
    return number(TRUE if value else FALSE)


def text(value: bytes) -> bytes:
    """Write bytes or a string."""
    if len(value) > LONGEST:
        raise TlMalformed("too long to be written")
    small = len(value) < SHORT
    head = bytes([len(value)]) if small else bytes([SHORT]) + len(value).to_bytes(3, "little")
    whole = head + value
    return whole + bytes(-len(whole) % 4)


def vector(items: list[bytes]) -> bytes:
    """Write a vector of what has been written already."""
    return number(len(items)) + b"".join(items)
