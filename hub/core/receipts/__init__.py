"""Receipts as the hub knows them: sales, claims and returns, and what follows from each."""
