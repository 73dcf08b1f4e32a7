"""Restored from a backup taken before the last leases and orders (protocol 6): no number goes out again, phones offer what is missing,
nothing is lost, each number has one fate, and what phones hold is told anew."""

from collections import Counter

import pytest

from fieldapp.config import current_settings
from fieldapp.store import numbers
from fieldapp.store.blobs import Claim
from fieldapp.store.devices import Lane
from fieldapp.store.feed import Scope
from fieldapp.store.people import user
from fieldapp.sync.desk_lane import submit
from fieldapp.sync.verify import verify_all
from tests.clock import DAY, HOUR, MINUTE
from tests.installations import Installation, backed_up
from tests.papers.street import NUMBER, REGISTER, Street
from tests.phone import op_id, photo_ref

OPINIONS = "recheck_opinion:2026"
SIGNATURE = b"\x89PNG\r\n\x1a\n a finger's line"
#: What an order says that a restore may not change; its version counts the steps, which are gone again.
SAID = ("id", "number", "state", "text", "party", "officers", "verify_code", "case_id")


def keeping(one):
    """A phone that keeps what it signed, acknowledged or not."""
    sign = one.op

    def op(*args, **more):
        one.made.append(sign(*args, **more))
        return one.made[-1]
    one.op = op
    return one


@pytest.fixture
def kept_phone(phone):
    return lambda name, **more: keeping(phone(name, **more))


@pytest.fixture
def street(kept_phone, world):
    return Street(kept_phone, world)


@pytest.fixture
def restored(app, tmp_path, clock, database_url, request):
    """`restored(archive)` is a server in a fresh folder on a fresh database of the same kind, with this backup in it."""
    made = []

    def put_back(archive, name="second"):
        fresh = f"sqlite:///{tmp_path / name / 'fieldapp.db'}" if database_url.startswith("sqlite") else (
            request.getfixturevalue("postgres").new_database(name))
        made.append(Installation(tmp_path / name, fresh, clock))
        done = made[-1].run("restore", archive)
        assert done.exit_code == 0, done.output
        return made[-1].app()
    yield put_back
    for one in made:
        one.close()


@pytest.fixture
def archive(app, tmp_path):
    """`archive()` takes a backup now."""
    def take():
        target = tmp_path / "kept.zip"
        assert backed_up(app, target).exit_code == 0
        return target
    return take


def back(one, server) -> list[dict]:
    """The phone meets the restored server: signs in, asks for its lane, and offers again what the lane's head lacks, as it was signed."""
    one.client = server.test_client()
    one.sign_in()
    lane = one.client.post("/api/v1/devices", json={"install_id": one.install_id, "name": one.name, "jwk": one.jwk, "epoch": 1}).json
    assert (lane["lane_id"], lane["device_id"]) == (one.lane_id, one.device_id)
    lacking = one.made[lane["lane_head"]["seq"] - one.seq:] if lane["lane_head"]["seq"] < one.seq else []
    return one.sent(*lacking) if lacking else []


def orders(one) -> dict[str, dict]:
    one.pull()
    return {i: {field: data[field] for field in SAID} | {"items": [(item["id"], item["state"], item["due_at"]) for item in data["items"]]}
            for i, data in one.held("order").items()}


def fates(register=REGISTER) -> dict[int, str]:
    return {row.n: row.state for row in numbers.numbers_of(register)}


