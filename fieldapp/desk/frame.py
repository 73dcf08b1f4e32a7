"""What every page of the desk shows around its content: who is here, the language, how much needs a person."""

from flask import request
from flask_login import current_user

from fieldapp.edges.clock import now_ms
from fieldapp.edges.language import language
from fieldapp.store.days import day_of
from fieldapp.store.units import only_subdistrict, unit

from . import bp
from .attention_list import open_count
from .door import AT_DESK, me
from .holding import asking_count, silent_count
from .order_list import overdue_count
from .timeline import roles_of


@bp.context_processor
def frame() -> dict:
    shown = {"lang": language(), "here": request.full_path.rstrip("?") if request.method == "GET" else "/desk/",
             "person": None, "attention_count": 0, "silent_count": 0, "asking_count": 0, "overdue_count": 0, "place_name": ""}
    if not current_user.is_authenticated or current_user.user.must_change:
        return shown
    person, now = me(), now_ms()
    if not person.holds(*AT_DESK):
        return shown
    home = only_subdistrict()
    own = next((u for g in person.actor.grants if (u := unit(g.unit))), None)
    street = own if own is not None and own.kind in ("city", "department") else home
    return shown | {"person": person, "roles": roles_of(person.user, now), "attention_count": open_count(person, now),
                    "overdue_count": overdue_count(person, now), "silent_count": silent_count(person, now),
                    "asking_count": asking_count(person, now),
                    "place_name": street.name if street else "", "today": day_of(now)}
