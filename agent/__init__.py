"""The till's agent: reads receipts, stores accruals, prints claim slips."""
