"""What the core and the use cases ask of the world: one protocol for each outside thing."""
