"""What the owner's dashboard shows: which numbers there are, how each is reckoned, in words too."""
