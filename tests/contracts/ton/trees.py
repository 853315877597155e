"""Cumulative trees by the library, cell by cell: what our own bytes are compared with."""

from pytoniq_core.boc.builder import Builder
from pytoniq_core.boc.cell import Cell
from pytoniq_core.boc.hashmap.hashmap import HashMap
from pytoniq_core.boc.hashmap.parse import deserialize_hml

KEY_BITS = 256
MERKLE_PROOF = 3


def _write_coins(amount: int, into: Builder) -> None:
    into.store_coins(amount)


def library_root(items: dict[bytes, int]) -> bytes:
    """Return the root's representation hash as the library makes the tree."""
    tree = HashMap(KEY_BITS, value_serializer=_write_coins)
    for key, amount in items.items():
        tree.set_int_key(int.from_bytes(key, "big"), amount)
    found = tree.serialize()
    assert found is not None, "a tree has a leaf"
    return bytes(found.hash)


def library_reads(bag: bytes, root: bytes, key: bytes) -> int:
    """Return the amount that a proof shows, read by the library and walked as TVM does."""
    top = Cell.one_from_boc(bag)
    assert top.type_ == MERKLE_PROOF
    assert bytes(top.get_data_bytes()[1:33]) == root
    cell = top.refs[0]
    assert bytes(cell.get_hash(0)) == root
    assert cell.get_depth(0) == int.from_bytes(top.get_data_bytes()[33:35], "big")
    way = format(int.from_bytes(key, "big"), f"0{KEY_BITS}b")
    while True:
        assert cell.type_ == -1, "the way leads over ordinary cells"
        read = cell.begin_parse()
        length, found = deserialize_hml(read, len(way))
        assert found.to01() == way[:length]
        way = way[length:]
        if not way:
            return int(read.load_coins() or 0)
        cell, way = cell.refs[int(way[0])], way[1:]
