"""The local chain runs messages as mainnet would."""

from hub.localchain.chain import LocalChain
from tests.ton_chain import RICH, TON, wallet


def test_a_message_moves_money(chain: LocalChain) -> None:
    """One sender's money arrives at another, less what the work costs."""
    one, other = wallet(chain, "one"), wallet(chain, "other")
    before = other.balance
    traces = one.send(other.address, value=TON)
    assert [trace.exit_code for trace in traces] == [0]
    assert other.balance == before + TON - traces[0].fees
    assert before == RICH - chain.transactions(other.address)[0].fees
