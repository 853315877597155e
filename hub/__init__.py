"""The hub: ledger, members, rewards. It comes with the next issue."""
