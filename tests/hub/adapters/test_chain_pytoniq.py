"""Several lite-servers, some of them silent, late, lying, of another network or gone."""

import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from pytoniq_core.boc.builder import Builder

from contracts.ton.reading import boc_of, core_address
from hub.adapters.chain_pytoniq.chain import PytoniqChain
from hub.adapters.wallets import SettlerWallet
from hub.core.ports.chain import (
    AccountStatus,
    Address,
    ChainError,
    ChainUnavailable,
    MessageRefused,
    WrongNetwork,
)
from hub.core.ports.wallets import Order, Signed
from hub.core.settlement.network import LiteServer
from hub.localchain.adnl import ServerKey
from hub.localchain.faults import Fate
from hub.localchain.serving import Listening, Running
from tests.chains import BEGINNING, WireRig
from tests.ton_chain import local_chain

ROOT = Path(__file__).parents[3]
TON = 10**9
NOBODY = Address("0:" + "77" * 32)
SOMEBODY = ServerKey(bytes(32)).public
EMPTY = boc_of(Builder().end_cell())


@pytest.fixture
def rigs() -> Iterator[Callable[[int], WireRig]]:
    """Return what makes rigs with so many servers and little patience, and ends them."""
    made: list[WireRig] = []

    def make(servers: int) -> WireRig:
        made.append(WireRig(servers, timeout=0.4, patience=1.0))
        return made[-1]

    yield make
    for rig in made:
        for faults in rig.faults:
            faults.stop()
        rig.close()


def first_message(rig: WireRig) -> tuple[SettlerWallet, Signed]:
    """Return a wallet with money, and its first message: a payment to nobody."""
    wallet = SettlerWallet(bytes(32), "local")
    rig.faucet(wallet.address, 10 * TON)
    order = Order(NOBODY, TON, EMPTY, bounce=False)
    return wallet, wallet.sign([order], seqno=0, valid_until=BEGINNING + 3600)


def test_a_silent_server_is_passed_over(rigs: Callable[[int], WireRig]) -> None:
    """The others answer, and soon the silent one is no longer asked first."""
    rig = rigs(3)
    wallet, signed = first_message(rig)
    rig.faults[0].silent = True
    # Where only the silent one took it, the others refuse what has happened: that is unknown.
    with suppress(ChainUnavailable):
        rig.port.send(signed.boc)
    assert rig.port.account(wallet.address).status is AccountStatus.ACTIVE
    began = time.monotonic()
    for _ in range(20):
        rig.port.account(wallet.address)
    assert time.monotonic() - began < 20 * 0.5, "not one time-out for each question"


def test_when_all_are_silent_it_says_so_and_comes_back(rigs: Callable[[int], WireRig]) -> None:
    """Unavailable, not an answer of old; and once they speak again, so does the port."""
    rig = rigs(2)
    wallet, _ = first_message(rig)
    for faults in rig.faults:
        faults.silent = True
    with pytest.raises(ChainUnavailable):
        rig.port.account(wallet.address)
    for faults in rig.faults:
        faults.stop()
    assert _patiently(lambda: rig.port.account(wallet.address).balance) == 10 * TON


def test_late_answers_are_answers(rigs: Callable[[int], WireRig]) -> None:
    """Late within the time-out is only slow; late beyond it is silent."""
    rig = rigs(1)
    wallet, signed = first_message(rig)
    rig.faults[0].late_s = 0.1
    assert rig.port.account(wallet.address).balance == 10 * TON
    rig.faults[0].late_s = 0.6
    with pytest.raises(ChainUnavailable) as unavailable:
        rig.port.send(signed.boc)
    assert "not known" in str(unavailable.value)
    rig.faults[0].stop()
    assert _patiently(lambda: rig.port.account(wallet.address).status) is AccountStatus.ACTIVE


def test_one_liar_does_not_move_the_head(rigs: Callable[[int], WireRig]) -> None:
    """A head that only one server claims is not believed while others are there."""
    rig = rigs(3)
    first_message(rig)
    true = rig.port.head().seqno
    rig.faults[2].head_shift = 1_000_000
    rig.act(lambda chain: chain.tick())
    head = rig.port.wait_block(true + 1, 5.0)
    assert true < head.seqno < true + 1000
    with pytest.raises(ChainUnavailable):
        rig.port.wait_block(true + 1_000_000, 0.2)


def test_an_account_needs_a_witness_where_there_is_one() -> None:
    """One who tells another story is outvoted by two, and believed by nobody against one."""
    for servers in (3, 2):
        rig = WireRig(servers, liars=1, timeout=0.4, patience=0.6)
        rig.act(lambda chain: chain.faucet(core_address(NOBODY), 5 * TON))
        if servers == 3:
            assert [rig.port.account(NOBODY).balance for _ in range(10)] == [5 * TON] * 10
        else:
            with pytest.raises(ChainUnavailable, match="differently"):
                rig.port.account(NOBODY)
        rig.close()


def test_the_head_never_goes_back(rigs: Callable[[int], WireRig]) -> None:
    """Servers that fall behind say less than we know."""
    rig = rigs(1)
    first_message(rig)
    for _ in range(20):
        rig.act(lambda chain: chain.tick())
    before = rig.port.wait_block(20, 5.0).seqno
    rig.faults[0].head_shift = -10
    assert rig.port.head().seqno >= before


def test_answers_said_twice_do_no_harm(rigs: Callable[[int], WireRig]) -> None:
    """The line may have to be made again; the answers stay right."""
    rig = rigs(2)
    wallet, signed = first_message(rig)
    for faults in rig.faults:
        faults.repeated_answers = True
    _patiently(lambda: rig.port.send(signed.boc), lambda error: isinstance(error, MessageRefused))
    for faults in rig.faults:
        faults.stop()
    assert _patiently(lambda: rig.port.get(wallet.address, "seqno")) == (1,)


