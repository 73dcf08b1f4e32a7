"""The small world, with browsers of its people signed in at the desk, and cases made through the door that phones use."""

import re

import pytest

from fieldapp.domain.ids import uuid7
from fieldapp.sync.desk_lane import submit
from tests.world import PASSWORD

SECRET = b"lane key of tests"


@pytest.fixture
def world(small_world):
    return small_world


@pytest.fixture
def at_desk(app, world):
    """`at_desk("bai")` is a browser in which 白 is signed in at the desk."""
    def browser(name: str, lang: str = "zh"):
        client = app.test_client()
        client.set_cookie("lang", lang)
        answer = client.post("/desk/sign-in", data={"username": name, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return client
    return browser


@pytest.fixture
def do(app, world, clock):
    """`do("bai", "case.accept", case_id)` is an op of that person; returns what was judged."""
    def op(name: str, type_: str, target: str, payload: dict | None = None, kind: str = "case", **more):
        return submit(world.user(name), type_, {"type": kind, "id": target}, payload or {}, clock(), secret=SECRET, **more)
    return op


@pytest.fixture
def report(do, clock):
    """`report("shen")` files a case and gives its id."""
    def file(name: str, category: str = "HW04", text: str = "占道堆物，纸箱一排", source: str = "patrol", **more):
        case_id = uuid7(clock())
        judged = do(name, "report.file", case_id, {"category": category, "text": text, "source": source, "grid_id": more.pop("grid_id", None),
                                                  "fixed_on_spot": False}, **more)
        assert judged.verdict == "applied", judged
        return case_id
    return file


def op_id_of(page: str, type_: str) -> str:
    """The op id that the form of an action carries."""
    return re.search(rf'name="type" value="{re.escape(type_)}"><input type="hidden" name="op_id" value="([^"]+)"', page).group(1)
