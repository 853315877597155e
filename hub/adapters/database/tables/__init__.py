"""The tables, one file for each area."""
