"""The night: what waits is loaded, people decided, rules asked, the morning told."""
