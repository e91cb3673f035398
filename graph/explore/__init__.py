"""What people ask of the graph."""
