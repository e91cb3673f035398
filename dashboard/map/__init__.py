"""Where incidents happened: marks on a plain canvas, and the same as a table."""
