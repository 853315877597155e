"""What the agent touches: one file for each outside thing."""
