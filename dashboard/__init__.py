"""What people look at: one Dash application over `graph.explore.answers`."""
