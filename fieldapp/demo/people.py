"""Who works in the demo world: 26 in the squad exactly as the seed counts them, the tiers above, 508 on the grid.

Certificates (执法证) are recorded per person. Leaders of squadrons and dispatchers are among the 26 and hold one role more.
"""

from dataclasses import dataclass
from functools import cache

from .cells import EXCLUSIVE, Cell, cells
from .chance import stable_id
from .names import invented
from .units import DEPARTMENTS

OF_SECOND = ("环卫", "环保", "土地", "城建", "城管", "自然资源", "市场监管", "爱卫办")
OF_THIRD = ("安监", "林业", "水利", "交通", "应急管理", "消防")


@dataclass(frozen=True)
class Person:
    """`unit` and `role` are the first grant, `more` are the others as (role, unit). `covers`: fields of the certificate."""

    username: str
    name: str
    role: str
    unit: str
    more: tuple[tuple[str, str], ...] = ()
    covers: tuple[str, ...] = ()
    certificate: int | None = None
    home_department: str | None = None

    @property
    def id(self) -> str:
        return user_id(self.username)

    @property
    def grants(self) -> tuple[tuple[str, str], ...]:
        return ((self.role, self.unit), *self.more)


def user_id(username: str) -> str:
    return stable_id("user", username)


def _squad() -> tuple[Person, ...]:
    desk = (("dispatcher", "platform"),)
    officers = (
        Person("lu.guyu", "陆谷雨", "officer", "squadron2", (), OF_SECOND, 7),
        Person("qin.lixia", "秦立夏", "officer", "squadron2", (), OF_SECOND, 11),
        Person("gu.jingzhe", "顾惊蛰", "officer", "squadron2", (("squad_leader", "squadron2"),), OF_SECOND, 3),
        Person("xu.shuangjiang", "许霜降", "officer", "squadron3", (("squad_leader", "squadron3"),), OF_THIRD, 4),
        Person("he.jingzhe", "何惊蛰", "officer", "squadron3", (), OF_THIRD, 15),
        Person("ye.qingming", "叶清明", "officer", "squadron2", (), OF_SECOND, 21, "自然资源"),
        Person("su.xiaoman", "苏小满", "officer", "squadron2", (), OF_SECOND, 22, "市场监管"),
    )
    reviewer = Person("cheng.hanlu", "程寒露", "legal_reviewer", "squadron1", (("legal_reviewer", "review"),), OF_SECOND + OF_THIRD, 9)
    auxiliaries = (
        Person("han.daxue", "韩大雪", "auxiliary", "squadron1", (("squad_leader", "squadron1"), *desk)),
        Person("bai.qiufen", "白秋分", "auxiliary", "squadron1", desk),
        Person("tang.mangzhong", "唐芒种", "auxiliary", "squadron2"),
    )
    patrollers = (
        *(Person(u, n, "patroller", "squadron1", desk) for u, n in (("feng.dashu", "冯大暑"), ("yuan.xiaohan", "袁小寒"))),
        *(Person(u, n, "patroller", "squadron2") for u, n in (
            ("shen.bailu", "沈白露"), ("deng.chunfen", "邓春分"), ("xiao.yushui", "萧雨水"), ("tian.liqiu", "田立秋"),
            ("dong.chushu", "董处暑"), ("pan.xiaoshu", "潘小暑"), ("yu.xiazhi", "余夏至"))),
        *(Person(u, n, "patroller", "squadron3") for u, n in (
            ("du.lidong", "杜立冬"), ("wei.xiaoxue", "魏小雪"), ("ding.dahan", "丁大寒"), ("ren.lichun", "任立春"),
            ("yao.guyu", "姚谷雨"), ("lu.bailu", "卢白露"))),
    )
    return (*officers, reviewer, *auxiliaries, *patrollers)


SQUAD = _squad()
OFFICE = tuple(Person(u, n, "office", "office") for u, n in (
    ("song.wanqing", "宋晚晴"), ("liang.zhouyu", "梁骤雨"), ("pei.chenlu", "裴晨露"), ("gong.muyun", "龚暮云"),
    ("shi.canghai", "石沧海"), ("mo.qinglan", "莫晴岚"), ("ji.yuanshan", "纪远山"), ("qiu.changkong", "邱长空")))
ABOVE = (
    Person("jiang.chuxue", "江初雪", "leader", "street"),
    Person("lei.chunyu", "雷春雨", "leader", "street"),
    *OFFICE,
    Person("gan.lu", "甘露", "admin", "city"),
    Person("ling.xiao", "凌霄", "city", "city"),
    Person("bu.qiuyue", "卜秋月", "city", "city"),
    *(Person(u, n, "department", word) for word, (u, n) in zip(DEPARTMENTS, (
        ("song.tao", "松涛"), ("shan.lan", "山岚"), ("shui.yuntian", "水云天"), ("fang.yuanshi", "方圆石"), ("tian.jianyue", "田间月"),
        ("huo.shiliu", "火石榴"), ("xiang.zhongfeng", "巷中风"), ("cheng.xing", "秤星"), ("gong.fucha", "工夫茶"),
        ("man.xiaocang", "满小仓"), ("ai.caoxiang", "艾草香")), strict=True)),
    *(Person(u, n, "ext_reviewer", "review") for u, n in (
        ("mei.sanyue", "梅三月"), ("lan.wuyue", "兰五月"), ("he.liuyue", "荷六月"), ("ju.jiuyue", "菊九月"))),
    *(Person(u, n, "ext_reviewer", "law") for u, n in (("zhu.qingfeng", "竹清风"), ("song.mingyue", "松明月"))),
)
#: Level of a cell → (title of its staff, their user names begin with).
TITLES = {1: ("chief", "wgz"), 2: ("member", "wgy"), 3: ("aide", "fzy")}
#: The aide of this cell has an account in the list.
SHOWN_CELL, SHOWN_AIDE = "丰登2-07", Person("mu.dongzhi", "穆冬至", "grid", "street")


@dataclass(frozen=True)
class Posting:
    """One cell, one person (一格一员)."""

    cell: Cell
    person: Person
    title: str


@cache
def grid_staff() -> tuple[Posting, ...]:
    """15 chiefs (网格长), 46 members (网格员), 447 aides (网格辅助员). Exclusive cells have no staff in the seed."""
    staffed = [c for c in cells() if c.level != EXCLUSIVE]
    postings, seen = [], dict.fromkeys(TITLES, 0)
    for cell, name in zip(staffed, invented(len(staffed)), strict=True):
        seen[cell.level] += 1
        title, prefix = TITLES[cell.level]
        person = SHOWN_AIDE if cell.name == SHOWN_CELL else Person(f"{prefix}{seen[cell.level]:03}", name, "grid", "street")
        postings.append(Posting(cell, person, title))
    return tuple(postings)


def everybody() -> tuple[Person, ...]:
    return (*SQUAD, *ABOVE, *(p.person for p in grid_staff()))
