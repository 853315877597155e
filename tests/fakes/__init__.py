"""Fakes that pass the same conformance suite as the real thing."""
