"""Addresses of TON as commands take them."""

import click

from contracts.ton.addresses import MalformedAddress, read_address
from contracts.ton.seen import Address


class AddressType(click.ParamType[Address]):
    """An address, raw or friendly."""

    name = "address"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> Address:
        """Return the address, or say what is wrong with it."""
        try:
            return read_address(value)
        except MalformedAddress as problem:
            self.fail(f"That is no address: {problem}.", param, ctx)
