"""One case of the demo world as a list of steps: who did what, when. Nothing here touches the database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from fieldapp.rulebook.model import Category

from .cells import Cell
from .chance import stable_id
from .people import user_id
from .units import DEPARTMENTS, unit_id
from .worktimes import Worktimes

Photo = tuple[str, int]
HOUR = 60
DESK = ("bai.qiufen", "bai.qiufen", "han.daxue", "feng.dashu", "yuan.xiaohan")
LEADER = "jiang.chuxue"
CREWS = {
    2: ("lu.guyu", "shen.bailu", "qin.lixia", "lu.guyu", "deng.chunfen", "xiao.yushui", "ye.qingming", "tian.liqiu", "su.xiaoman",
        "dong.chushu", "pan.xiaoshu", "yu.xiazhi"),
    3: ("xu.shuangjiang", "he.jingzhe", "du.lidong", "wei.xiaoxue", "he.jingzhe", "ding.dahan", "ren.lichun", "yao.guyu", "lu.bailu"),
}
HEADS = {2: "gu.jingzhe", 3: "xu.shuangjiang"}
OFFICIALS = dict(zip(DEPARTMENTS, ("song.tao", "shan.lan", "shui.yuntian", "fang.yuanshi", "tian.jianyue", "huo.shiliu",
                                   "xiang.zhongfeng", "cheng.xing", "gong.fucha", "man.xiaocang", "ai.caoxiang"), strict=True))


@dataclass(frozen=True)
class Step:
    """One op: `at` in ms, `who` a user name, the photos by scene and number."""

    at: int
    who: str
    type: str
    payload: dict
    photos: tuple[Photo, ...] = ()


Fate = Callable[["Story"], object]


@dataclass
class Story:
    """A case being told. Steps that would come after the anchor are left out, and so is all that follows them."""

    n: int
    category: Category
    text: str
    cell: Cell
    start: int
    times: Worktimes
    rand: Random
    source: str
    reporter: str
    place: dict | None
    scene: Photo | None = None
    handler: str | None = None
    steps: list[Step] = field(default_factory=list)
    over: bool = False

    @property
    def id(self) -> str:
        return stable_id("case", self.n, at=self.start)

    @property
    def squadron(self) -> int:
        return self.category.squadron or 2

    @property
    def now(self) -> int:
        return self.steps[-1].at if self.steps else self.start

    def one_of(self, words):
        return self.rand.choice(words)

    def file(self, fixed: bool = False) -> None:
        photos = ((self.scene,) if self.scene else ()) + ((("tidy", 1 + self.n % 3),) if fixed else ())
        self.steps.append(Step(self.start, self.reporter, "report.file", {
            "category": self.category.code, "text": self.text, "source": self.source, "grid_id": self.cell.id, "fixed_on_spot": fixed,
        }, photos))

    def act(self, who: str, type_: str, wait: tuple[int, int], photos: tuple[Photo, ...] = (), **payload) -> None:
        """The next step, some working minutes (least, most) after the last."""
        at = None if self.over else self.times.later(self.rand, self.now, *wait)
        if at is None:
            self.over = True
            return
        self.steps.append(Step(at, who, type_, payload, photos))

    def crew(self) -> str:
        return self.handler or self.one_of(CREWS[self.squadron])

    def desk(self) -> str:
        return self.one_of(DESK)

    def unit(self) -> str:
        return unit_id(f"squadron{self.squadron}")

    def person(self, username: str) -> str:
        return user_id(username)

    def department(self) -> str | None:
        """The department this category is handed to, if it has one among the eleven."""
        return next((d for d in self.category.handover if d in DEPARTMENTS), None)
