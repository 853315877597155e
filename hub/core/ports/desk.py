"""Within one unit of work: what staff look through on the dashboard."""

from typing import Protocol

from hub.core.ports.audit_log import AuditLog
from hub.core.ports.directory import Directory
from hub.core.ports.voucher_list import VoucherList


class Desk(Protocol):
    """The stores that staff look things up in, within one transaction."""

    @property
    def directory(self) -> Directory:
        """Return the members as staff look for them."""
        ...

    @property
    def voucher_list(self) -> VoucherList:
        """Return the vouchers as staff look for them."""
        ...

    @property
    def audit_log(self) -> AuditLog:
        """Return the log of what staff did, to look through."""
        ...
