"""A first mapping of an export that nobody here has seen, to be mended by a person."""
