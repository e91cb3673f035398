"""From records to the graph, and back out again."""
