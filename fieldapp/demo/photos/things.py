"""What streets are made of: houses, shops, trees, cars, heaps. Each is drawn standing on the line `y`."""

from .canvas import WIDTH, Canvas, Colour, mix, shade

WALLS: tuple[Colour, ...] = ((206, 190, 165), (190, 178, 170), (214, 200, 182), (178, 168, 158), (198, 176, 150), (186, 190, 188))
SIGNS: tuple[Colour, ...] = ((168, 44, 40), (32, 92, 140), (36, 116, 84), (196, 128, 32), (92, 60, 120), (190, 82, 40))
GOODS: tuple[Colour, ...] = ((186, 142, 92), (204, 168, 120), (88, 120, 160), (196, 84, 60), (230, 224, 210), (110, 140, 90))
SKIES = (((120, 168, 214), (224, 234, 240)), ((160, 180, 196), (222, 224, 222)), ((142, 160, 184), (240, 220, 196)))
BAGS: tuple[Colour, ...] = ((44, 46, 50), (60, 62, 64), (196, 196, 190), (156, 60, 52), (84, 112, 150))
LITTER: tuple[Colour, ...] = ((226, 222, 210), (150, 130, 60), (120, 90, 60))
FRUIT: tuple[Colour, ...] = ((204, 60, 44), (230, 150, 40), (120, 160, 60), (226, 196, 70))
RUBBLE: tuple[Colour, ...] = ((150, 140, 128), (126, 116, 106), (168, 96, 76), (176, 172, 164))
GLASS: Colour = (96, 122, 138)


def sky(c: Canvas, to: int = 480) -> None:
    c.gradient(*c.rand.choice(SKIES), 0, to)
    clouds = [(c.rand.randrange(WIDTH), c.rand.randrange(40, 150), c.rand.randrange(80, 190), 22) for _ in range(4)]
    c.soft(clouds, (248, 248, 248), 0.5, 26)


def street(c: Canvas, kerb: int = 600) -> None:
    """Pavement with slabs and the yellow line for the blind, the kerb, the road."""
    c.gradient((176, 172, 166), (158, 154, 148), 462, kerb)
    for x in range(-40, WIDTH + 80, 64):
        c.line([(x, 462), (x + (x - 512) * 0.12, kerb)], (150, 146, 140), 1)
    for y in (490, 524, 562):
        c.line([(0, y), (WIDTH, y)], (152, 148, 142), 1)
    c.box(0, 534, WIDTH, 16, (206, 168, 70))
    c.box(0, kerb, WIDTH, 12, (204, 202, 196))
    c.gradient((84, 86, 90), (66, 68, 72), kerb + 12)
    start = c.rand.randrange(0, 160)
    for x in range(start - 160, WIDTH, 220):
        c.shape([(x, 716), (x + 110, 716), (x + 104, 728), (x - 8, 728)], (214, 214, 208))


def house(c: Canvas, x: int, w: int, top: int, y: int = 464) -> None:
    """A house front with rows of windows and a shop at its foot."""
    wall = c.rand.choice(WALLS)
    c.box(x, top, w, y - top, wall)
    c.box(x, top, w, 10, shade(wall, 0.8))
    c.box(x + w - 7, top, 7, y - top, shade(wall, 0.86))
    step = 62
    for row in range(top + 30, y - 200, 74):
        for col in range(x + 18, x + w - 44, step):
            lit = mix(GLASS, (226, 232, 234), c.rand.random() * 0.4)
            c.box(col, row, 38, 46, shade(wall, 0.72))
            c.box(col + 3, row + 3, 32, 40, lit)
            c.line([(col + 19, row + 3), (col + 19, row + 43)], shade(wall, 0.72), 2)
            if c.rand.random() < 0.2:
                c.box(col + 2, row + 48, 30, 18, (214, 214, 210), 2)
    shop(c, x + 10, w - 22, y)


