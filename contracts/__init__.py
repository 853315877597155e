"""What separately released parties have promised each other."""
