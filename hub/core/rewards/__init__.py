"""Rewards, the vouchers bought with points, and what a till may take without the hub."""
