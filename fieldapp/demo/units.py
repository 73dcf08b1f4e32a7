"""The org tree of the demo world: the standard one, with the reviewers from outside."""

from fieldapp.operations.units import Place, standard

from .chance import stable_id

#: The 11 superior departments whose work the subdistrict took over, by the word the rulebook hands cases over by.
DEPARTMENTS = {
    "林业": "市林业局", "应急管理": "市应急管理局", "环保": "市环保局", "城建": "市城建局", "自然资源": "市自然资源局",
    "消防": "市消防救援大队", "城管": "市城管局", "市场监管": "市市场监管局", "工信": "市工信局", "中小企业": "市中小企业局",
    "爱卫办": "市爱卫办",
}


def unit_id(key: str) -> str:
    return stable_id("unit", key)


UNITS = (
    *standard("东城街街道", departments=DEPARTMENTS),
    Place("review", "review_group", "片区法制审核组", "city"),
    Place("law", "law_firm", "青禾律师事务所", "city"),
)
NAMES = {place.key: place.name for place in UNITS}
