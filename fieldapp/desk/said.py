"""What the person's last act led to, told on the next page: the address names the op, so a reload tells it again."""

from flask import request

from fieldapp.store import ledger

from .door import Person
from .verdicts import Said, op_words


def said_about(person: Person) -> Said | None:
    op = ledger.op(request.args.get("said", ""))
    return op_words(op) if op is not None and op.user_id == person.user.id else None
