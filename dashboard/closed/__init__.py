"""Closed cases read again: what a reader is shown of one."""
