"""Small photos for the demo world, drawn rather than taken: nobody and no place can be recognised in them."""

from fieldapp.demo.chance import dice

from . import places, streets  # noqa: F401  (their scenes enter themselves)
from .canvas import Canvas
from .registry import SCENES
from .signature import signature


def photo(name: str, number: int) -> bytes:
    """The JPEG of a scene, 1024 × 768, at most 60 kB. The same name and number give the same bytes."""
    canvas = Canvas(dice("photo", name, number))
    SCENES[name](canvas)
    return canvas.jpeg()


__all__ = ["SCENES", "photo", "signature"]
