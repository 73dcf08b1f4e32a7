"""What a thing is called where strangers might read over a shoulder: its number, and nothing about anybody."""

from fieldapp.store.cases import case
from fieldapp.store.documents import document
from fieldapp.store.orders import item, order


def number_of(type_: str, id_: str, lang: str) -> str:
    """A number such as `2026-11-0042` or `高东街责改字〔2026〕第001号 第2项`; "" for what has none."""
    if type_ == "item":
        one = item(id_)
        place = f"item {one.n}" if lang == "en" else f"第{one.n}项"
        return f"{one.order.number or ''} {place}".strip()
    found = {"case": case, "order": order, "document": document}.get(type_, lambda _id: None)(id_)
    return (found.number or "") if found else ""
