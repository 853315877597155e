"""Agent, hub and Mini App: units, codes, events, refusals, keys."""
