"""The local chain's faucet, called as any program on this machine can."""

from contracts.ton.reading import core_address
from contracts.ton.seen import Address
from hub.core.settlement.network import LiteServer
from hub.errors import HubError
from hub.localchain.caller import Caller


def give(server: LiteServer, address: Address, nano: int) -> None:
    """Let the local chain's faucet give an address TON."""
    try:
        caller = Caller(server.host, server.port, server.key)
    except OSError as error:
        raise HubError(
            f"The local chain's faucet does not answer at {server.host}:{server.port}.",
            "Nothing was sent. Start it with: baursak chain serve",
        ) from error
    with caller:
        caller.faucet(core_address(address), nano)
