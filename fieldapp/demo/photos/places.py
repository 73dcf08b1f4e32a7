"""Scenes elsewhere: fields, the river, the highway, building sites, indoors."""

from .canvas import WIDTH, Canvas, shade
from .registry import scene
from .things import FRUIT, RUBBLE, crates, flames, hills, house, sky, smoke, tree


@scene
def site(c: Canvas) -> None:
    sky(c, 600)
    c.gradient((176, 154, 122), (136, 116, 90), 470)
    x = c.rand.randrange(360, 560)
    c.box(x, 150, 340, 340, (170, 168, 162))
    for floor in range(5):
        for bay in range(5):
            c.box(x + 12 + bay * 66, 166 + floor * 66, 54, 48, (84, 88, 92))
        c.box(x - 8, 150 + floor * 66, 356, 9, (140, 138, 132))
    for pole in range(x - 16, x + 372, 46):
        c.line([(pole, 140), (pole, 490)], (96, 130, 110), 3)
    mast = c.rand.randrange(130, 240)
    c.line([(mast, 490), (mast, 70)], (214, 168, 40), 9)
    c.line([(mast - 90, 78), (mast + 330, 78)], (214, 168, 40), 7)
    c.line([(mast, 40), (mast + 300, 78)], (214, 168, 40), 2)
    c.line([(mast + 230, 78), (mast + 230, 230)], (60, 60, 60), 2)
    for heap in (120, 380, 760):
        w = c.rand.randrange(130, 220)
        c.shape([(heap - w, 640), (heap - 30, 545), (heap + 20, 538), (heap + w, 640)], shade((158, 130, 96), c.rand.uniform(0.85, 1.1)))
    c.soft([(c.rand.randrange(WIDTH), c.rand.randrange(430, 620), 190, 60) for _ in range(6)], (206, 186, 152), 0.5, 46)


@scene
def field_fire(c: Canvas) -> None:
    hills(c)
    c.gradient((186, 164, 96), (150, 126, 70), 470)
    for _ in range(150):
        x, y = c.rand.randrange(WIDTH), c.rand.randrange(490, 760)
        c.line([(x, y), (x + c.rand.randrange(-6, 7), y - 16)], (206, 184, 116), 2)
    x = c.rand.randrange(280, 600)
    c.oval(x + 80, 622, 170, 34, (58, 48, 40))
    flames(c, x, 628, 170)
    smoke(c, x + 80, 590, 470)


@scene
def river(c: Canvas) -> None:
    hills(c)
    c.gradient((112, 146, 150), (70, 98, 102), 440)
    for _ in range(50):
        x, y = c.rand.randrange(WIDTH), c.rand.randrange(450, 690)
        c.line([(x, y), (x + c.rand.randrange(30, 90), y)], (150, 178, 178), 2)
    c.shape([(0, 468), (280, 486), (470, 600), (560, 768), (0, 768)], (136, 132, 98))
    c.shape([(WIDTH, 450), (700, 458), (830, 500), (WIDTH, 540)], (112, 132, 84))
    for _ in range(44):
        x, y = c.rand.randrange(130, 520), c.rand.randrange(520, 640)
        r = c.rand.randrange(10, 32)
        stone = [(x - r, y + r * 0.5), (x - r * 0.4, y - r * 0.6), (x + r * 0.6, y - r * 0.5), (x + r, y + r * 0.5)]
        c.shape(stone, c.rand.choice(RUBBLE))
    tree(c, 880, 500, 90)


@scene
def corridor(c: Canvas) -> None:
    c.gradient((206, 204, 194), (176, 172, 160))
    c.shape([(0, 0), (330, 180), (330, 560), (0, 768)], (214, 212, 202))
    c.shape([(WIDTH, 0), (700, 180), (700, 560), (WIDTH, 768)], (196, 194, 184))
    c.shape([(0, 768), (330, 560), (700, 560), (WIDTH, 768)], (132, 128, 120))
    c.box(330, 180, 370, 380, (186, 184, 176))
    c.box(450, 270, 130, 290, (116, 70, 52), 4)
    for x in (140, 300) if c.rand.random() < 0.6 else (200, 380):
        colour = c.rand.choice(((176, 48, 44), (44, 84, 140), (60, 62, 66)))
        c.shadow(x + 120, 690, 150)
        for wheel in (x, x + 190):
            c.oval(wheel + 24, 664, 38, 38, (32, 32, 34))
            c.oval(wheel + 24, 664, 24, 24, (138, 138, 138))
        c.shape([(x + 40, 650), (x + 80, 570), (x + 176, 610), (x + 200, 650)], colour)
        c.box(x + 112, 566, 80, 18, (40, 40, 42), 8)
        c.line([(x + 64, 650), (x + 52, 520), (x + 24, 508)], (60, 60, 62), 7)
        c.line([(x + 150, 610), (x + 250, 420), (x + 300, 250)], (230, 110, 40), 4)
    c.box(690, 300, 50, 74, (230, 228, 222), 4)


