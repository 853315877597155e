"""`baursak demo`: a whole programme on one machine, from the receipt to the redeemed voucher."""
