import json

import pytest

from tests.phone import Phone
from tests.sync.test_verify import tamper as tampering
from tests.world import PASSWORD


@pytest.fixture
def world(small_world):
    return small_world


@pytest.fixture
def phone(app, world, clock):
    """Make a phone for a person by short name; each has a browser of its own."""
    return lambda name, **more: Phone(app.test_client(), name, PASSWORD, more.pop("now", clock), **more)


@pytest.fixture
def tamper(app):
    """Change the database behind the product's back."""
    return tampering


@pytest.fixture
def verify(app):
    """What `flask verify` finds: [(code, place, op id)]."""
    def run(*words):
        done = app.test_cli_runner().invoke(args=["verify", "--json", *map(str, words)])
        said = json.loads(done.stdout)
        assert said["ok"] == (done.exit_code == 0) == (not said["faults"])
        return [(f["code"], f["lane_seq"], f["op_id"]) for f in said["faults"]]
    return run
