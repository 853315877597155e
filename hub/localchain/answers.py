"""What a lite-server says: one query in, one answer out, over a local chain."""

from hub.localchain import tl
from hub.localchain.account_answers import AccountAnswers
from hub.localchain.bags import NotABag
from hub.localchain.block_answers import BlockAnswers
from hub.localchain.chain import LocalChain
from hub.localchain.desk import BAD_REQUEST, BROKEN, Desk, Unanswerable, error
from hub.localchain.executor import ExecutorBroke


class Answers:
    """Answers queries about one chain; used from one thread, the chain's."""

    def __init__(self, chain: LocalChain, public: bytes) -> None:
        self._desk = Desk(chain, public)
        self._known = BlockAnswers(self._desk).known | AccountAnswers(self._desk).known

    @property
    def chain(self) -> LocalChain:
        """Return the chain that is asked."""
        return self._desk.chain

    def answer(self, query: bytes, head_shift: int = 0) -> bytes:
        """Return the answer; *head_shift* makes the head another than it is."""
        self._desk.shift = head_shift
        try:
            return self._answered(tl.Reader(query))
        except tl.TlMalformed as problem:
            return error(BAD_REQUEST, f"the query {problem}")
        except NotABag as problem:
            return error(BAD_REQUEST, str(problem))
        except Unanswerable as problem:
            return error(problem.code, problem.message)
        except ExecutorBroke as problem:
            return error(BROKEN, f"the executor broke: {problem}")

    def _answered(self, reader: tl.Reader) -> bytes:
        known = self._known.get(reader.number())
        if known is None:
            raise Unanswerable(BAD_REQUEST, "a local chain does not answer this query")
        return known(reader)
