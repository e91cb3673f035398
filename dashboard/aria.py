"""What a screen reader is told of an element."""

from __future__ import annotations

from typing import Any


def aria(**names: str) -> dict[str, Any]:
    """`label="Timeline"` as the attribute `aria-label`, for `html.Div(..., **aria(...))`."""
    return {f"aria-{name}": value for name, value in names.items()}
