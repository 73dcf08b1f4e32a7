"""Kinds of paper (文书) and whose they are: documents/*.toml, with the fields of documents/every_paper.toml, and issuer.toml.

Kept in wire form, as `domain.papers` takes them, with the issuer's words already in the texts. A further kind is a further file.
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fieldapp.rulebook import spec
from fieldapp.rulebook.tables import Row, Table

COMMON = "every_paper"
SLOT = re.compile(r"\{([^{}]*)\}")
Wire = dict[str, Any]
#: Fields by the list they belong to; "" for the paper itself.
Scopes = dict[str, dict[str, Row]]


def load_issuer(root: Path) -> Wire:
    table = Table(root / "issuer.toml", root)
    table.only("issuer")
    return dict(table.single("issuer", spec.ISSUER))


def load_documents(root: Path, issuer: Mapping[str, str]) -> dict[str, Wire]:
    """Kinds of paper by code, in the order of their files. RulebookError for a slot or condition that names no field."""
    shared = Table(root / "documents" / f"{COMMON}.toml", root)
    shared.only("field")
    common = shared.rows("field", spec.PAPER_FIELD)
    found: dict[str, Wire] = {}
    for path in sorted((root / "documents").glob("*.toml")):
        if path.stem != COMMON:
            found[path.stem] = _document(Table(path, root), path.stem, common, issuer)
    return found


def _document(table: Table, code: str, common: list[Row], issuer: Mapping[str, str]) -> Wire:
    table.only("document", "field", "block")
    head = table.single("document", spec.DOCUMENT)
    if head["code"] != code:
        head.fail("code", f"the file is called {code}")
    if head["register"] != (head["word"] is not None):
        head.fail("word" if head["word"] else "register", "a word (文种字) belongs to a register, and only to that")
    fields = [*common, *table.rows("field", spec.PAPER_FIELD)]
    scopes = _scopes(fields)
    blocks = table.rows("block", spec.BLOCK)
    for block in blocks:
        _check_block(block, scopes, issuer)
    signs = {block["who"] for block in blocks}
    for signer in (*head["signers"], *(("seal",) if head["seal"] else ())):
        if signer not in signs:
            head.fail("signers" if signer != "seal" else "seal", f"no block of kind sign is for {signer}")
    if head["register"] and "number" not in scopes[""]:
        head.fail("register", "a paper with a register needs a field number")
    return _plain(head) | {
        "fields": [_plain(field) for field in fields],
        "blocks": [_plain(block) | {"text": _issued(block["text"], issuer)} for block in blocks],
    }


def _scopes(fields: list[Row]) -> Scopes:
    scopes: Scopes = {"": {}}
    for field in fields:
        if field["of"] is None:
            _add(scopes[""], field)
            if field["type"] == "list":
                scopes[field["name"]] = {}
        if (field["type"] == "choice") != bool(field["choices"]):
            field.fail("choices", "choices belong to a field of type choice, and only to that")
    for field in fields:
        if field["of"] is not None:
            if field["of"] not in scopes or field["type"] == "list":
                field.fail("of", f"{field['of']} is no list of this paper" if field["type"] != "list" else "a list in a list")
            _add(scopes[field["of"]], field)
        if field["when"] is not None and field["when"] not in scopes[field["of"] or ""]:
            field.fail("when", f"unknown field {field['when']}")
    return scopes


def _add(scope: dict[str, Row], field: Row) -> None:
    if field["name"] in scope:
        field.fail("name", f"{field['name']} is there twice")
    scope[field["name"]] = field


def _check_block(block: Row, scopes: Scopes, issuer: Mapping[str, str]) -> None:
    each = block["each"] or ""
    if each not in scopes:
        block.fail("each", f"{each} is no list of this paper")
    known = scopes[""] | scopes[each]
    for slot in SLOT.findall(block["text"]):
        issued = slot.startswith("issuer.") and slot.removeprefix("issuer.") in issuer
        lists = known[slot]["type"] in ("list", "flag") if slot in known else False
        if lists or not (issued or slot in known or (each and slot == "n")):
            block.fail("text", f"nothing fills {{{slot}}}")
    if "{" in SLOT.sub("", block["text"]) or "}" in SLOT.sub("", block["text"]):
        block.fail("text", "a brace without its other half")
    for condition in ("if", "unless"):
        if block[condition] is not None and block[condition] not in known:
            block.fail(condition, f"unknown field {block[condition]}")
    if (block["kind"] == "sign") != (block["who"] is not None):
        block.fail("kind" if block["kind"] == "sign" else "who", "who signs belongs to a block of kind sign, and only to that")


def _issued(text: str, issuer: Mapping[str, str]) -> str:
    return SLOT.sub(lambda slot: issuer[slot[1].removeprefix("issuer.")] if slot[1].startswith("issuer.") else slot[0], text)


def _plain(row: Row) -> Wire:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in row.items()}