def test_the_whole_story(street, kept_phone, archive, restored, clock, app, world):
    """Before the backup: order 1. After it: order 2 with a signature, a further lease and order 21 of it, a second phone with a block of its
    own and order 31, a recheck by the other officer. Then the server is lost."""
    street.served()
    first = street.order_id
    kept = archive()
    clock.forward(HOUR)
    street.inspect()
    street.issue(number=street.number(2), blobs=[photo_ref(SIGNATURE, "signature", "image/png")])
    assert street.lu.put(SIGNATURE).status_code == 201 and street.serve()["verdict"] == "applied"
    served = street.items
    lease = street.lu.lease(REGISTER).json
    street.issue(number={"register": REGISTER, "n": lease["from"], "lease_id": lease["lease_id"]})
    second_phone = kept_phone("lu")
    block = next(one for one in second_phone.register()["leases"] if one["register"] == REGISTER)
    street.issue(by=second_phone, number={"register": REGISTER, "n": block["from"], "lease_id": block["lease_id"]})
    street.gu.sent(street.gu.recheck(served[0], street.officers))
    before, given_out, cursors = orders(street.gu), set(fates()), dict(street.gu.cursors)
    assert (lease["from"], block["from"], len(before)) == (21, 31, 4)

    clock.forward(HOUR)
    server = restored(kept)

    with server.app_context():
        assert {i: o["number"] for i, o in fresh_orders(kept_phone, server).items()} == {first: NUMBER.format(1)}
        said = [*back(street.lu, server), *back(second_phone, server), *back(street.gu, server)]
        assert {(s["verdict"], *s["flags"]) for s in said} == {("applied",)} and len(said) == 6
        assert street.lu.put(SIGNATURE).status_code == 201
        told = street.gu.client.post("/api/v1/sync/pull", json={"cursors": cursors, "limit": 500, "build": "test", "lane": {}}).json["scopes"]
        assert all(scope["reset"] for scope in told) and len(told) > 1
        assert orders(street.gu) == before
        assert fresh_records(kept_phone, server) == street.gu.records

        now = fates()
        assert {n for n, state in now.items() if state == "used"} == {1, 2, 21, 31}
        assert set(range(21, 121)) - {21, 31} == {n for n, state in now.items() if state == "lost"}
        lent = [one.lease(REGISTER, 5).json["from"] for one in (street.lu, street.gu)]
        assert min(lent) > 120 and not set(lent) & given_out
        assert sorted(fates()) == list(range(1, max(fates()) + 1)) and not numbers.strays_of(REGISTER)
        assert Counter(o["number"] for o in orders(street.gu).values()).most_common(1)[0][1] == 1
        assert not numbers.db.session.query(Claim).filter(Claim.filled_at.is_(None)).count()
        assert verify_all().faults == []


def fresh_phone(kept_phone, server):
    made = kept_phone("gu")
    made.client = server.test_client()
    made.sign_in()
    made.records, made.members, made.cursors = {}, set(), {}
    made.pull()
    return made


def fresh_orders(kept_phone, server):
    return orders(fresh_phone(kept_phone, server))


def fresh_records(kept_phone, server):
    return fresh_phone(kept_phone, server).records


def test_the_same_backup_put_back_twice_gives_out_no_number_again(street, archive, app, clock):
    """Between the two restores numbers were lent, of papers and of cases: the second knows of them from the database that it replaces."""
    kept, given_out = archive(), []
    for _ in range(3):
        clock.forward(HOUR)
        done = app.test_cli_runner().invoke(args=["restore", str(kept), "--replace"])
        assert done.exit_code == 0, done.output
        street.lu.sign_in()
        street.lu.enroll()
        lease, (case_id, report) = street.lu.lease(REGISTER).json, street.lu.report()
        street.lu.sent(report)
        given_out.append((lease["from"], street.seen().cases()[case_id]["number"]))

    (first, _), (second, _), (third, _) = given_out
    assert first + 10 <= second and second + 10 <= third
    assert len({number for _, number in given_out}) == 3
    assert sorted(fates()) == list(range(1, max(fates()) + 1)), "and each has a fate"


def test_what_the_phone_had_not_sent_and_numbers_it_had_not_used_yet(street, archive, restored, clock):
    """Off line over the restore with numbers of a lease that the server has forgotten: the order it writes then is in order."""
    street.inspect()
    kept = archive()
    lease = street.lu.lease(REGISTER).json
    clock.forward(DAY)

    server = restored(kept)

    with server.app_context():
        street.lu.client = server.test_client()
        street.lu.sign_in()
        assert street.issue(number={"register": REGISTER, "n": lease["from"] + 4, "lease_id": lease["lease_id"]})["flags"] == []
        assert fates()[lease["from"] + 4] == "used"


def test_a_number_that_two_papers_bear_after_a_restore_is_used_once(street, archive, restored, clock):
    street.inspect()
    kept = archive()
    street.lu.lease(REGISTER)
    server = restored(kept)

    with server.app_context():
        for one in (street.lu, street.gu):
            one.client = server.test_client()
            one.sign_in()
        number = {"register": REGISTER, "n": 25, "lease_id": None}
        mine, theirs = street.issue(number=number), street.issue(by=street.gu, number=number)

        assert (mine["flags"], set(theirs["flags"])) == ([], {"out_of_lease", "number_twice"})
        assert (fates()[25], numbers.number(REGISTER, 25).lane_id) == ("used", street.lu.lane_id)


