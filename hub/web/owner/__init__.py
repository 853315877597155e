"""The owner's dashboard: pages that the hub renders, each room of it in a file of its own."""
