"""What a till must not forget of the hub and of vouchers, on disk."""
