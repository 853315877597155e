"""The first-run assistant: its page over HTTP, its devices, its files, in a real browser."""
