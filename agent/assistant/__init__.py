"""The first-run assistant: its page, the devices that it tries, what it writes."""
