"""Whether two certified officers stood there and the power was in force (处罚法 24, 38, 42), asked for every act that binds a party."""

from collections.abc import Iterable

from fieldapp.domain import authority
from fieldapp.domain.cases import Refused
from fieldapp.rulebook import Rulebook
from fieldapp.rulebook.rows import Category
from fieldapp.store import people
from fieldapp.store.days import day_of
from fieldapp.store.people import certificates_on_wire

from .act import Act
from .things import THINGS

#: Op types that only officers may do, and whether they impose something: then the power is asked for too.
IMPOSES = {"inspection.record": False, "order.issue": True, "recheck.record": False, "document.issue": False}


def demand(act: Act, row) -> None:
    """Raises Refused `no_authority` with the codes of domain.authority, and `not_named` for an author who is none of the officers."""
    if act.type not in IMPOSES:
        return
    codes = _codes(act, row)
    if act.user_id not in act.payload["officers"]:
        codes.append(f"not_named:{act.user_id}")
    if codes:
        raise Refused("no_authority", codes=codes)


def known_officers(act: Act) -> None:
    """Raises Refused `field_missing:officers` when somebody is named who is not there to be asked."""
    if act.type in IMPOSES and any(people.user(user_id) is None for user_id in act.payload["officers"]):
        raise Refused("field_missing:officers")


def certified(act: Act, row, at_ms: int) -> bool:
    """Had the author a certificate for this at an instant (UTC ms)? True for what needs none."""
    if act.type not in IMPOSES:
        return True
    day = str(day_of(at_ms))
    about = _categories(act, row)
    lacking = authority.persons([act.user_id], certificates_on_wire([act.user_id]), _groups(act, about, day), day)
    return not [code for code in lacking if code.endswith(f":{act.user_id}")]


def may_sign(user_id: str, at_ms: int, rules: Rulebook) -> bool:
    """Is this an officer (执法人员) whose certificate runs? Only they are lent numbers (protocol 7)."""
    day = day_of(at_ms)
    person = people.user(user_id)
    officer = person is not None and any(g.role in ("officer", "squad_leader") for g in person.held(day))
    return officer and authority.valid_on(certificates_on_wire([user_id]), user_id, str(day)) is not None


def certificate_number(user_id: str, day: str) -> str | None:
    """What a paper of that day prints behind the officer's name."""
    found = authority.valid_on(certificates_on_wire([user_id]), user_id, day)
    return found["number"] if found else None


def _codes(act: Act, row) -> list[str]:
    day, officers, about = act.day, act.payload["officers"], _categories(act, row)
    codes = authority.persons(officers, certificates_on_wire(officers), _groups(act, about, day), day)
    if IMPOSES[act.type]:
        for category in about:
            codes += [c for c in authority.of_power(_power(act.rules, category, day), day) if c not in codes]
    return codes


def _groups(act: Act, about: Iterable[Category], day: str) -> list[str]:
    """Fields that the certificates must cover; what is in no power of ours is only noted and handed over."""
    ours = [c for c in about if IMPOSES[act.type] or not authority.of_power(_power(act.rules, c, day), day)]
    return list(dict.fromkeys(c.group for c in ours))


def _power(rules: Rulebook, category: Category, day: str) -> dict | None:
    found = category.power and (rules.power_on(category.power, day) or rules.powers.get(category.power))
    return found.as_wire() if found else None


def _categories(act: Act, row) -> list[Category]:
    """What the act is about: the findings of an inspection, the findings that an order's items take up, the items of the rest."""
    payload = act.payload
    if act.type == "inspection.record":
        codes = [finding["category"] for finding in payload["findings"]]
    elif act.type == "order.issue":
        inspection = THINGS["inspection"].load(payload["inspection_id"], False)
        found = {finding["id"]: finding["category"] for finding in inspection.findings}
        codes = [found.get(item["finding_id"]) for item in payload["items"]]
    elif act.type == "recheck.record":
        codes = [row.category]
    else:
        codes = [code for about in payload["about"] for code in _of(THINGS[about["type"]].load(about["id"], False))]
    found = [act.category(code) for code in dict.fromkeys(codes) if code]
    return [category for category in found if category is not None]


def _of(row) -> list[str | None]:
    """Category codes of an item, an order or an inspection; a case's own."""
    if hasattr(row, "findings"):
        return [finding["category"] for finding in row.findings]
    if hasattr(row, "items"):
        return [item.category for item in row.items]
    return [getattr(row, "category", None)]
