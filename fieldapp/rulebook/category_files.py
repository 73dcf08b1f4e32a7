"""Groups, categories and the legal bases they rest on: categories/*.toml and legal_bases.toml."""

import itertools
from collections.abc import Collection
from pathlib import Path

from fieldapp.rulebook import spec
from fieldapp.rulebook.rows import Basis, Category, Group
from fieldapp.rulebook.tables import Row, Table
from fieldapp.rulebook.validity import check_validity


def load_categories(
    root: Path, powers: Collection[str], departments: Collection[str]
) -> tuple[dict[str, Group], tuple[Category, ...]]:
    """Groups by their order, and all rows of categories, earlier texts of a code before later ones."""
    laws = _laws(root)
    heads: list[tuple[Row, list[Row]]] = []
    for path in sorted((root / "categories").glob("*.toml")):
        table = Table(path, root)
        table.only("group", "category")
        heads.append((table.single("group", spec.GROUP), table.rows("category", spec.CATEGORY)))
    heads.sort(key=lambda head: head[0]["order"])
    for (one, _), (two, _) in itertools.pairwise(heads):
        if one["order"] == two["order"]:
            two.fail("order", f"is the order of group {one['code']} too")
    groups: dict[str, Group] = {}
    for group, _ in heads:
        if group["code"] in groups:
            group.fail("code", "is there twice")
        groups[group["code"]] = Group(group["code"], group["zh"], group["en"], group["fields"], group["photo_hints"])
    check_validity([row for _, rows in heads for row in rows], "code")
    found = []
    for group, rows in heads:
        for row in sorted(rows, key=lambda row: (rows.index(_first(rows, row)), row["valid_from"])):
            found.append(_category(row, groups[group["code"]], laws, powers, departments))
    return groups, tuple(found)


def _first(rows: list[Row], row: Row) -> Row:
    return next(other for other in rows if other["code"] == row["code"])


def _laws(root: Path) -> dict[str, list[Row]]:
    table = Table(root / "legal_bases.toml", root)
    table.only("law")
    rows = table.rows("law", spec.LAW)
    check_validity(rows, "id")
    laws: dict[str, list[Row]] = {}
    for row in rows:
        for article in row["fines"]:
            if article not in row["articles"]:
                row.fail("fines", f"article {article} is not among articles")
        laws.setdefault(row["id"], []).append(row)
    return laws


def _category(row: Row, group: Group, laws: dict[str, list[Row]], powers: Collection[str], departments: Collection[str]) -> Category:
    if not row["code"].startswith(group.code):
        row.fail("code", f"does not begin with its group's {group.code}")
    if (row["mark"] == "Y") != (row["power"] is not None):
        row.fail("power" if row["power"] else "mark", "a power belongs to mark Y, and only to that")
    if row["power"] is not None and row["power"] not in powers:
        row.fail("power", f"unknown power {row['power']}")
    for name in row["handover"]:
        if name not in departments:
            row.fail("handover", f"unknown department {name}")
    bases = tuple(basis for name in row["bases"] for basis in _bases(row, name, laws))
    return Category(**(dict(row) | {"group": group.code, "bases": bases, "photo_hints": group.photo_hints}))


def _bases(row: Row, name: str, laws: dict[str, list[Row]]) -> list[Basis]:
    """Every dated text of the basis `law article`; an article left out means the law as a whole."""
    law, _, article = name.partition(" ")
    texts = laws.get(law, [])
    if not texts:
        row.fail("bases", f"unknown law {law}")
    texts = [text for text in texts if not article or article in text["articles"]]
    if not texts:
        row.fail("bases", f"unknown legal basis {name}: {law} has no article {article} in legal_bases.toml")
    return [
        Basis(
            law=text["zh"],
            law_short=text["short"],
            law_en=text["en"],
            article=article,
            fine=text["fines"].get(article),
            valid_from=text["valid_from"],
            valid_to=text["valid_to"],
        )
        for text in sorted(texts, key=lambda text: text["valid_from"])
    ]