@pytest.mark.parametrize("fate", [Fate.UNANSWERED, Fate.REPEATED, Fate.DROPPED])
def test_a_message_happens_at_most_once_whatever_becomes_of_it(
    rigs: Callable[[int], WireRig], fate: Fate
) -> None:
    """Unanswered is unknown, never refused; dropped looks taken: only reading tells."""
    rig = rigs(1)
    wallet, signed = first_message(rig)
    rig.faults[0].befall(fate)
    if fate is Fate.UNANSWERED:
        with pytest.raises(ChainUnavailable):
            rig.port.send(signed.boc)
    else:
        assert rig.port.send(signed.boc) == signed.hash
    taken = fate is not Fate.DROPPED
    rig.act(lambda chain: chain.tick())
    rig.port.wait_block(rig.act(lambda chain: chain.head().seqno), 5.0)
    history = rig.port.transactions(wallet.address)
    found = [it for it in history if it.incoming and it.incoming.hash == signed.hash]
    assert len(found) == taken
    if taken:
        with pytest.raises(MessageRefused):
            rig.port.send(signed.boc)
    else:
        rig.port.send(signed.boc)
    rig.act(lambda chain: chain.tick())
    rig.port.wait_block(rig.act(lambda chain: chain.head().seqno), 5.0)
    assert rig.port.account(NOBODY).balance == TON


def test_servers_of_another_network_are_refused(rigs: Callable[[int], WireRig]) -> None:
    """Nothing is read from them and nothing is sent to them; the error says what to mend."""
    rig = rigs(1)
    _, signed = first_message(rig)
    port = PytoniqChain(replace(rig.network(), zero_state=b"\1" * 32), timeout=0.5, patience=1.0)
    try:
        for ask in (port.head, lambda: port.account(NOBODY), lambda: port.send(signed.boc)):
            with pytest.raises(WrongNetwork) as wrong:
                ask()
            assert "TON_CONFIG" in str(wrong.value)
    finally:
        port.close()
    assert rig.port.account(NOBODY).status is AccountStatus.ABSENT


def test_where_nobody_listens_it_is_unavailable(rigs: Callable[[int], WireRig]) -> None:
    """Neither a closed port, nor one that says nothing, nor one that says nonsense hangs it."""
    network = rigs(1).network()
    with (
        socket.create_server(("127.0.0.1", 0)) as mute,
        socket.create_server(("127.0.0.1", 0)) as noisy,
        socket.create_server(("127.0.0.1", 0)) as closed,
    ):
        ports = [it.getsockname()[1] for it in (mute, noisy, closed)]
        closed.close()
        thread = threading.Thread(target=_say_nonsense, args=(noisy,), daemon=True)
        thread.start()
        keys = (SOMEBODY, SOMEBODY, SOMEBODY, b"\7" * 32)  # the last is no point of the curve
        servers = tuple(
            LiteServer("127.0.0.1", port, key) for port, key in zip((*ports, 1), keys, strict=True)
        )
        chain = PytoniqChain(replace(network, servers=servers), timeout=0.3, patience=0.5)
        for ask in (chain.head, lambda: chain.send(b"x"), lambda: chain.wait_block(1, 0.1)):
            with pytest.raises(ChainError):
                ask()
        chain.close()
        thread.join(5.0)
    assert not thread.is_alive(), "somebody called the one that says nonsense"


def test_servers_that_stop_and_come_back_are_found_again(rigs: Callable[[int], WireRig]) -> None:
    """The lines break; when the server hangs up on all, they are made again."""
    rig = rigs(1)
    wallet, _ = first_message(rig)
    rig.hang_up()
    assert _patiently(lambda: rig.port.account(wallet.address).balance) == 10 * TON


def test_the_network_file_is_what_the_servers_are(rigs: Callable[[int], WireRig]) -> None:
    """The file that the local chain writes has the zero state that its servers name."""
    rig = rigs(1)
    written = json.loads(rig.file())
    assert written["validator"]["zero_state"]["seqno"] == 0
    assert rig.port.head().utime == BEGINNING


def _patiently(
    ask: Callable[[], object], enough: Callable[[ChainError], bool] | None = None
) -> object:
    """Return what *ask* comes to, asked again while the port says that it is unavailable."""
    until = time.monotonic() + 20.0
    while True:
        try:
            return ask()
        except ChainError as error:
            if enough is not None and enough(error):
                return error
            if time.monotonic() > until:
                raise


def _say_nonsense(listener: socket.socket) -> None:
    """Answer one caller with bytes that mean nothing."""
    try:
        line, _ = listener.accept()
    except OSError:
        return
    with line:
        line.settimeout(2.0)
        try:
            line.recv(4096)
            line.sendall(bytes(4096))
            line.recv(4096)
        except OSError:
            return


_CLOSES: Final = """
import json, sys
from hub.adapters.chain_pytoniq.chain import PytoniqChain
from hub.core.settlement.network import read_network
chain = PytoniqChain(read_network("local", sys.stdin.read().encode()))
print(chain.head().seqno)
chain.close()
"""


def test_nothing_is_said_at_the_end() -> None:
    """Tasks of the library that died with their lines are taken notice of, not printed at exit."""
    with Running(local_chain(), ServerKey(bytes(32)), Listening(port=0, block_s=None)) as run:
        done = subprocess.run(
            [sys.executable, "-X", "dev", "-c", _CLOSES], input=json.dumps(run.config),
            capture_output=True, text=True, check=True, cwd=ROOT,
        )  # fmt: skip
    assert done.stdout == "0\n"
    assert "never retrieved" not in done.stderr
    assert "Traceback" not in done.stderr
