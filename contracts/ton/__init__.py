"""Our contracts on TON: their sources, their compiled code, and their messages in Python."""
