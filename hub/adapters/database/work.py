"""The stores within one transaction."""

import json
from collections.abc import Callable
from functools import cached_property
from typing import Final

from sqlalchemy import Connection, Text, cast, select, update

from contracts.wire.units import UnixTime
from hub.adapters.database.adjustments import DatabaseAdjustments
from hub.adapters.database.blocks import DatabaseBlocks
from hub.adapters.database.books import DatabaseBooks
from hub.adapters.database.chain_logs import DatabaseLogs
from hub.adapters.database.chronicle import DatabaseChronicle
from hub.adapters.database.claim_batches import DatabaseSponsoring
from hub.adapters.database.claims import DatabaseClaims
from hub.adapters.database.desk import DatabaseDesk
from hub.adapters.database.events import DatabaseEvents
from hub.adapters.database.exports import DatabaseExports
from hub.adapters.database.fiscal import DatabaseFiscal
from hub.adapters.database.fraud import DatabaseFraud
from hub.adapters.database.generations import DatabaseGenerations
from hub.adapters.database.insights import DatabaseInsights
from hub.adapters.database.insights_counting import DatabaseCounting
from hub.adapters.database.insights_marks import DayMarks
from hub.adapters.database.jobs import DatabaseJobs
from hub.adapters.database.joining import DatabaseJoining
from hub.adapters.database.kept import Kept
from hub.adapters.database.leases import DatabaseLeases
from hub.adapters.database.ledger import DatabaseLedger
from hub.adapters.database.limits import DatabaseLimits
from hub.adapters.database.members import DatabaseMembers
from hub.adapters.database.moves import DatabaseMoves
from hub.adapters.database.numbers import DatabaseNumbers
from hub.adapters.database.partners import (
    DatabaseCashiers,
    DatabasePartners,
    DatabaseShops,
    DatabaseTillKeys,
)
from hub.adapters.database.picture_store import DatabasePictures
from hub.adapters.database.prepared import Prepared
from hub.adapters.database.privacy import DatabaseOldMembers, DatabasePrivacy
from hub.adapters.database.redemptions import DatabaseRedemptions
from hub.adapters.database.repeats import DatabaseRepeats
from hub.adapters.database.returns import DatabaseReturns
from hub.adapters.database.reviews import DatabaseReviews
from hub.adapters.database.rewards import DatabaseRewards
from hub.adapters.database.rules import DatabaseRules
from hub.adapters.database.sales import DatabaseSales
from hub.adapters.database.sessions import (
    DatabaseAttempts,
    DatabaseInvitations,
    DatabaseNonces,
    DatabaseSessions,
)
from hub.adapters.database.settlement import DatabaseSettlements
from hub.adapters.database.shares import DatabaseShares
from hub.adapters.database.staff import DatabaseAudit, DatabaseStaff
from hub.adapters.database.statements import DatabaseStatements
from hub.adapters.database.tables.running import programme
from hub.adapters.database.telling import DatabaseTelling
from hub.adapters.database.tiers import DatabaseTiers
from hub.adapters.database.tills import DatabaseTills
from hub.adapters.database.version import is_current
from hub.adapters.database.vouchers import DatabaseVouchers
from hub.core.policy import Policy, policy_from

_POLICY: Final = Prepared(select(cast(programme.c.policy, Text).label("policy")))


