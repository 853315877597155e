"""Where receipt bytes come from: the relay between POS and printer, and its taps."""
