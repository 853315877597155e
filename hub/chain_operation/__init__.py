"""What an operator's commands do with the chain: deploy contracts, and check them."""
