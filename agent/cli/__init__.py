"""The agent on the command line."""
