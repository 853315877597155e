"""`baursak demo`: a whole programme on one machine, from the receipt to jettons in a wallet."""
