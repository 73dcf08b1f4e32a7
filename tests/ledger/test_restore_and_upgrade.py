"""The tree of an older database, and the tree after a restore from backup: it goes on, and says where it broke off."""

import flask_migrate
import pytest
from sqlalchemy import text

from fieldapp.domain import merkle
from fieldapp.domain.notes import checkpoint_of, opened
from fieldapp.store.base import db
from fieldapp.sync.ledger_log import consistency, current
from fieldapp.sync.verify import verify_all
from tests.clock import HOUR
from tests.conftest import build_app, settings_for
from tests.installations import Installation, backed_up
from tests.phone import Phone
from tests.world import PASSWORD, build_world

BEFORE = "9d5b3f7e1a24"


@pytest.fixture
def fresh(app, tmp_path, clock, database_url, request):
    """A second installation, empty, on a database of the same kind."""
    url = f"sqlite:///{tmp_path / 'second' / 'fieldapp.db'}" if database_url.startswith("sqlite") else (
        request.getfixturevalue("postgres").new_database("second"))
    one = Installation(tmp_path / "second", url, clock)
    yield one
    one.close()


def reports(phone, n):
    phone.sent(*(phone.report()[1] for _ in range(n)))


def test_a_restored_log_goes_on_and_names_the_old_one(app, phone, fresh, tmp_path, clock):
    shen = phone("shen")
    reports(shen, 3)
    early = current()
    assert backed_up(app, tmp_path / "kept.zip").exit_code == 0
    reports(shen, 2)
    late = current()
    clock.forward(HOUR)

    assert fresh.run("restore", tmp_path / "kept.zip").exit_code == 0
    with fresh.app().app_context():
        again = current()
        reports(Phone(db_client(fresh), "shen", PASSWORD, clock), 4)
        now, proof = current(), [bytes.fromhex(p) for p in consistency(3, 7)]
        assert verify_all().faults == []
        assert verify_all(early).faults == []
        assert [f.code for _, f in verify_all(late).faults] == ["forked"]  # its size is there again, with other ops in it

    assert again.head.origin != early.head.origin and again.head.origin.rpartition("/")[0] == early.head.origin.rpartition("/")[0]
    assert (again.head.size, again.head.root) == (3, early.head.root)
    assert again.before == now.before == (early.head,)
    assert now.head.size == 7 and merkle.extends(3, 7, early.head.root, now.head.root, proof)


def db_client(installation):
    return installation.apps[-1].test_client()


def test_a_checkpoint_kept_before_a_restore_is_compared(app, phone, fresh, tmp_path, clock):
    shen = phone("shen")
    reports(shen, 3)
    assert backed_up(app, tmp_path / "kept.zip").exit_code == 0
    assert app.test_cli_runner().invoke(args=["verify", "--save", str(tmp_path / "early")]).exit_code == 0
    reports(shen, 2)
    assert app.test_cli_runner().invoke(args=["verify", "--save", str(tmp_path / "late")]).exit_code == 0
    fresh.run("restore", tmp_path / "kept.zip")

    assert checkpoint_of(opened((tmp_path / "late").read_text()).text).head.size == 5
    assert fresh.run("verify", "--checkpoint", tmp_path / "early").exit_code == 0
    shorter = fresh.run("verify", "--checkpoint", tmp_path / "late")
    assert shorter.exit_code == 1 and "the log is shorter" in shorter.output


def test_the_key_is_of_the_backup_set(app, phone, fresh, tmp_path):
    reports(phone("shen"), 1)
    assert backed_up(app, tmp_path / "kept.zip").exit_code == 0
    fresh.run("restore", tmp_path / "kept.zip")

    assert fresh.app().config["FIELDAPP"].log_keys == app.config["FIELDAPP"].log_keys


@pytest.mark.parametrize("ops", [0, 1, 11])
def test_an_older_database_gets_its_tree(tmp_path, clock, request, kind, ops):
    """The upgrade builds from the rows what the product would have built by appending."""
    url = f"sqlite:///{tmp_path / 'older.db'}" if kind == "sqlite" else request.getfixturevalue("postgres").new_database("older")
    app = build_app(settings_for(tmp_path, url), clock)
    with app.app_context():
        flask_migrate.upgrade()
        build_world()
        shen = Phone(app.test_client(), "shen", PASSWORD, clock)
        reports(shen, ops)
        before = current()
        db.session.remove()
        flask_migrate.downgrade(revision=BEFORE)
        with db.engine.connect() as connection:
            assert connection.execute(text("SELECT count(*) FROM op")).scalar() == ops
        flask_migrate.upgrade()
        built = current()
        assert (built and (built.head.size, built.head.root)) == (before and (before.head.size, before.head.root))
        reports(shen, 3)
        assert current().head.size == ops + 3
        assert verify_all().faults == []
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def kind(request):
    return request.param
