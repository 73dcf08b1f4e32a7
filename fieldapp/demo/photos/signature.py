"""Signatures of the demo world: strokes that look like somebody's hand, and are nobody's."""

from io import BytesIO

from PIL import Image, ImageDraw

from fieldapp.demo.chance import dice

WIDTH, HEIGHT, SCALE = 480, 180, 2
INK = (22, 28, 48)
GLYPH = 130
#: Strokes of a character as (from, bend, to), in hundredths of its box: 横 竖 撇 捺 点 折.
STROKES = (
    ((8, 24), (50, 16), (94, 22)), ((50, 6), (47, 50), (52, 96)), ((56, 10), (44, 56), (6, 94)), ((46, 40), (66, 70), (98, 92)),
    ((24, 8), (32, 14), (36, 26)), ((14, 44), (92, 34), (78, 92)), ((12, 62), (52, 56), (88, 60)), ((28, 34), (24, 60), (30, 88)),
)


def signature(name: str) -> bytes:
    """A small PNG of ink on white. The same name gives the same bytes."""
    rand = dice("signature", name)
    image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), "white")
    pen = ImageDraw.Draw(image)
    for n in range(max(2, min(3, len(name)))):
        left, top = 20 + n * (GLYPH + 12) + rand.randrange(-6, 7), 24 + rand.randrange(-10, 11)
        for start, bend, end in rand.sample(STROKES, rand.randrange(4, 7)):
            points = [(left + x * GLYPH / 100 + rand.randrange(-5, 6), top + y * GLYPH / 100 + rand.randrange(-5, 6))
                      for x, y in (start, bend, end)]
            pen.line([(x * SCALE, y * SCALE) for x, y in _curve(*points)], INK, rand.randrange(7, 12), "curve")
    out = BytesIO()
    image.reduce(SCALE).quantize(16).save(out, "PNG", optimize=True)
    return out.getvalue()


def _curve(a, b, c, steps: int = 12):
    """A quadratic Bézier through its three points of control."""
    for i in range(steps + 1):
        t = i / steps
        yield tuple((1 - t) ** 2 * p + 2 * t * (1 - t) * q + t**2 * r for p, q, r in zip(a, b, c, strict=True))
