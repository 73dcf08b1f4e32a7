"""What phones and auditors ask the log (protocol 5 and 8), checked with nothing but the definitions and the answers."""

import hashlib

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from fieldapp.domain import merkle
from fieldapp.domain.notes import checkpoint_of, opened, public_of
from fieldapp.sync.log_key import signed_by
from tests.conftest import build_app, settings_for
from tests.phone import op_id


def asked(phone, path):
    return phone.client.get(f"/api/v1/ledger/{path}")


def head(answer):
    """The tree that a checkpoint names, its signature checked by its key."""
    note = opened(answer.json["checkpoint"])
    name, public = public_of(answer.json["keys"][0])
    [(said, _, signature)] = note.signatures
    Ed25519PublicKey.from_public_bytes(public).verify(signature, note.text.encode())
    found = checkpoint_of(note.text)
    assert said == name == found.head.origin
    return found.head


def unhex(proof):
    return [bytes.fromhex(p) for p in proof]


@pytest.fixture
def shen(phone):
    return phone("shen")


def test_nothing_yet(shen):
    assert asked(shen, "checkpoint").status_code == 404


def test_strangers_learn_nothing(client, shen):
    shen.sent(shen.report()[1])
    for path in ("checkpoint", "proof?op=x", "consistency?from=1"):
        assert client.get(f"/api/v1/ledger/{path}").status_code == 401


def test_a_checkpoint_is_signed(shen):
    shen.sent(*(shen.report()[1] for _ in range(3)))
    answer = asked(shen, "checkpoint")

    assert head(answer).size == 3
    wrong = opened(answer.json["checkpoint"].replace("\n3\n", "\n4\n"))
    with pytest.raises(InvalidSignature):
        Ed25519PublicKey.from_public_bytes(public_of(answer.json["keys"][0])[1]).verify(wrong.signatures[0][2], wrong.text.encode())


def test_each_later_checkpoint_extends_each_earlier_one(shen):
    """I11."""
    seen = []
    for _ in range(9):
        shen.sent(shen.report()[1])
        seen.append(head(asked(shen, "checkpoint")))
    for n, old in enumerate(seen):
        for new in seen[n:]:
            proof = asked(shen, f"consistency?from={old.size}&to={new.size}").json["proof"]
            assert merkle.extends(old.size, new.size, old.root, new.root, unhex(proof))


def test_one_request_brings_checkpoint_and_proof(shen):
    shen.sent(*(shen.report()[1] for _ in range(3)))
    old = head(asked(shen, "checkpoint"))
    shen.sent(*(shen.report()[1] for _ in range(4)))
    answer = asked(shen, "checkpoint?from=3")

    new, told = head(answer), answer.json["consistency"]
    assert (told["from"], told["to"], new.size) == (3, 7, 7)
    assert merkle.extends(3, 7, old.root, new.root, unhex(told["proof"]))
    assert asked(shen, "checkpoint?from=8").json["consistency"]["proof"] is None


def test_an_op_is_proved_to_be_in_the_log(shen, phone):
    case_id, report = shen.report()
    lu = phone("lu")
    accept = lu.op("task.accept", case_id, {})
    lu.sent(accept)
    shen.sent(report, *(shen.report()[1] for _ in range(3)))

    for one, verdicts in ((report, ["applied"]), (accept, ["held", "applied"])):
        answer = asked(lu, f"proof?op={op_id(one)}")
        tree, said = head(answer), answer.json
        assert said["hash"] == hashlib.sha256(one["body"].encode()).hexdigest()
        assert [leaf["verdict"] for leaf in said["leaves"]] == verdicts
        for leaf in said["leaves"]:
            data = hashlib.sha256(f"{said['hash']}|{leaf['verdict']}|{leaf['at']}".encode()).digest()
            assert merkle.includes(leaf["index"], tree.size, merkle.leaf_hash(data), unhex(leaf["proof"]), tree.root)


def test_who_may_not_see_an_op_gets_no_proof_of_it(shen, phone):
    report = shen.report()[1]
    shen.sent(report)

    assert asked(phone("ke"), f"proof?op={op_id(report)}").status_code == 404
    assert asked(shen, "proof?op=nothing").status_code == asked(shen, "proof").status_code == 404


@pytest.mark.parametrize("query", ["", "?from=", "?from=0", "?from=-1", "?from=x", "?from=2", "?from=1&to=9", "?from=1&to=0", "?from=²",
                                   "?from=1" + "0" * 30])
def test_what_is_no_question(shen, query):
    shen.sent(shen.report()[1])

    assert asked(shen, f"consistency{query}").status_code == 422


def test_an_old_key_still_signs_so_that_the_new_one_is_believed(app, shen, tmp_path, clock, database_url):
    """Rotation: the new key in front, the old one kept. Whoever knows the old one checks the same note by it."""
    shen.sent(shen.report()[1])
    [old] = asked(shen, "checkpoint").json["keys"]
    later = build_app(settings_for(tmp_path, database_url, log_keys=("A" * 43, *app.config["FIELDAPP"].log_keys)), clock).test_client()
    later.post("/api/v1/session", json={"username": "shen", "password": shen.password})

    answer = later.get("/api/v1/ledger/checkpoint").json
    note, [new, kept] = opened(answer["checkpoint"]), answer["keys"]
    assert kept == old != new
    assert signed_by(note, old) and signed_by(note, new) and len(note.signatures) == 2
