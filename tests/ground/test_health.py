"""GET /healthz: 200 when traffic may come, 503 when not."""

import sqlalchemy

from fieldapp.store.base import db


def test_a_sound_installation(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.json == {"ok": True, "database": True, "blobs": True, "worker_seen_s": None, "version": answer.json["version"]}


def test_a_database_that_is_gone(client, monkeypatch):
    def gone(*_args, **_kwargs):
        raise sqlalchemy.exc.OperationalError("SELECT 1", None, Exception("gone"))

    monkeypatch.setattr(db.session, "execute", gone)
    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json["database"] is False


def test_blobs_that_cannot_be_written(app, client):
    folder = app.config["FIELDAPP"].blobs
    folder.write_text("a file where the folder should be")

    answer = client.get("/healthz")

    assert answer.status_code == 503
    assert answer.json["blobs"] is False
