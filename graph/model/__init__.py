"""What a record is, what the graph is made of, and what identifies a thing."""
