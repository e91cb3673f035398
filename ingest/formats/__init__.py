"""Readers: each turns bytes into rows, or into rows that could not be split, in file order."""
