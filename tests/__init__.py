"""Tests mirror the code; journeys, conformance and simulation stand beside them."""
