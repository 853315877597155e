"""What the bot says to whom, when, and in which words; it decides, and sends nothing."""
