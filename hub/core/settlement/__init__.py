"""What is stated on chain: epochs, custody, moves, and the trees that prove them; pure."""
