"""The hub's database, on both kinds."""
