"""Proposes who is who. `graph.identity` decides."""
