"""Tests of contracts/wire."""
