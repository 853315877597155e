"""The worker: what must be done again and again, each job by one process at a time."""
