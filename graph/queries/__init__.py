"""Query files: found, filled, checked, and read for the paths that they take."""

from graph.queries import catalogue
from graph.queries.catalogue import (
    Column,
    Param,
    Query,
    all_queries,
    schema_digest,
    schema_names,
    schema_statements,
)
from graph.queries.rows import Load

load: Load = catalogue.load

__all__ = [
    "Column",
    "Param",
    "Query",
    "all_queries",
    "load",
    "schema_digest",
    "schema_names",
    "schema_statements",
]
