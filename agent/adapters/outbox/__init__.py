"""The outbox on disk: SQLite, durable before it answers."""
