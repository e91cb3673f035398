"""The command line of the core: typer and rich stay in rooms of this name."""
