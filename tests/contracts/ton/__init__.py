"""Tests of contracts/ton."""
