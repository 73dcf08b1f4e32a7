"""Scenes of the street."""

from .canvas import WIDTH, Canvas, shade
from .registry import scene
from .things import FRUIT, GOODS, bags, car, crates, house, person, row, shop, sky, smoke, street, tree


@scene
def tidy(c: Canvas) -> None:
    """The same street when the work is done."""
    row(c)
    for x in (c.rand.randrange(60, 160), c.rand.randrange(840, 960)):
        tree(c, x, 586, c.rand.randrange(96, 130))
    if c.rand.random() < 0.5:
        person(c, c.rand.randrange(300, 700), 590, (40, 84, 120))


@scene
def goods(c: Canvas) -> None:
    row(c)
    crates(c, c.rand.randrange(120, 420), 556, c.rand.randrange(5, 8))
    person(c, c.rand.randrange(760, 920), 580, (52, 70, 96))


@scene
def stall(c: Canvas) -> None:
    row(c)
    x = c.rand.randrange(150, 460)
    c.shadow(x + 170, 592, 230)
    for leg in (x + 8, x + 330):
        c.box(leg, 370, 7, 220, (120, 122, 124))
    canopy = c.rand.choice(((190, 60, 48), (40, 110, 150), (60, 130, 84)))
    for i in range(9):
        left = x + i * 44
        c.shape([(left - 24, 340), (left + 20, 340), (left + 16, 384), (left - 20, 384)], canopy if i % 2 else (240, 236, 228))
    c.box(x, 500, 340, 90, (156, 128, 96), 3)
    for i in range(26):
        c.oval(x + 20 + i % 13 * 25, 488 + i // 13 * 12, 12, 11, c.rand.choice(FRUIT))
    person(c, x + 410, 596, (146, 66, 60))


@scene
def rubbish(c: Canvas) -> None:
    row(c)
    x = c.rand.randrange(120, 460)
    for i, colour in enumerate(((46, 110, 74), (52, 92, 140))):
        left = x - 96 + i * 88
        c.box(left, 446, 78, 122, colour, 8)
        c.box(left - 5, 436, 88, 18, shade(colour, 0.75), 6)
    bags(c, x + 90, 588, 330, 13)


@scene
def posters(c: Canvas) -> None:
    c.gradient((186, 180, 168), (164, 158, 146), 0, 600)
    for y in range(0, 600, 42):
        for x in range(-60 + y % 84, WIDTH, 120):
            c.box(x + 2, y + 2, 116, 38, shade((182, 150, 124), c.rand.uniform(0.94, 1.06)), 2)
    street(c)
    for _ in range(13):
        x, y = c.rand.randrange(60, 860), c.rand.randrange(110, 400)
        paper = c.rand.choice(((244, 240, 226), (246, 224, 120), (236, 190, 180), (226, 236, 240)))
        tilt = c.rand.randrange(-8, 9)
        c.shape([(x, y), (x + 96, y + tilt), (x + 96 - tilt, y + 124 + tilt), (x - tilt, y + 124)], paper)
        c.box(x + 12, y + 16, 70, 12, (178, 40, 40))
        for k in range(4):
            c.box(x + 14, y + 42 + k * 17, c.rand.randrange(40, 66), 5, (90, 88, 84))


@scene
def barbecue(c: Canvas) -> None:
    row(c)
    x = c.rand.randrange(200, 520)
    c.shadow(x + 110, 596, 170)
    for leg in (x + 12, x + 200):
        c.box(leg, 530, 8, 66, (60, 60, 62))
    c.box(x, 496, 224, 38, (52, 52, 56), 4)
    c.box(x + 6, 490, 212, 10, (214, 84, 34))
    for i in range(12):
        c.line([(x + 14 + i * 17, 480), (x + 14 + i * 17, 512)], (188, 150, 96), 2)
        c.box(x + 9 + i * 17, 484, 10, 16, (132, 66, 40), 3)
    smoke(c, x + 110, 480, 330, (206, 204, 200), 0.5)
    person(c, x + 290, 600, (226, 226, 222))


@scene
def fumes(c: Canvas) -> None:
    sky(c, 470)
    house(c, 90, 420, 60)
    house(c, 520, 420, 110)
    street(c)
    c.box(404, 150, 46, 220, (168, 170, 172))
    c.box(396, 130, 150, 44, (176, 178, 180), 6)
    c.box(540, 118, 26, 68, (124, 126, 128), 4)
    for streak in range(540, 566, 6):
        c.line([(streak, 186), (streak + 2, 186 + c.rand.randrange(40, 130))], (88, 74, 56), 3)
    smoke(c, 590, 150, 210, (188, 186, 180), 0.6)


@scene
def greenery(c: Canvas) -> None:
    sky(c)
    house(c, -20, 380, 40)
    house(c, 690, 380, 70)
    street(c)
    c.gradient((112, 140, 82), (92, 120, 66), 452, 600)
    for x in (90, 300, 900):
        tree(c, x, 560, c.rand.randrange(110, 150))
    x = c.rand.randrange(480, 640)
    c.box(x - 22, 520, 44, 48, (112, 84, 60), 4)
    c.oval(x, 520, 24, 10, (212, 182, 136))
    c.line([(x + 60, 574), (x + 330, 548)], (106, 80, 58), 24)
    for _ in range(16):
        leaf = shade((70, 104, 58), c.rand.uniform(0.8, 1.2))
        c.oval(x + 250 + c.rand.randrange(-70, 110), 548 + c.rand.randrange(-34, 34), 34, 26, leaf)


@scene
def dug_road(c: Canvas) -> None:
    row(c)
    x = c.rand.randrange(260, 430)
    c.shape([(x, 628), (x + 400, 628), (x + 450, 740), (x - 60, 740)], (62, 50, 42))
    c.shape([(x + 16, 640), (x + 384, 640), (x + 420, 722), (x - 30, 722)], (92, 72, 56))
    for _ in range(60):
        clod = shade((140, 112, 84), c.rand.uniform(0.8, 1.2))
        c.oval(x - 70 + c.rand.randrange(80), 640 + c.rand.randrange(100), c.rand.randrange(6, 17), c.rand.randrange(5, 12), clod)
    for cone in (x - 110, x + 470):
        c.shape([(cone - 22, 706), (cone + 22, 706), (cone + 5, 630), (cone - 5, 630)], (226, 92, 32))
        c.box(cone - 14, 664, 28, 14, (240, 236, 230))


@scene
def shed(c: Canvas) -> None:
    sky(c)
    house(c, 60, 560, 190)
    house(c, 640, 340, 90)
    street(c)
    roof = c.rand.choice(((66, 110, 160), (150, 60, 52)))
    c.box(150, 116, 330, 76, (222, 222, 216))
    for x in range(156, 478, 20):
        c.line([(x, 118), (x, 192)], (198, 198, 192), 2)
    c.shape([(130, 118), (500, 118), (468, 78), (162, 78)], roof)
    for x in range(170, 470, 24):
        c.line([(x, 80), (x - 4, 118)], shade(roof, 0.85), 2)
    c.box(330, 140, 44, 52, (84, 96, 104))


@scene
def advert(c: Canvas) -> None:
    row(c)
    x, panel = c.rand.randrange(180, 480), c.rand.choice(((192, 48, 44), (34, 98, 156), (210, 140, 30)))
    c.shadow(x + 190, 588, 200)
    for leg in (x + 40, x + 330):
        c.box(leg, 330, 14, 256, (98, 100, 104))
    c.box(x, 170, 380, 210, (70, 72, 76), 4)
    c.box(x + 10, 180, 360, 190, panel)
    c.oval(x + 100, 276, 58, 58, shade(panel, 1.3))
    for k in range(4):
        c.box(x + 184, 214 + k * 36, c.rand.randrange(100, 166), 16, (246, 240, 226), 3)


@scene
def blocked_lane(c: Canvas) -> None:
    sky(c)
    house(c, -40, 330, 20)
    house(c, 740, 330, 30)
    c.gradient((138, 138, 136), (104, 104, 104), 440)
    c.shape([(300, 440), (730, 440), (960, 768), (70, 768)], (96, 98, 100))
    for x0, x1 in ((330, 160), (700, 870)):
        c.line([(x0, 460), (x1, 768)], (222, 178, 40), 7)
    for k in range(3):
        c.line([(400 + k * 74, 650), (360 + k * 90, 730)], (222, 178, 40), 6)
    car(c, 330, 566)
    crates(c, c.rand.randrange(120, 220), 690, 4)


@scene
def parking(c: Canvas) -> None:
    row(c)
    for x in range(c.rand.randrange(-80, 40), WIDTH - 100, 310):
        car(c, x, 604)


@scene
def spill(c: Canvas) -> None:
    row(c)
    body = c.rand.choice(((44, 92, 150), (196, 132, 36), (60, 116, 80)))
    c.shadow(330, 692, 300)
    c.box(70, 500, 380, 130, body, 6)
    for x in range(90, 440, 40):
        c.box(x, 510, 6, 112, shade(body, 0.85))
    c.box(458, 530, 130, 116, shade(body, 1.15), 14)
    c.box(500, 544, 70, 46, (96, 122, 138), 6)
    for wheel in (130, 220, 400, 530):
        c.oval(wheel, 660, 34, 34, (28, 28, 30))
        c.oval(wheel, 660, 15, 15, (130, 130, 132))
    for _ in range(130):
        grit = shade((150, 122, 88), c.rand.uniform(0.7, 1.2))
        c.oval(c.rand.randrange(0, 900), c.rand.randrange(690, 760), c.rand.randrange(3, 15), c.rand.randrange(2, 8), grit)


@scene
def laundry(c: Canvas) -> None:
    row(c)
    y = c.rand.randrange(300, 340)
    c.line([(90, y), (500, y + 26), (930, y)], (60, 60, 60), 3)
    for x in range(120, 900, 84):
        colour, drop = c.rand.choice((*GOODS, (226, 224, 230))), c.rand.randrange(80, 150)
        sag = 26 - abs(x - 500) / 16
        c.shape([(x, y + sag), (x + 62, y + sag), (x + 66, y + sag + drop), (x - 4, y + sag + drop)], colour)
    shop(c, 700, 240)
