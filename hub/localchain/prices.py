"""The chain's configuration, with the prices before and since May 2026.

Mainnet made work, forwarding and storage on the basechain about six times cheaper then. Contracts
must hold at both, so every test can ask for either; the demo runs at those in force.
"""

import functools
from typing import Any, Final, Literal

from pytoniq_core.boc.builder import Builder
from pytoniq_core.boc.cell import Cell
from pytoniq_core.boc.hashmap.hashmap import HashMap

from hub.localchain.vendored import vendored

Prices = Literal["new", "old"]
"""Since May 2026, or before."""

_STORAGE, _GAS, _FORWARDING = 18, 21, 25
"""Parameters of the configuration, those of the basechain where there are two."""
_GAS_PRICE: Final = 4_369_067
"""Nanotons a unit of gas, times 65,536: 66.67 nanotons."""
_FLAT_GAS_PRICE: Final = 6_667
"""Nanotons for the first hundred units."""
_LUMP, _BIT, _CELL = 66_667, 4_369_067, 436_906_667
"""Forwarding: nanotons a message, and 65,536ths of a nanoton a bit and a cell."""
_BIT_STORED, _CELL_STORED = 0, 135
"""65,536ths of a nanoton a second."""
_MASTER_BIT_STORED, _MASTER_CELL_STORED = 1_000, 500_000
_STORAGE_TAG: Final = 0xCC


@functools.cache
def config(prices: Prices) -> bytes:
    """Return the configuration's cell, a bag of cells, at *prices*."""
    old = vendored("config.boc")
    return old if prices == "old" else _since_may_2026(old)


def _since_may_2026(old: bytes) -> bytes:
    """Return the configuration *old* with the prices in force since May 2026."""
    parameters = HashMap.from_cell(Cell.one_from_boc(old), 32)
    parameters.map[_GAS] = _below(_gas(parameters.map[_GAS].load_ref().begin_parse()))
    forwarding = parameters.map[_FORWARDING].load_ref().begin_parse()
    parameters.map[_FORWARDING] = _below(_forwarding(forwarding))
    parameters.map[_STORAGE] = _below(_storage())
    made: Any = parameters.serialize()
    return bytes(made.to_boc())


def _gas(was: Any) -> Any:
    """Return the gas prices of *was*, limits as they were."""
    new = _builder().store_uint(was.load_uint(8), 8).store_uint(was.load_uint(64), 64)
    was.load_uint(64)
    new.store_uint(_FLAT_GAS_PRICE, 64).store_uint(was.load_uint(8), 8)
    was.load_uint(64)
    return new.store_uint(_GAS_PRICE, 64).store_slice(was).end_cell()


def _forwarding(was: Any) -> Any:
    """Return the forwarding prices of *was*, shares as they were."""
    new = _builder().store_uint(was.load_uint(8), 8)
    was.load_bits(3 * 64)
    new.store_uint(_LUMP, 64).store_uint(_BIT, 64).store_uint(_CELL, 64)
    return new.store_slice(was).end_cell()


def _storage() -> Any:
    """Return the storage prices: one entry, in force from the beginning of time."""
    entry = _builder().store_uint(_STORAGE_TAG, 8).store_uint(0, 32)
    for price in (_BIT_STORED, _CELL_STORED, _MASTER_BIT_STORED, _MASTER_CELL_STORED):
        entry.store_uint(price, 64)
    periods = HashMap(32)
    periods.set_int_key(0, entry.end_cell())
    return periods.serialize()


def _below(cell: Any) -> Any:
    """Return *cell* as the configuration holds it: by reference."""
    return _builder().store_ref(cell).end_cell()


def _builder() -> Any:
    """Begin a cell: pytoniq-core says nothing of its types, so anything may come of it."""
    return Builder()