def test_a_number_that_was_spoiled_after_the_backup_is_voided_when_a_leader_has_looked(street, archive, restored, clock, kept_phone):
    """Whose it was is not known any more, so the word of the one who voids it is not enough."""
    kept = archive()
    lease, leader = street.lu.lease(REGISTER).json, kept_phone("lin")
    void = street.lu.op("number.void", {"type": "number", "id": f"{REGISTER}#{lease['from']}"}, {"reason": "写错"}, "act")
    assert street.lu.sent(void)[0]["verdict"] == "applied"
    server = restored(kept)

    with server.app_context():
        [said] = back(street.lu, server)
        assert (said["code"], said["in_effect"], fates()[lease["from"]]) == ("no_authority", False, "lost")
        back(leader, server)
        decided = leader.sent(leader.op("flag.decide", {"type": "op", "id": op_id(void)}, {"decision": "confirm", "reason": "看过"}))
        assert decided[0]["verdict"] == "applied", decided
        number = numbers.number(REGISTER, lease["from"])
        assert (number.state, number.reason, number.lane_id) == ("voided", "写错", street.lu.lane_id)


def test_registers_that_began_after_the_backup_move_on_too(street, archive, restored, clock):
    """Taken in November, restored in January: numbers of the new year may be on papers that nobody here has seen."""
    kept = archive()
    clock.forward(50 * DAY)
    server = restored(kept)

    with server.app_context():
        assert {book.id: book.next_n for book in numbers.registers()} == {
            "order_to_correct:2026": 121, OPINIONS: 121, "order_to_correct:2027": 101, "recheck_opinion:2027": 101}


def test_desk_work_goes_on_in_a_lane_of_its_own(street, archive, restored, clock, world):
    """What was done at the desk after the backup is gone and no phone has it: its places in the old lane are not filled again."""
    def note(text):
        return submit(user(world.people["bai"]), "case.note", {"type": "case", "id": street.case_id}, {"text": text}, clock(),
                      secret=b"lane key of tests")
    note("备份之前")
    kept = archive()
    note("备份之后")
    clock.forward(MINUTE)
    server = restored(kept)

    with server.app_context():
        assert current_settings().lane_keys[0] == b"lane key of tests"
        assert (note("恢复之后").verdict, note("再一条").verdict) == ("applied", "applied")
        lanes = numbers.db.session.query(Lane).filter(Lane.at_desk, Lane.user_id == world.people["bai"]).order_by(Lane.epoch).all()
        assert [(lane.epoch == 1, lane.head_seq) for lane in lanes] == [(True, 1), (False, 2)]
        assert verify_all().faults == []


def test_the_same_backup_restored_twice_is_told_apart(street, archive, restored, clock):
    """Phones that saw the first restored server may not take the second for it."""
    kept = archive()
    clock.forward(HOUR)
    epochs = []
    for name in ("second", "third"):
        with restored(kept, name).app_context():
            epochs.append({scope.epoch for scope in numbers.db.session.query(Scope)})
        clock.forward(MINUTE)

    assert [len(one) for one in epochs] == [1, 1] and max(epochs[0]) < min(epochs[1])


def test_sign_ins_of_the_backup_open_nothing(street, archive, restored):
    """Who was shut out since the backup must not come back in by it."""
    kept, cookie = archive(), street.lu.client.get_cookie("fieldapp").value
    server = restored(kept)

    client = server.test_client()
    client.set_cookie("fieldapp", cookie)
    assert client.get("/api/v1/session").status_code == 401


def test_how_far_registers_move_on_is_a_setting(street, archive, tmp_path, clock, sqlite_url):
    there = Installation(tmp_path / "small", f"sqlite:///{tmp_path / 'small.db'}", clock)

    assert there.run("restore", archive(), env={"FIELDAPP_RESTORE_SKIP": "7"}).exit_code == 0

    with there.app().app_context():
        assert numbers.register(REGISTER).next_n == 28
    there.close()


def test_case_numbers_move_on_too(street, archive, restored, phone, clock):
    """A caller was told the number of a case that the backup does not know: it must not lead to another case."""
    kept = archive()
    server = restored(kept)

    with server.app_context():
        street.lu.client = server.test_client()
        street.lu.sign_in()
        case_id, op = street.lu.report()
        street.lu.sent(op)
        street.lu.pull()
        assert street.lu.cases()[case_id]["number"] == "2026-11-0102"
