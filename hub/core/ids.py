"""Ids that the hub gives out: whole numbers that are never reused, and ids made by the asker."""

from typing import Final, NewType

MemberId = NewType("MemberId", int)
PartnerId = NewType("PartnerId", int)
StaffId = NewType("StaffId", int)
CashierId = NewType("CashierId", int)
RuleId = NewType("RuleId", int)
RewardId = NewType("RewardId", int)
RewardVersion = NewType("RewardVersion", int)
"""At most 2**24 - 1, as the voucher code carries it."""
VoucherId = NewType("VoucherId", int)
"""At most 2**40 - 1, as the voucher code carries it."""
LeaseId = NewType("LeaseId", int)
LotId = NewType("LotId", int)
ReviewId = NewType("ReviewId", int)

TransferId = NewType("TransferId", bytes)
"""16 bytes, made and stored by whoever asks for the transfer."""

TRANSFER_ID_SIZE: Final = 16
