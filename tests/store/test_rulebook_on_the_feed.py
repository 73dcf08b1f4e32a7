"""The rulebook goes to phones when it changes, and also when it changes back."""

from dataclasses import replace

from fieldapp.rulebook import load
from fieldapp.store import records
from fieldapp.store.transaction import transaction
from tests.sync.conftest import phone, world  # noqa: F401  (fixtures)


def published(monkeypatch, rules) -> bool:
    monkeypatch.setattr(records, "load", lambda: rules)
    with transaction():
        return records.publish_rulebook()


def test_each_change_is_published_once_and_so_is_going_back(phone, monkeypatch):  # noqa: F811
    first = load()
    second = replace(first, category_rows=first.category_rows[1:])
    shen, gone = phone("shen"), first.category_rows[0].code
    shen.pull()

    assert [published(monkeypatch, rules) for rules in (first, second, second)] == [False, True, False]
    shen.pull()
    assert ("category", gone) not in shen.records and shen.records["rulebook", "current"]["data"]["version"] == second.version

    assert [published(monkeypatch, rules) for rules in (first, first)] == [True, False]
    shen.pull()
    assert ("category", gone) in shen.records and shen.records["rulebook", "current"]["data"]["version"] == first.version


def test_a_very_long_note_is_cut_on_the_feed_and_whole_in_the_ledger(phone):  # noqa: F811
    shen = phone("shen")
    case_id, report = shen.report()
    note = shen.op("case.note", case_id, {"text": "长" * 9000}, "fact")
    shen.sent(report, note)
    shen.pull()

    [_, line] = shen.cases()[case_id]["timeline"]
    assert line["fields"]["text"] == "长" * records.MAX_SHOWN
    assert records.ops_of_cases([case_id])[case_id][1].body == note["body"]
