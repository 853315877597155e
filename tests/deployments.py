"""Deployers over local chains for tests, and what kills them at any line."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from contracts.ton.reading import core_address
from contracts.ton.seen import Address
from hub.adapters.deployment_files import DeploymentFiles
from hub.adapters.wallets import SettlerWallet, SponsorWallet
from hub.chain_operation.access import Keys
from hub.chain_operation.deployer import Deployer
from hub.core.ports.chain import Chain
from hub.core.settlement.network import LOCAL, LiteServer, Network, read_network
from hub.localchain.chain import LocalChain
from hub.localchain.network import network_config
from hub.localchain.port import ChainInProcess
from tests.ton_chain import TON, local_chain

ADMIN: Final = bytes(range(2, 34))
SETTLER: Final = bytes(range(32))
SPONSOR: Final = bytes(range(1, 33))
STEPS: Final = 5
"""Messages of a whole deployment."""


def keys(admin: bytes = ADMIN, settler: bytes = SETTLER, sponsor: bytes = SPONSOR) -> Keys:
    """Return three wallets on the local network."""
    return Keys(
        SettlerWallet(admin, LOCAL), SettlerWallet(settler, LOCAL).address,
        SponsorWallet(sponsor).address,
    )  # fmt: skip


def nowhere(name: str = LOCAL) -> Network:
    """Return a network whose servers are never asked: the chain is in this process."""
    found = read_network(LOCAL, json.dumps(network_config("127.0.0.1", 9, bytes(32))).encode())
    return Network(name, (LiteServer("127.0.0.1", 9, bytes(32)),), found.zero_state,
                   found.init_block)  # fmt: skip


def enrich(chain: LocalChain, them: Keys) -> None:
    """Give all three wallets plenty."""
    for address in (them.admin.address, them.settler, them.sponsor):
        chain.faucet(core_address(address), 100 * TON)


@dataclass
class Bench:
    """One deployment on one chain, begun as often as it is killed."""

    chain: Chain
    out: Path
    them: Keys = field(default_factory=keys)
    network: Network = field(default_factory=nowhere)
    said: list[str] = field(default_factory=list)

    @classmethod
    def here(cls, out: Path) -> "Bench":
        """Return one on a new chain in this process, its wallets full."""
        bench = cls(ChainInProcess(local_chain()), out)
        enrich(bench.local, bench.them)
        return bench

    @property
    def local(self) -> LocalChain:
        """Return the chain itself, where it is in this process."""
        assert isinstance(self.chain, ChainInProcess)
        return self.chain.chain

    def deployer(self, fate: "Fate | None" = None) -> Deployer:
        """Return a deployer that begins anew, killed as *fate* has it."""
        files: Any = DeploymentFiles(self.out)
        chain: Any = self.chain
        if fate is not None:
            files, chain = Mortal(files, fate), Mortal(chain, fate)
        return Deployer(chain, self.network, self.them, files, self.said.append)

    def messages(self, address: Address) -> int:
        """Return how many messages of the admin an account has taken."""
        seen = self.chain.transactions(address)
        return sum(
            it.incoming is not None and it.incoming.source == self.them.admin.address for it in seen
        )


class Killed(BaseException):
    """The program is gone: nothing catches this, as nothing catches SIGKILL."""


@dataclass
class Fate:
    """Kills at the call of this number, before it happens or right after."""

    at: int
    after: bool
    calls: int = 0

    def passes(self, call: Callable[[], Any]) -> Any:
        """Do *call*, unless this is the end."""
        self.calls += 1
        doomed = self.calls == self.at
        if doomed and not self.after:
            raise Killed
        found = call()
        if doomed:
            raise Killed
        return found


class Mortal:
    """Something whose every call may be the last."""

    def __init__(self, inner: Any, fate: Fate) -> None:
        self._inner = inner
        self._fate = fate

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        if not callable(found):
            return found
        return lambda *args, **said: self._fate.passes(lambda: found(*args, **said))
