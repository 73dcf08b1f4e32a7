"""GET /healthz: 200 when traffic may come, 503 when not."""

import sqlalchemy

from fieldapp.jobs.tick import beat
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


def test_whoever_watches_reads_when_a_worker_was_last_alive(app, client, clock):
    beat("one", clock())
    clock.forward(7_000)
    beat("two", clock())
    clock.forward(3_999)

    assert client.get("/healthz").json["worker_seen_s"] == 3
    assert client.get("/healthz").json["ok"] is True
