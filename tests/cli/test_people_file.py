"""flask user import: a whole squad from a table, or nobody, with every bad row named."""

import csv
import re
import stat

import pytest

from fieldapp.store.people import certificate_numbered, everybody, user_called

HEAD = "username,name,role,unit,valid_from,valid_to,cert_no,cert_fields,cert_from,cert_to"
GOOD = f"""{HEAD}
Lu.Guyu,陆谷雨,officer,二中队,2026-03-01,,晋E 0007,环保、城建,2025/1/1,2029/12/31
bai,白秋分,patroller,一中队,,,,,,
bai,白秋分,dispatcher,街道二级指挥平台,2026-12-01,2027-11-30,,,,

gan,甘露,admin,,,,,,,
"""


@pytest.fixture
def table(tmp_path):
    def write(text: str, encoding: str = "utf-8"):
        path = tmp_path / "people.csv"
        path.write_bytes(text.encode(encoding))
        return path
    return write


def test_people_come_with_roles_and_certificates(flask, installation, table, client):
    made = flask("user", "import", table(GOOD))

    assert made.exit_code == 0, made.output
    assert [(g.role, g.valid_from.isoformat(), g.valid_to and g.valid_to.isoformat()) for g in user_called("bai").grants] == [
        ("patroller", "2026-11-18", None), ("dispatcher", "2026-12-01", "2027-11-30")]
    certificate = certificate_numbered("晋E 0007")
    assert certificate.user_id == user_called("lu.guyu").id
    assert (certificate.fields, certificate.valid_from.isoformat()) == (["环保", "城建"], "2025-01-01")
    password = re.search(r"^lu\.guyu\t陆谷雨\t(\S+)$", made.output, re.MULTILINE).group(1)
    signed_in = client.post("/api/v1/session", json={"username": "lu.guyu", "password": password})
    assert signed_in.json["user"]["must_change"] is True


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_tables_of_office_programs_are_read(flask, installation, table, encoding):
    assert flask("user", "import", table(GOOD, encoding)).exit_code == 0
    assert user_called("bai").name == "白秋分"


def test_passwords_go_to_a_file_that_only_its_owner_reads(flask, installation, table, tmp_path):
    kept = tmp_path / "passwords.csv"

    made = flask("user", "import", table(GOOD), "--passwords", kept)

    rows = list(csv.reader(kept.read_text("utf-8-sig").splitlines()))
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [row[:2] for row in rows] == [["username", "name"], ["lu.guyu", "陆谷雨"], ["bai", "白秋分"], ["gan", "甘露"]]
    assert not any(row[2] in made.output for row in rows[1:])


def test_a_file_that_is_there_is_not_written_over(flask, installation, table, tmp_path):
    (tmp_path / "kept.csv").write_text("mine")

    assert flask("user", "import", table(GOOD), "--passwords", tmp_path / "kept.csv").exit_code == 1
    assert (tmp_path / "kept.csv").read_text() == "mine" and user_called("bai") is None


def test_every_bad_row_is_named_and_nobody_comes(flask, installation, table, tmp_path):
    bad = f"""{HEAD}
lu,陆谷雨,officer,二中队,,,,,,
x,太短,officer,二中队,,,,,,
qin,秦立夏,king,二中队,,,,,,
xu,许霜降,officer,九中队,,,,,,
lu,陆小雨,squad_leader,二中队,,,,,,
lu,陆谷雨,officer,二中队,,,,,,
he,何惊蛰,officer,二中队,2026-12-01,2026-11-01,,,,
admin,重名,officer,二中队,,,,,,
"""
    refused = flask("user", "import", table(bad), "--passwords", tmp_path / "none.csv")

    assert refused.exit_code == 1
    named = re.findall(r"line (\d+): (\w+)", refused.output)
    assert named == [("3", "username"), ("4", "role"), ("5", "unit"), ("6", "name"), ("7", "valid_from"), ("8", "valid_to"), ("9", "username")]
    assert [u.username for u in everybody()] == ["admin"] and not (tmp_path / "none.csv").exists()


@pytest.mark.parametrize(("line", "named"), [
    ("lu,,officer,二中队,,,,,,", [("2", "name")]), ("lu,陆谷雨,officer,二中队,1.3.2026,,,,,", [("2", "valid_from")]),
    ("lu,陆谷雨,officer,二中队,2026-02-30,,,,,", [("2", "valid_from")]),
    ("lu,陆谷雨,officer,二中队,,,晋E 1,,2025-01-01,", [("2", "cert_fields"), ("2", "cert_to")]),
    ("lu,陆谷雨,officer,二中队,,,晋E 1,环保,2025-01-01,2024-01-01", [("2", "cert_to")]),
])
def test_what_a_row_lacks_is_said_by_its_column(flask, installation, table, line, named):
    refused = flask("user", "import", table(f"{HEAD}\n{line}\n"))

    assert refused.exit_code == 1 and re.findall(r"line (\d+): (\w+)", refused.output) == named
    assert user_called("lu") is None


@pytest.mark.parametrize(("text", "said"), [
    ("", "username"), ("username,name,role\nlu,陆谷雨,officer\n", "unit"), (f"{HEAD},phone\n", "phone"), (f"{HEAD}\n", "nobody in the table"),
    (f"{HEAD}\nlu,陆谷雨,officer,二中队,,,,,,,,\n", "more cells"),
])
def test_a_table_of_another_shape_is_refused(flask, installation, table, text, said):
    refused = flask("user", "import", table(text))

    assert refused.exit_code == 1 and said in refused.output
