"""The cashier's window and strip."""
