"""What goes for good: what tells of it, where that may lie, and the list of what went."""
