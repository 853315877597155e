"""The hub: ledger, members, rewards, vouchers, and what the tills hand in."""
