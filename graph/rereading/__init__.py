"""Closed cases read again: a seeded sample, two who read blind, a third, and how they agree."""
