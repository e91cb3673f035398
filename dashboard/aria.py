"""Attributes that an element bears for a screen reader, or for the scripts."""

from __future__ import annotations

from typing import Any


def aria(**names: str) -> dict[str, Any]:
    """`label="Timeline"` as the attribute `aria-label`, for `html.Div(..., **aria(...))`."""
    return {f"aria-{name}": value for name, value in names.items()}


def data(**values: str) -> dict[str, Any]:
    """`flag="f1"` as the attribute `data-flag`, which the scripts in dashboard/assets read."""
    return {f"data-{name}": value for name, value in values.items()}
