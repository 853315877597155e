"""Receipt streams of our own making, each with a TOML that says what is in it."""
