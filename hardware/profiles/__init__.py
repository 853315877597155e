"""Printer profiles, one TOML file a device family."""
