"""The outside world: one file or folder for each thing, none of which knows another."""
