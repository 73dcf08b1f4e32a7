"""What the papers of the demo world are filled with: from a row of the street, as the phone of its officers would."""

from fieldapp.domain import papers
from fieldapp.domain.deadlines import resolve
from fieldapp.domain.instants import iso, local_day
from fieldapp.operations.papers import officers_on_paper
from fieldapp.rulebook import Rulebook
from fieldapp.store.people import user

PHONE = "0356-0000000"
OCCASIONS = {"clue": "根据案件线索开展现场检查", "plan": "按照检查计划开展现场检查", "campaign": "按照专项行动安排开展现场检查"}


def party_of(said: dict) -> dict:
    """当事人 as an op carries it: of a private person no more than the name."""
    return {name: said[name] for name in ("kind", "name", "code", "legal_rep", "address") if name in said}


def everywhere(row: dict, officers: list[str], at: int, rules: Rulebook, party: dict) -> dict:
    """The fields of every paper."""
    return {"party_kind": party["kind"], "party_name": party["name"], "organisation": party["kind"] != "individual",
            "party_code": party.get("code"), "legal_rep": party.get("legal_rep"), "party_address": party.get("address"),
            "place": row["place"], "cert_shown": True} | officers_on_paper(officers, local_day(at, rules.clocks))


def record(row: dict, step: dict, began: int, ended: int, photos: int, rules: Rulebook) -> dict:
    """现场检查笔录."""
    named = [{"category": rules.categories[one["category"]].zh, "fact": one["text"], "photos": str(n)}
             for n, one in enumerate(row["findings"], 1)]
    basis = next(one["basis"] for one in row["steps"] if one["do"] == "inspect")
    return {"reason": OCCASIONS[basis], "started_at": iso(began, rules.clocks), "ended_at": iso(ended, rules.clocks), "grid": row["cell"],
            "on_site_person": row["party"]["legal_rep"].split("（")[0], "on_site_relation": "负责人",
            "answer": _default(rules, "inspection_record", "answer"), "situation": step["situation"], "findings": named,
            "photo_count": str(photos), "opinion": "没有意见"}


def order(row: dict, step: dict, officers: list[str], inspected: int, at: int, law: dict, rules: Rulebook) -> dict:
    """责令限期改正通知书: what the op does not say elsewhere."""
    taken = [row["findings"][one["finding"]] for one in step["items"]]
    refusal = step.get("refusal")
    return {"inspected_at": iso(inspected, rules.clocks), "basis": "、".join(dict.fromkeys(law[one["category"]][1] for one in taken)),
            "consequence": _default(rules, "order_to_correct", "consequence"), "contact": user(officers[0]).name, "contact_phone": PHONE,
            "issued_on": local_day(at, rules.clocks), "refused": refusal is not None,
            **({"refusal_reason": refusal["reason"], "witness": refusal["witness"]} if refusal else {}),
            "items": [{"fact": one["text"], "photos": str(said["finding"] + 1), "violates": law[one["category"]][0]}
                      for said, one in zip(step["items"], taken, strict=True)]}


def opinion(step: dict, order_number: str, seen: list[dict], at: int, rules: Rulebook) -> dict:
    """整改复查意见书. `seen` are the rechecks it speaks of, in order."""
    return {"order_number": order_number, "rechecked_at": iso(at, rules.clocks), "conclusion": step["conclusion"], "next_step": step["next"],
            "opinion": "没有意见", "issued_on": local_day(at, rules.clocks),
            "items": [{"requirement": one["requirement"], "result": result, "evidence": one["text"], "photos": str(n)}
                      for n, (one, result) in enumerate(zip(seen, step["results"], strict=True), 1)]}


def text_of(kind: str, values: dict, rules: Rulebook) -> str:
    return papers.plain(papers.fill(rules.documents[kind], values, rules.clocks))


def deadline(said: dict, served: int, day, rules: Rulebook) -> dict:
    """A deadline in wire form, for a paper served at `served`. `day(n)` is the day n days after today."""
    wanted = {"kind": "immediate"} if said.get("at_once") else {"given": said["given"]} if "given" in said else {
        "kind": "date", "due_at": day(said["due"])}
    found = resolve(wanted, served, rules.clocks, rules.calendars)
    return {"kind": found.kind, "given": said.get("given"), "due_at": found.due_at}


def _default(rules: Rulebook, kind: str, field: str) -> str:
    return next(f["default"] for f in rules.documents[kind]["fields"] if f["name"] == field and not f["of"])
