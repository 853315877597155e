"""Who is there and what they may do: proofs, passwords, sessions, roles; all pure."""
