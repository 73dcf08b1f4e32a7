"""The scenes, by name. Each draws a whole photo; the dice of the canvas make every one different."""

from collections.abc import Callable

from .canvas import Canvas

SCENES: dict[str, Callable[[Canvas], None]] = {}


def scene(draw: Callable[[Canvas], None]) -> Callable[[Canvas], None]:
    """Enter a drawing under its function's name."""
    SCENES[draw.__name__] = draw
    return draw
