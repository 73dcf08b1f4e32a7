"""Photos as evidence: the bytes as they came are never touched; people look at display copies made from them."""

from .display import SIZES, display_copy

__all__ = ["SIZES", "display_copy"]
