"""One unit of work over the hub's stores, and what every use case is given."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from hub.core.access.settings import AccessSettings
from hub.core.policy import Policy
from hub.core.ports.access import (
    Attempts,
    Audit,
    Cashiers,
    Invitations,
    Members,
    Nonces,
    Partners,
    Sessions,
    Shops,
    StaffStore,
    TillKeys,
)
from hub.core.ports.adjustments import Adjustments
from hub.core.ports.blocks import Blocks, Books
from hub.core.ports.chronicle import Chronicle
from hub.core.ports.desk import Desk
from hub.core.ports.exports import Exports
from hub.core.ports.fiscal import Fiscal
from hub.core.ports.fraud import Fraud
from hub.core.ports.generations import Generations
from hub.core.ports.insights import Counting, Insights
from hub.core.ports.jobs import Jobs
from hub.core.ports.joining import Joining
from hub.core.ports.ledger import Ledger
from hub.core.ports.passkeys import PasskeyChecker
from hub.core.ports.pictures import PictureMaker, Pictures
from hub.core.ports.privacy import OldMembers, Privacy
from hub.core.ports.receipts import Claims, Limits, Returns, Rules, Sales
from hub.core.ports.redemptions import Leases, Redemptions
from hub.core.ports.repeats import Repeats
from hub.core.ports.reviews import Reviews
from hub.core.ports.rewards import Numbers, Rewards, Vouchers
from hub.core.ports.settlement import Logs, Moves, Settlements
from hub.core.ports.shares import PartnerShares
from hub.core.ports.signing import Passwords, Tokens
from hub.core.ports.sponsoring import Sponsoring
from hub.core.ports.statements import Statements
from hub.core.ports.telling import Telling
from hub.core.ports.tiers import Tiers
from hub.core.ports.tills import Events, Tills
from hub.core.ports.world import Clock, Keyring, Randomness
from hub.core.programme import Programme


class Work(Telling, Joining, Desk, Protocol):
    """The stores within one transaction: all that is done through them happens, or nothing."""

    @property
    def policy(self) -> Policy:
        """Return the programme's policy as it stands in this transaction."""
        ...

    def policy_anew(self) -> Policy:
        """Return the policy as it is stored: what is about to be changed is not remembered."""
        ...

    def set_policy(self, policy: Policy) -> None:
        """Let *policy* hold in this transaction, and once it is committed everywhere."""
        ...

    @property
    def ledger(self) -> Ledger:
        """Return the ledger."""
        ...

    @property
    def blocks(self) -> Blocks:
        """Return the sealed blocks."""
        ...

    @property
    def books(self) -> Books:
        """Return the ledger added up anew."""
        ...

    @property
    def sales(self) -> Sales:
        """Return what the tills handed in of sales."""
        ...

    @property
    def claims(self) -> Claims:
        """Return what members claimed."""
        ...

    @property
    def returns(self) -> Returns:
        """Return the goods that came back."""
        ...

    @property
    def statements(self) -> Statements:
        """Return what moved points, for people and between partners."""
        ...

    @property
    def limits(self) -> Limits:
        """Return what is used up of caps and limits."""
        ...

    @property
    def rules(self) -> Rules:
        """Return the earning rules."""
        ...

    @property
    def is_current(self) -> bool:
        """Whether the database has the schema that this program needs."""
        ...

    @property
    def repeats(self) -> Repeats:
        """Return what was asked under an Idempotency-Key."""
        ...

    @property
    def jobs(self) -> Jobs:
        """Return the worker's jobs."""
        ...

    @property
    def privacy(self) -> Privacy:
        """Return members' rights over what is stored of them."""
        ...

    @property
    def old_members(self) -> OldMembers:
        """Return imported members of older schemes."""
        ...

    @property
    def exports(self) -> Exports:
        """Return whole tables for a spreadsheet."""
        ...

    @property
    def reviews(self) -> Reviews:
        """Return what a person should look at."""
        ...

    @property
    def tiers(self) -> Tiers:
        """Return the standings of members and partners."""
        ...

    @property
    def adjustments(self) -> Adjustments:
        """Return points given or taken by hand."""
        ...

    @property
    def fiscal(self) -> Fiscal:
        """Return fiscal receipts and claims of them."""
        ...

    @property
    def fraud(self) -> Fraud:
        """Return claims of whole shops."""
        ...

    @property
    def partners(self) -> Partners:
        """Return the partners."""
        ...

    @property
    def shops(self) -> Shops:
        """Return the shops."""
        ...

    @property
    def cashiers(self) -> Cashiers:
        """Return the cashiers."""
        ...

    @property
    def staff(self) -> StaffStore:
        """Return the staff."""
        ...

    @property
    def members(self) -> Members:
        """Return the members."""
        ...

    @property
    def tills(self) -> Tills:
        """Return the tills."""
        ...

    @property
    def events(self) -> Events:
        """Return what the tills handed in."""
        ...

    @property
    def generations(self) -> Generations:
        """Return which generation of the hub this is."""
        ...

    @property
    def till_keys(self) -> TillKeys:
        """Return what the requests of tills are checked with."""
        ...

    @property
    def sessions(self) -> Sessions:
        """Return who is signed in."""
        ...

    @property
    def attempts(self) -> Attempts:
        """Return how often somebody has tried."""
        ...

    @property
    def nonces(self) -> Nonces:
        """Return what may be used once."""
        ...

    @property
    def invitations(self) -> Invitations:
        """Return one-time codes that were given out."""
        ...

    @property
    def audit(self) -> Audit:
        """Return the log of what staff did."""
        ...

    @property
    def numbers(self) -> Numbers:
        """Return the ids that are given once."""
        ...

    @property
    def rewards(self) -> Rewards:
        """Return the catalogue."""
        ...

    @property
    def pictures(self) -> Pictures:
        """Return the pictures of rewards."""
        ...

    @property
    def vouchers(self) -> Vouchers:
        """Return the vouchers."""
        ...

    @property
    def redemptions(self) -> Redemptions:
        """Return what tills did with vouchers."""
        ...

    @property
    def leases(self) -> Leases:
        """Return what tills may do without the hub."""
        ...

    @property
    def settlements(self) -> Settlements:
        """Return custody, epochs and their messages."""
        ...

    @property
    def moves(self) -> Moves:
        """Return points that left for members' wallets."""
        ...

    @property
    def logs(self) -> Logs:
        """Return what RedemptionManager said."""
        ...

    @property
    def sponsoring(self) -> Sponsoring:
        """Return claims that the programme pushes."""
        ...

    @property
    def chronicle(self) -> Chronicle:
        """Return what settlement has done, for people."""
        ...

    @property
    def shares(self) -> PartnerShares:
        """Return what partners are paid on chain."""
        ...

    @property
    def insights(self) -> Insights:
        """Return the numbers of the dashboard."""
        ...

    @property
    def counting(self) -> Counting:
        """Return what counts them."""
        ...


class Store(Protocol):
    """Where transactions begin."""

    def begin(self) -> AbstractContextManager[Work]:
        """Begin a transaction that may write; leaving it commits, an exception rolls back."""
        ...

    def read(self) -> AbstractContextManager[Work]:
        """Begin a transaction that only reads, of one state of the database."""
        ...

    def look(self) -> AbstractContextManager[Work]:
        """Read one thing, in one statement: each statement sees the state of its own moment."""
        ...


@dataclass(frozen=True, slots=True)
class Hub:
    """What a use case needs of the world."""

    store: Store
    clock: Clock
    random: Randomness
    keyring: Keyring
    programme: Programme
    access: AccessSettings
    tokens: Tokens
    passwords: Passwords
    pictures: PictureMaker
    passkeys: PasskeyChecker
