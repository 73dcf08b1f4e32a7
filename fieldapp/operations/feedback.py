"""Take what a user says about the app. Not an op: it changes no case."""

from fieldapp.domain.cases import blank
from fieldapp.domain.ids import is_uuid7
from fieldapp.domain.problems import Problem
from fieldapp.store.base import db
from fieldapp.store.feedback import LOG, PHOTO, Feedback

MAX_TEXT = 4000


def say(user_id: str, feedback_id, text, build, now: int, topic=None) -> bool:
    """Keep it; False when it was there already. Raises Problem `invalid` naming the field. Inside a transaction."""
    if not is_uuid7(feedback_id):
        raise Problem("invalid", field="id")
    if blank(text) or len(text) > MAX_TEXT:
        raise Problem("invalid", field="text")
    if topic not in (None, LOG, PHOTO):
        raise Problem("invalid", field="topic")
    if db.session.get(Feedback, feedback_id) is not None:
        return False
    db.session.add(Feedback(id=feedback_id, user_id=user_id, text=text, build=str(build or "")[:64], said_at=now, topic=topic))
    return True
