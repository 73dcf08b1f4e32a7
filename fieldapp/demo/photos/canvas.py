"""A canvas of 1024 × 768 that scenes draw on at twice the size, so that edges come out smooth."""

from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT, SCALE = 1024, 768, 2
MAX_BYTES = 60_000
Colour = tuple[int, int, int]


def shade(colour: Colour, by: float) -> Colour:
    """Darker below 1, lighter above."""
    return tuple(max(0, min(255, round(c * by))) for c in colour)


def mix(a: Colour, b: Colour, t: float) -> Colour:
    return tuple(round(x + (y - x) * t) for x, y in zip(a, b, strict=True))


class Canvas:
    """All coordinates are in pixels of the finished photo."""

    def __init__(self, rand: Random):
        self.rand = rand
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE))
        self._pen = ImageDraw.Draw(self.image)

    def gradient(self, top: Colour, bottom: Colour, y0: int = 0, y1: int = HEIGHT) -> None:
        column = Image.linear_gradient("L").resize((1, (y1 - y0) * SCALE))
        bands = [column.point([round(a + (b - a) * v / 255) for v in range(256)]) for a, b in zip(top, bottom, strict=True)]
        self.image.paste(Image.merge("RGB", bands).resize((WIDTH * SCALE, column.height), Image.Resampling.NEAREST), (0, y0 * SCALE))

    def box(self, x: float, y: float, w: float, h: float, colour: Colour, round_: float = 0) -> None:
        if w <= 0 or h <= 0:
            return
        self._pen.rounded_rectangle([x * SCALE, y * SCALE, (x + w) * SCALE, (y + h) * SCALE], round_ * SCALE, colour)

    def shape(self, points, colour: Colour) -> None:
        self._pen.polygon([(x * SCALE, y * SCALE) for x, y in points], colour)

    def oval(self, cx: float, cy: float, rx: float, ry: float, colour: Colour) -> None:
        self._pen.ellipse([(cx - rx) * SCALE, (cy - ry) * SCALE, (cx + rx) * SCALE, (cy + ry) * SCALE], colour)

    def line(self, points, colour: Colour, width: float = 2) -> None:
        self._pen.line([(x * SCALE, y * SCALE) for x, y in points], colour, round(width * SCALE), "curve")

    def soft(self, ovals, colour: Colour, strength: float, blur: float = 12) -> None:
        """Shadow, smoke or dust: blurred ovals (cx, cy, rx, ry) laid over what is there."""
        reach = 2 * blur
        left, right = _within(min(o[0] - o[2] for o in ovals) - reach, max(o[0] + o[2] for o in ovals) + reach, WIDTH)
        top, bottom = _within(min(o[1] - o[3] for o in ovals) - reach, max(o[1] + o[3] for o in ovals) + reach, HEIGHT)
        mask = Image.new("L", ((right - left) // 2, (bottom - top) // 2))
        pen = ImageDraw.Draw(mask)
        for cx, cy, rx, ry in ovals:
            pen.ellipse([(cx - rx - left) / 2, (cy - ry - top) / 2, (cx + rx - left) / 2, (cy + ry - top) / 2], round(255 * strength))
        mask = mask.filter(ImageFilter.BoxBlur(blur / 2)).filter(ImageFilter.BoxBlur(blur / 2))
        mask = mask.resize(((right - left) * SCALE, (bottom - top) * SCALE), Image.Resampling.BILINEAR)
        self.image.paste(colour, (left * SCALE, top * SCALE, right * SCALE, bottom * SCALE), mask)

    def shadow(self, cx: float, y: float, rx: float) -> None:
        self.soft([(cx, y, rx, max(8, rx * 0.12))], (24, 26, 30), 0.45, 8)

    def jpeg(self) -> bytes:
        """The finished photo, darkened a little towards its corners, at most MAX_BYTES."""
        small = self.image.reduce(SCALE)
        corners = Image.radial_gradient("L").resize(small.size).point(lambda v: 255 - max(0, v - 90) // 3)
        small = ImageChops.multiply(small, Image.merge("RGB", [corners] * 3))
        for quality in (80, 70, 60, 45):
            out = BytesIO()
            small.save(out, "JPEG", quality=quality, subsampling=2)
            if out.tell() <= MAX_BYTES:
                break
        return out.getvalue()


def _within(low: float, high: float, limit: int) -> tuple[int, int]:
    """The span as even numbers inside 0 … limit, never empty."""
    first = max(0, min(limit - 2, int(low) // 2 * 2))
    return first, max(first + 2, min(limit, int(high) // 2 * 2))
