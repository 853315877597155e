"""What the hub decides, and nothing about how it is stored or asked."""
