"""One writer for each force; each module's docstring describes its columns and codes."""
