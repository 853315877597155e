"""One function, one transaction, for each thing that a person or a till can do."""
