"""Tests of what an operator's commands do with the chain."""
