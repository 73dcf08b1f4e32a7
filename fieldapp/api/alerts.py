"""Alerts that were seen, and phones that take pushes."""

from flask import jsonify

from fieldapp.alerts import inbox, subscriptions
from fieldapp.alerts.vapid import public_keys
from fieldapp.config import current_settings
from fieldapp.edges.clock import now_ms
from fieldapp.edges.identity import current_sign_in
from fieldapp.edges.language import language
from fieldapp.store.transaction import transaction

from . import bp
from .bodies import SMALL, json_object


@bp.post("/alerts/<alert_id>/seen")
def alert_seen(alert_id: str):
    user_id = current_sign_in().user_id
    with transaction():
        inbox.seen(user_id, alert_id, now_ms())
    return "", 204


@bp.get("/push-subscriptions/key")
def push_key():
    """What a browser subscribes with (`applicationServerKey`); null where pushes are off."""
    keys = public_keys(current_settings().vapid_keys)
    return jsonify(key=keys[0] if keys else None)


@bp.post("/push-subscriptions")
def subscribe():
    given, row, settings = json_object(SMALL), current_sign_in(), current_settings()
    user_id, lane_id = row.user_id, row.lane_id
    with transaction():
        new = subscriptions.subscribe(user_id, lane_id, given, language(), public_keys(settings.vapid_keys), settings.push_hosts, now_ms())
    return jsonify(kept=True), 201 if new else 200


@bp.delete("/push-subscriptions")
def unsubscribe():
    given, user_id = json_object(SMALL), current_sign_in().user_id
    with transaction():
        subscriptions.unsubscribe(user_id, given.get("endpoint"))
    return "", 204
