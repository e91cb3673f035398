"""Proposes who is who. `graph.identity.stable_ids` decides."""
