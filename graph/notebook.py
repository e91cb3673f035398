"""The door for notebooks: `from graph.notebook import Notebook`."""

from graph.explore.notebook import Notebook

__all__ = ["Notebook"]
