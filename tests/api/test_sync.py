"""Push and pull at the door: who may, what every answer carries, and in which language it refuses."""

from tests.clock import MINUTE


def test_strangers_are_told_to_sign_in(app, client):
    for door in ("sync/push", "sync/pull"):
        answer = client.post(f"/api/v1/{door}", json={})
        assert (answer.status_code, answer.json["error"]["code"]) == (401, "signed_out")


def test_another_site_may_not_push_in_somebodys_name(phone):
    shen = phone("shen")

    answer = shen.client.post("/api/v1/sync/push", json={"lane_id": shen.lane_id, "ops": [shen.report()[1]]},
                              headers={"Sec-Fetch-Site": "cross-site"})

    assert (answer.status_code, answer.json["error"]["code"]) == (403, "cross_site")


def test_every_answer_carries_the_servers_time(phone, clock):
    shen = phone("shen")
    clock.forward(MINUTE)

    for answer in (shen.push(shen.report()[1]), shen.push(shen.report(prev_hash="0" * 64)[1]), shen.client.get("/api/v1/time"),
                   shen.client.post("/api/v1/sync/pull", json={"cursors": {}, "limit": 1})):
        assert answer.headers["X-Server-Time"] == str(clock())
    assert shen.client.get("/api/v1/time").status_code == 204


def test_a_push_says_where_the_lane_and_the_scopes_stand(phone, clock):
    shen = phone("shen")
    shen.pull()
    op = shen.report()[1]

    answer = shen.push(op).json

    assert answer["server_time"] == clock()
    assert answer["lane_head"] == {"seq": 1, "hash": op["hash"]}
    behind = {scope for scope, head in answer["scope_heads"].items() if head != shen.cursors[scope]}
    assert f"user:{shen.user_id}" in behind and "reference" not in behind


def test_a_result_names_what_became_of_the_op(phone):
    shen = phone("shen")

    [result] = shen.sent(shen.report()[1])

    assert set(result) >= {"op_id", "verdict", "code", "detail", "version", "dup"}


def test_a_stop_is_said_in_the_language_of_the_reader(phone):
    shen = phone("shen")
    fork = shen.report(prev_hash="0" * 64)[1]

    chinese = shen.push(fork).json["error"]["message"]
    english = shen.client.post("/api/v1/sync/push", json={"lane_id": shen.lane_id, "ops": [fork]},
                               headers={"Accept-Language": "en", "Sec-Fetch-Site": "same-origin"}).json["error"]["message"]

    assert "这条链已停" in chinese
    assert "this lane is stopped" in english


def test_every_pull_tells_how_much_the_phone_still_holds(phone, clock):
    from fieldapp.store.devices import lane, phones_holding_work
    shen = phone("shen")
    said = {"seq": 7, "pending_ops": 7, "pending_blobs": 3, "oldest_pending_at": clock() - MINUTE}

    shen.client.post("/api/v1/sync/pull", json={"cursors": {}, "limit": 1, "lane": said, "build": "b1"})

    row = lane(shen.lane_id)
    assert (row.pending_ops, row.pending_blobs, row.oldest_pending_at, row.build) == (7, 3, clock() - MINUTE, "b1")
    assert [one.id for one in phones_holding_work()] == [shen.lane_id]


def test_a_pull_cannot_speak_for_anothers_lane(phone):
    from fieldapp.store.devices import lane
    shen, lu = phone("shen"), phone("lu")

    lu.client.post("/api/v1/sync/pull", json={"cursors": {}, "limit": 1, "lane": {"lane_id": shen.lane_id, "seq": 5, "pending_ops": 9}})

    assert (lane(shen.lane_id).pending_ops, lane(shen.lane_id).contacts) == (0, [])


def test_a_limit_that_is_none(phone):
    shen = phone("shen")
    for limit in (0, -1, "5", 1.5, None, True):
        answer = shen.client.post("/api/v1/sync/pull", json={"cursors": {}, "limit": limit})
        assert (answer.status_code, answer.json["error"]["details"]["field"]) == (422, "limit"), limit


def test_odd_things_said_about_the_lane_do_not_stop_a_pull(phone):
    shen = phone("shen")
    for said in ({"seq": -1}, {"seq": 2**60}, {"seq": "x", "pending_ops": None}, {"lane_id": 7}, {"lane_id": "\u0000"}, [], "x"):
        answer = shen.client.post("/api/v1/sync/pull", json={"cursors": {}, "limit": 1, "lane": said, "build": "\u0000木"})
        assert answer.status_code == 200, said
