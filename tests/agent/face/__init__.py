"""The cashier's face: its small server, and its page in a real browser."""
