"""A thing of any type by its name, as a page leads to it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from fieldapp.operations import THINGS

from .rows import category_name
from .sight import page_of
from .told_papers import paper_name
from .words import joined, when


@dataclass(frozen=True)
class Named:
    """`page` is "" where this person may not read it."""

    name: str
    page: str


def named_thing(type_: object, id_: object) -> Named | None:
    row = THINGS[type_].load(id_, False) if isinstance(type_, str) and isinstance(id_, str) and type_ in NAMES else None
    return None if row is None else Named(NAMES[type_](row), page_of(type_, id_))


NAMES = {
    "case": lambda case: joined(category_name(case.category), case.number),
    "inspection": lambda one: _("检查 %(at)s", at=when(one.started_at)),
    "order": lambda one: one.number or paper_name(one.kind),
    "item": lambda one: joined(one.order.number or "", _("第 %(n)s 项", n=one.n)),
    "document": lambda one: joined(paper_name(one.kind), one.number or ""),
}
