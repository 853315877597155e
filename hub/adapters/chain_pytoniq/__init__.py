"""The chain port over the lite-servers of a network."""
