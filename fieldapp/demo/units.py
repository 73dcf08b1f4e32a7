"""The org tree of the demo world: the city's centre and departments, and one subdistrict with its office, squad and desk."""

from dataclasses import dataclass

from .chance import stable_id

#: The 11 superior departments whose work the subdistrict took over, by the word the rulebook hands cases over by.
DEPARTMENTS = {
    "林业": "市林业局", "应急管理": "市应急管理局", "环保": "市环保局", "城建": "市城建局", "自然资源": "市自然资源局",
    "消防": "市消防救援大队", "城管": "市城管局", "市场监管": "市市场监管局", "工信": "市工信局", "中小企业": "市中小企业局",
    "爱卫办": "市爱卫办",
}


@dataclass(frozen=True)
class Place:
    """A unit as it will be a row; `key` names it inside the demo world, `above` is the parent's key."""

    key: str
    kind: str
    name: str
    above: str | None
    number: int | None = None

    @property
    def id(self) -> str:
        return unit_id(self.key)


def unit_id(key: str) -> str:
    return stable_id("unit", key)


UNITS = (
    Place("city", "city", "市域治理现代化指挥调度中心", None),
    *(Place(word, "department", name, "city") for word, name in DEPARTMENTS.items()),
    Place("street", "subdistrict", "东城街街道", "city"),
    Place("office", "office", "综合行政执法办公室", "street"),
    Place("platform", "platform", "街道二级指挥平台", "street"),
    Place("squad", "squad", "综合行政执法队", "street"),
    Place("squadron1", "squadron", "一中队", "squad", 1),
    Place("squadron2", "squadron", "二中队", "squad", 2),
    Place("squadron3", "squadron", "三中队", "squad", 3),
    Place("review", "review_group", "片区法制审核组", "city"),
    Place("law", "law_firm", "青禾律师事务所", "city"),
)
NAMES = {place.key: place.name for place in UNITS}