class DatabaseWork(DatabaseTelling, DatabaseJoining, DatabaseDesk):
    """The Work port over one open transaction."""

    def __init__(
        self, connection: Connection, now: Callable[[], UnixTime], kept: Kept | None = None
    ) -> None:
        super().__init__(connection, now)
        self._kept = Kept() if kept is None else kept
        self.marks = DayMarks(connection, now)
        self.policy_is_new = False

    @cached_property
    def policy(self) -> Policy:
        """Return the programme's policy."""
        return self._kept.policy(self._stored_policy)

    def policy_anew(self) -> Policy:
        """Return the policy as it is stored, whatever was kept of it."""
        return policy_from(json.loads(self._stored_policy()))

    def _stored_policy(self) -> str:
        stored = _POLICY.on(self.connection, {}).first()
        return "{}" if stored is None else str(stored.policy)

    def set_policy(self, policy: Policy) -> None:
        """Let *policy* hold: here at once, in other processes within a second."""
        version = programme.c.policy_version + 1
        values = {"policy": policy.to_json(), "policy_version": version}
        self.connection.execute(update(programme).values(values))
        self.policy_is_new = True
        self.__dict__["policy"] = policy

    @cached_property
    def ledger(self) -> DatabaseLedger:
        """Return the ledger."""
        return DatabaseLedger(self.connection, self.policy)

    @cached_property
    def blocks(self) -> DatabaseBlocks:
        """Return the sealed blocks."""
        return DatabaseBlocks(self.connection)

    @cached_property
    def books(self) -> DatabaseBooks:
        """Return the ledger added up anew."""
        return DatabaseBooks(self.connection)

    @cached_property
    def sales(self) -> DatabaseSales:
        """Return what the tills handed in of sales."""
        return DatabaseSales(self.connection, self.marks)

    @cached_property
    def claims(self) -> DatabaseClaims:
        """Return what members claimed."""
        return DatabaseClaims(self.connection, self.marks)

    @cached_property
    def returns(self) -> DatabaseReturns:
        """Return the goods that came back."""
        return DatabaseReturns(self.connection)

    @cached_property
    def statements(self) -> DatabaseStatements:
        """Return what moved points, for people and between partners."""
        return DatabaseStatements(self.connection)

    @cached_property
    def limits(self) -> DatabaseLimits:
        """Return what is used up of caps and limits."""
        return DatabaseLimits(self.connection)

    @cached_property
    def rules(self) -> DatabaseRules:
        """Return the earning rules."""
        return DatabaseRules(self.connection)

    @cached_property
    def partners(self) -> DatabasePartners:
        """Return the partners."""
        return DatabasePartners(self.connection)

    @cached_property
    def shops(self) -> DatabaseShops:
        """Return the shops."""
        return DatabaseShops(self.connection)

    @cached_property
    def cashiers(self) -> DatabaseCashiers:
        """Return the cashiers."""
        return DatabaseCashiers(self.connection)

    @cached_property
    def tills(self) -> DatabaseTills:
        """Return the tills."""
        return DatabaseTills(self.connection)

    @cached_property
    def events(self) -> DatabaseEvents:
        """Return what the tills handed in."""
        return DatabaseEvents(self.connection)

    @cached_property
    def generations(self) -> DatabaseGenerations:
        """Return which generation of the hub this is."""
        return DatabaseGenerations(self.connection)

    @cached_property
    def till_keys(self) -> DatabaseTillKeys:
        """Return what the requests of tills are checked with."""
        return DatabaseTillKeys(self.connection)

    @cached_property
    def staff(self) -> DatabaseStaff:
        """Return the staff."""
        return DatabaseStaff(self.connection)

    @cached_property
    def members(self) -> DatabaseMembers:
        """Return the members."""
        return DatabaseMembers(self.connection)

    @cached_property
    def sessions(self) -> DatabaseSessions:
        """Return who is signed in."""
        return DatabaseSessions(self.connection)

    @cached_property
    def attempts(self) -> DatabaseAttempts:
        """Return how often somebody has tried."""
        return DatabaseAttempts(self.connection)

    @cached_property
    def nonces(self) -> DatabaseNonces:
        """Return what may be used once."""
        return DatabaseNonces(self.connection)

    @cached_property
    def invitations(self) -> DatabaseInvitations:
        """Return one-time codes that were given out."""
        return DatabaseInvitations(self.connection)

    @cached_property
    def audit(self) -> DatabaseAudit:
        """Return the log of what staff did."""
        return DatabaseAudit(self.connection)

    @cached_property
    def privacy(self) -> DatabasePrivacy:
        """Return members' rights over what is stored of them."""
        return DatabasePrivacy(self.connection)

    @cached_property
    def old_members(self) -> DatabaseOldMembers:
        """Return imported members of older schemes."""
        return DatabaseOldMembers(self.connection)

    @cached_property
    def exports(self) -> DatabaseExports:
        """Return whole tables for a spreadsheet."""
        return DatabaseExports(self.connection)

    @property
    def is_current(self) -> bool:
        """Whether the database has the schema that this program needs."""
        return is_current(self.connection)

    @cached_property
    def repeats(self) -> DatabaseRepeats:
        """Return what was asked under an Idempotency-Key."""
        return DatabaseRepeats(self.connection)

    @cached_property
    def reviews(self) -> DatabaseReviews:
        """Return what a person should look at."""
        return DatabaseReviews(self.connection)

    @cached_property
    def tiers(self) -> DatabaseTiers:
        """Return the standings of members and partners."""
        return DatabaseTiers(self.connection)

    @cached_property
    def adjustments(self) -> DatabaseAdjustments:
        """Return points given or taken by hand."""
        return DatabaseAdjustments(self.connection)

    @cached_property
    def fiscal(self) -> DatabaseFiscal:
        """Return fiscal receipts and claims of them."""
        return DatabaseFiscal(self.connection)

    @cached_property
    def fraud(self) -> DatabaseFraud:
        """Return claims of whole shops."""
        return DatabaseFraud(self.connection)

    @cached_property
    def jobs(self) -> DatabaseJobs:
        """Return the worker's jobs."""
        return DatabaseJobs(self.connection)

    @cached_property
    def numbers(self) -> DatabaseNumbers:
        """Return the ids that are given once."""
        return DatabaseNumbers(self.connection)

    @cached_property
    def rewards(self) -> DatabaseRewards:
        """Return the catalogue."""
        return DatabaseRewards(self.connection, self._kept)

    @cached_property
    def pictures(self) -> DatabasePictures:
        """Return the pictures of rewards."""
        return DatabasePictures(self.connection)

    @cached_property
    def vouchers(self) -> DatabaseVouchers:
        """Return the vouchers."""
        return DatabaseVouchers(self.connection)

    @cached_property
    def redemptions(self) -> DatabaseRedemptions:
        """Return what tills did with vouchers."""
        return DatabaseRedemptions(self.connection, self.marks)

    @cached_property
    def leases(self) -> DatabaseLeases:
        """Return what tills may do without the hub."""
        return DatabaseLeases(self.connection)

    @cached_property
    def settlements(self) -> DatabaseSettlements:
        """Return custody, epochs and their messages."""
        return DatabaseSettlements(self.connection)

    @cached_property
    def moves(self) -> DatabaseMoves:
        """Return points that left for members' wallets."""
        return DatabaseMoves(self.connection)

    @cached_property
    def logs(self) -> DatabaseLogs:
        """Return what RedemptionManager said."""
        return DatabaseLogs(self.connection)

    @cached_property
    def sponsoring(self) -> DatabaseSponsoring:
        """Return claims that the programme pushes."""
        return DatabaseSponsoring(self.connection)

    @cached_property
    def chronicle(self) -> DatabaseChronicle:
        """Return what settlement has done, for people."""
        return DatabaseChronicle(self.connection)

    @cached_property
    def shares(self) -> DatabaseShares:
        """Return what partners are paid on chain."""
        return DatabaseShares(self.connection)

    @cached_property
    def insights(self) -> DatabaseInsights:
        """Return the numbers of the dashboard."""
        return DatabaseInsights(self.connection)

    @cached_property
    def counting(self) -> DatabaseCounting:
        """Return what counts them."""
        return DatabaseCounting(self.connection)
