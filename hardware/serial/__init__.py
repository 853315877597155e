"""Handheld scanners and pole displays: what they send, and the lines that they hang on."""
