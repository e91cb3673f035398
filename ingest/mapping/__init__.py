"""A mapping: its sections, compiled into functions that make records of rows."""
