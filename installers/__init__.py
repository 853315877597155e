"""The program as it is shipped: entry point, demo, frozen build, locks."""
