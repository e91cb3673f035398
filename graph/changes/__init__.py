"""What changed since the last night, and how far it reaches."""
