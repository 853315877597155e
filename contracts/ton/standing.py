"""What our contracts' data cells say of who may do what: read from the account, with its proof.

A get-method's answer is one server's word; whether a deployment is what it should be is money.
"""

from typing import Any, Final

from contracts.ton.offices import ManagerStanding, Offices, SettledStanding, TokenStanding
from contracts.ton.reading import MalformedCells, address_of, cell_of, reading
from contracts.ton.seen import Address
from contracts.ton.token_books import read_books

_SETTLED_REFS: Final = 4
"""Of a token with settlement: stated, before, what is seldom needed, the wallets' code."""
_SELDOM: Final = 2
_WALLET_CODE: Final = 3


def read_token_standing(data: bytes) -> TokenStanding:
    """Return what LoyaltyToken's data says; MalformedCells where it has no settlement."""
    cell = cell_of(data)
    if len(cell.refs) != _SETTLED_REFS:
        raise MalformedCells("a token without settlement")
    with reading("a token's offices"):
        rest = cell.begin_parse()
        rest.load_coins()
        settler, growth_cap = address_of(rest.load_address()), rest.load_coins()
        least_interval, delay = rest.load_uint(32), rest.load_uint(32)
        locked, admin = bool(rest.load_bit()), _somebody(rest.load_address())
        seldom = cell.refs[_SELDOM].begin_parse()
        seldom.load_ref()
        pending, manager = address_of(seldom.load_address()), address_of(seldom.load_address())
        offices = Offices(admin, pending, seldom.load_uint(32), bool(seldom.load_bit()))
        wallet_code_hash = bytes(cell.refs[_WALLET_CODE].hash)
    return TokenStanding(
        offices, settler, growth_cap, least_interval, delay, locked, manager, wallet_code_hash,
        read_books(data).stated.epoch,
    )  # fmt: skip


def read_manager_standing(data: bytes) -> ManagerStanding:
    """Return what RedemptionManager's data says."""
    with reading("a redemption manager"):
        rest = cell_of(data).begin_parse()
        offices = _offices(rest.load_ref())
        if not rest.load_bit():
            return ManagerStanding(offices, None, bytes(32), locked=False)
        token = rest.load_ref().begin_parse()
        its, code_hash = _somebody(token.load_address()), bytes(token.load_bytes(32))
        return ManagerStanding(offices, its, code_hash, bool(token.load_bit()))


def read_revenue_standing(data: bytes) -> SettledStanding:
    """Return what RevenueDistribution's data says."""
    with reading("a revenue distribution"):
        rest = cell_of(data).begin_parse()
        return SettledStanding(_offices(rest.load_ref()), address_of(rest.load_address()))


def read_registry_standing(data: bytes) -> SettledStanding:
    """Return what PartnerRegistry's data says."""
    with reading("a partner registry"):
        rest = cell_of(data).begin_parse()
        return SettledStanding(_offices(rest.load_ref()), address_of(rest.load_address()))


def read_wallet_number(data: bytes) -> int:
    """Return the number of the next message that a wallet 5 takes."""
    with reading("a wallet 5"):
        rest = cell_of(data).begin_parse()
        rest.load_bit()
        return int(rest.load_uint(32))


def _offices(roles: Any) -> Offices:
    rest = roles.begin_parse()
    admin, pending = _somebody(rest.load_address()), address_of(rest.load_address())
    return Offices(admin, pending, rest.load_uint(32), bool(rest.load_bit()))


def _somebody(address: Any) -> Address:
    found = address_of(address)
    if found is None:
        raise MalformedCells("nobody where an address must be")
    return found