def shop(c: Canvas, x: int, w: int, y: int = 464) -> None:
    """A shop front; on its sign are strokes, not letters."""
    sign = c.rand.choice(SIGNS)
    c.box(x, y - 156, w, 44, sign, 3)
    _strokes(c, x, y - 146, w)
    c.box(x, y - 112, w, 112, (58, 60, 66))
    panes = max(2, w // 76)
    pane = (w - 6) / panes
    for i in range(panes):
        c.box(x + 6 + i * pane, y - 106, pane - 6, 100, mix((72, 84, 92), (198, 186, 150), c.rand.random() * 0.7))
        for k in range(3):
            c.box(x + 12 + i * pane, y - 70 + k * 22, pane - 18, 8, c.rand.choice(GOODS))
    if c.rand.random() < 0.5:
        awning = mix(sign, (255, 255, 255), 0.35)
        for i, left in enumerate(range(x, x + w - 1, 20)):
            right, foot = min(left + 20, x + w), min(left + 16, x + w)
            c.shape([(left, y - 114), (right, y - 114), (foot, y - 84), (left - 4, y - 84)], awning if i % 2 else (238, 234, 226))


def _strokes(c: Canvas, x: int, y: int, w: int) -> None:
    n = c.rand.randrange(4, 6)
    size = min(24, w // (n + 2))
    for i in range(n):
        left = x + (w - n * (size + 10)) // 2 + i * (size + 10)
        for _ in range(4):
            a, b = c.rand.randrange(size), c.rand.randrange(size)
            ends = [(left, y + b), (left + size, y + b)] if c.rand.random() < 0.5 else [(left + a, y), (left + a, y + size)]
            c.line(ends, (246, 238, 214), 3)


def row(c: Canvas) -> None:
    """A sky and a row of houses behind a street."""
    sky(c)
    x = -30
    while x < WIDTH:
        w = c.rand.randrange(220, 340)
        house(c, x, w, c.rand.randrange(20, 150))
        x += w + 3
    street(c)


def tree(c: Canvas, x: int, y: int, size: int, green: Colour = (74, 112, 62)) -> None:
    c.shadow(x, y, size * 0.6)
    c.box(x - size * 0.06, y - size, size * 0.12, size, (92, 70, 52))
    for _ in range(16):
        dx, dy = c.rand.uniform(-0.5, 0.5) * size, c.rand.uniform(-0.5, 0.35) * size
        c.oval(x + dx, y - size * 1.25 + dy, size * 0.27, size * 0.24, shade(green, c.rand.uniform(0.8, 1.25)))


def crates(c: Canvas, x: int, y: int, n: int) -> None:
    """A heap of boxes and sacks, three high."""
    c.shadow(x + n * 24, y, n * 32)
    for level in range(3):
        for i in range(n - level):
            left = x + i * 52 + level * 24 + c.rand.randrange(-5, 6)
            colour = c.rand.choice(GOODS)
            c.box(left, y - 42 * (level + 1), 48, 41, colour, 3)
            c.box(left, y - 42 * (level + 1), 48, 8, shade(colour, 1.15), 3)
            c.box(left + 20, y - 42 * (level + 1), 8, 41, shade(colour, 0.85))


def bags(c: Canvas, x: int, y: int, w: int, n: int) -> None:
    """Rubbish bags, paper and peel."""
    c.shadow(x + w / 2, y, w * 0.62)
    for i in range(n):
        colour = c.rand.choice(BAGS)
        cx, r = x + c.rand.random() * w, c.rand.randrange(22, 42)
        cy = y - r * 0.7 - (n - i) / n * 50 * c.rand.random()
        c.oval(cx, cy, r, r * 0.8, colour)
        c.oval(cx - r * 0.3, cy - r * 0.25, r * 0.35, r * 0.22, shade(colour, 1.35))
        c.shape([(cx - 6, cy - r * 0.7), (cx + 6, cy - r * 0.7), (cx + 9, cy - r * 1.05), (cx - 8, cy - r)], shade(colour, 0.85))
    for _ in range(22):
        c.oval(x + c.rand.uniform(-0.2, 1.2) * w, y + c.rand.randrange(-6, 18), c.rand.randrange(3, 9), 3, c.rand.choice(LITTER))


def car(c: Canvas, x: int, y: int, colour: Colour | None = None) -> None:
    colour = colour or c.rand.choice(((226, 226, 224), (58, 62, 70), (140, 32, 36), (48, 76, 120), (170, 172, 174)))
    c.shadow(x + 130, y + 4, 150)
    c.box(x, y - 66, 260, 48, colour, 18)
    c.shape([(x + 48, y - 62), (x + 84, y - 108), (x + 186, y - 108), (x + 226, y - 62)], shade(colour, 0.94))
    c.shape([(x + 62, y - 64), (x + 90, y - 100), (x + 132, y - 100), (x + 132, y - 64)], GLASS)
    c.shape([(x + 140, y - 64), (x + 140, y - 100), (x + 180, y - 100), (x + 208, y - 64)], GLASS)
    c.box(x + 4, y - 36, 252, 5, shade(colour, 0.8))
    for wheel in (x + 58, x + 204):
        c.oval(wheel, y - 18, 25, 25, (28, 28, 30))
        c.oval(wheel, y - 18, 12, 12, (150, 152, 154))
    c.box(x + 248, y - 56, 12, 12, (240, 220, 150), 4)


def person(c: Canvas, x: int, y: int, coat: Colour) -> None:
    c.shadow(x, y, 26)
    c.box(x - 13, y - 60, 11, 60, (48, 52, 62), 3)
    c.box(x + 2, y - 60, 11, 60, (48, 52, 62), 3)
    c.box(x - 19, y - 122, 38, 68, coat, 10)
    c.oval(x, y - 137, 14, 17, (206, 166, 138))
    c.shape([(x - 15, y - 139), (x + 15, y - 139), (x + 12, y - 154), (x - 12, y - 154)], (44, 40, 38))


def smoke(c: Canvas, x: int, y: int, height: int, colour: Colour = (126, 124, 122), strength: float = 0.55) -> None:
    drift = c.rand.choice((-1, 1)) * c.rand.uniform(0.25, 0.6)
    puffs = [(x + drift * h + c.rand.randrange(-18, 19), y - h, 20 + h * 0.26, 16 + h * 0.17) for h in range(0, height, 22)]
    c.soft(puffs, colour, strength, 22)


def flames(c: Canvas, x: int, y: int, w: int) -> None:
    for colour, size in (((220, 84, 28), 1.0), ((240, 150, 40), 0.7), ((252, 220, 120), 0.4)):
        for _ in range(9):
            cx, h = x + c.rand.random() * w, c.rand.randrange(24, 58) * size
            c.shape([(cx - 10 * size, y), (cx + 10 * size, y), (cx + c.rand.randrange(-5, 6), y - h)], colour)


def hills(c: Canvas) -> None:
    sky(c, 520)
    for depth, colour in ((300, (142, 162, 172)), (360, (112, 138, 128)), (420, (88, 116, 88))):
        points = [(0, 520)] + [(x, depth + c.rand.randrange(-46, 30)) for x in range(0, WIDTH + 90, 90)] + [(WIDTH, 520)]
        c.shape(points, colour)
