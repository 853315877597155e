"""What staff look through on the dashboard, over one open transaction."""

from functools import cached_property

from sqlalchemy import Connection

from hub.adapters.database.audit_log import DatabaseAuditLog
from hub.adapters.database.directory import DatabaseDirectory
from hub.adapters.database.voucher_list import DatabaseVoucherList


class DatabaseDesk:
    """The Desk port over one open transaction."""

    connection: Connection

    @cached_property
    def directory(self) -> DatabaseDirectory:
        """Return the members as staff look for them."""
        return DatabaseDirectory(self.connection)

    @cached_property
    def voucher_list(self) -> DatabaseVoucherList:
        """Return the vouchers as staff look for them."""
        return DatabaseVoucherList(self.connection)

    @cached_property
    def audit_log(self) -> DatabaseAuditLog:
        """Return the log of what staff did, to look through."""
        return DatabaseAuditLog(self.connection)
