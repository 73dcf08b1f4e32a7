"""What the users of the app say about it (投诉建议), for those who can do something about it."""

from flask import render_template

from fieldapp.domain.problems import Problem
from fieldapp.edges.clock import now_ms
from fieldapp.store import feedback as store
from fieldapp.store.people import user

from . import bp
from .door import me
from .timeline import roles_of

#: So many are shown, the newest first.
SHOWN = 200


@bp.get("/feedback")
def feedback():
    if not me().reads_feedback:
        raise Problem("forbidden")
    said = store.feedback(SHOWN + 1)
    now, rows = now_ms(), []
    for one in said[:SHOWN]:
        author = user(one.user_id)
        rows.append((one, author.name, roles_of(author, now)))
    return render_template("desk/feedback.html", rows=rows, more=len(said) > SHOWN, shown=SHOWN)
