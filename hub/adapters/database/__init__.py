"""The database: SQLite in a file, or PostgreSQL; one schema for both."""
