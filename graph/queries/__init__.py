"""Query files: found, filled, checked, and read for the paths that they take."""

from graph.queries.catalogue import (
    Column,
    Param,
    Query,
    all_queries,
    load,
    schema_digest,
    schema_statements,
)

__all__ = ["Column", "Param", "Query", "all_queries", "load", "schema_digest", "schema_statements"]
