"""What an operator's commands do with the chain: deploy contracts, check them, go on after a halt."""