@scene
def equipment(c: Canvas) -> None:
    c.gradient((222, 220, 212), (196, 192, 182), 0, 600)
    c.gradient((150, 146, 138), (124, 120, 112), 600)
    x = c.rand.randrange(220, 420)
    c.box(x, 170, 300, 360, (176, 40, 38), 8)
    c.box(x + 20, 190, 260, 320, (60, 62, 66), 4)
    for k in range(2):
        left = x + 56 + k * 116
        if k == 0 or c.rand.random() < 0.5:
            c.box(left, 290, 62, 206, (198, 46, 42), 22)
            c.box(left + 20, 262, 22, 34, (48, 48, 50))
            c.box(left + 8, 350, 46, 70, (238, 232, 220), 3)
    c.line([(x + 150, 190), (x + 150, 510)], (150, 150, 150), 3)
    c.soft([(x + c.rand.randrange(300), 600, 180, 16)], (90, 84, 74), 0.5)
    crates(c, x + 350, 690, 3)


@scene
def highway(c: Canvas) -> None:
    hills(c)
    c.gradient((120, 138, 88), (102, 120, 74), 466)
    c.shape([(430, 466), (594, 466), (980, 768), (40, 768)], (88, 90, 94))
    for y, h, w in ((490, 18, 4), (540, 30, 7), (620, 46, 11), (710, 50, 15)):
        c.box(512 - w / 2, y, w, h, (226, 222, 212))
    x = c.rand.randrange(640, 760)
    c.shadow(x + 90, 652, 130)
    c.shape([(x - 30, 520), (x + 220, 520), (x + 190, 470), (x, 470)], c.rand.choice(((190, 60, 48), (40, 110, 150), (214, 160, 50))))
    c.box(x, 590, 190, 60, (156, 128, 96), 3)
    for leg in (x, x + 184):
        c.box(leg, 520, 6, 130, (110, 112, 114))
    for i in range(10):
        c.oval(x + 14 + i * 18, 586, 11, 10, c.rand.choice(FRUIT))


@scene
def farmland(c: Canvas) -> None:
    hills(c)
    c.gradient((142, 150, 84), (120, 108, 66), 470)
    for x in range(-400, WIDTH + 400, 54):
        c.line([(512 + (x - 512) * 0.35, 474), (x, 768)], (108, 94, 58), 4)
    x = c.rand.randrange(260, 560)
    c.shadow(x + 150, 620, 200)
    brick = (172, 98, 74)
    for wall_row in range(c.rand.randrange(5, 9)):
        for i in range(10):
            c.box(x + i * 31 + wall_row % 2 * 12 - 6, 600 - wall_row * 20, 29, 18, shade(brick, c.rand.uniform(0.88, 1.12)), 1)
    c.box(x + 130, 520, 54, 98, (96, 84, 66))
    c.shape([(x - 190, 640), (x - 110, 570), (x - 90, 572), (x - 20, 640)], (192, 170, 130))


@scene
def dog(c: Canvas) -> None:
    sky(c)
    house(c, -20, 420, 40)
    tree(c, 900, 500, 130)
    c.gradient((118, 144, 88), (98, 124, 70), 462)
    c.shape([(0, 600), (WIDTH, 560), (WIDTH, 640), (0, 690)], (186, 180, 168))
    x, coat = c.rand.randrange(360, 600), c.rand.choice(((150, 108, 70), (70, 62, 56), (206, 190, 160)))
    c.shadow(x + 80, 640, 120)
    for leg in (6, 34, 110, 136):
        c.box(x + leg, 580, 16, 60, shade(coat, 0.85), 6)
    c.box(x, 530, 156, 66, coat, 30)
    c.oval(x + 174, 514, 36, 32, coat)
    c.box(x + 190, 516, 40, 22, shade(coat, 0.9), 10)
    c.oval(x + 228, 522, 7, 6, (30, 28, 28))
    c.oval(x + 184, 506, 4, 4, (24, 22, 22))
    c.shape([(x + 150, 496), (x + 170, 470), (x + 180, 496)], shade(coat, 0.75))
    c.line([(x + 4, 546), (x - 40, 500)], coat, 12)
