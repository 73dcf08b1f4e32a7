"""What the rulebook says: counts and rows that others rely on."""

import json
import re
from collections import Counter

from fieldapp.rulebook import load

RULES = load()


def test_forty_eight_categories_and_not_sure():
    assert len(RULES.categories) == 49
    assert Counter(code[:2] for code in RULES.categories) == {
        "HW": 10, "HB": 8, "TD": 3, "CJ": 8, "AJ": 6, "XF": 3, "LY": 2, "SL": 2, "JT": 3, "SC": 2, "NY": 1, "QT": 1,
    }  # fmt: skip
    unsure = RULES.categories["QT00"]
    assert (unsure.mark, unsure.squadron, unsure.bases) == ("N", None, ())


def test_fifteen_powers_all_marked_illustrative_and_all_used():
    assert len(RULES.powers) == 15
    assert all(power.illustrative and "illustrative" in power.note for power in RULES.powers.values())
    assert {c.power for c in RULES.categories.values() if c.power} == set(RULES.powers)


def test_limits_as_in_the_taxonomy():
    def limits(code):
        category = RULES.categories[code]
        return category.limit, category.stop

    at_once = {"unit": "immediate"}
    assert limits("HW01") == ({"n": 4, "unit": "working_hour"}, None)
    assert limits("CJ01") == ({"n": 20, "unit": "working_day"}, {"n": 4, "unit": "working_hour"})
    assert limits("TD01") == ({"n": 15, "unit": "working_day"}, at_once)
    assert limits("TD02") == (at_once, at_once)
    assert limits("AJ05") == ({"n": 7, "unit": "day"}, at_once)
    assert limits("AJ01") == ({"unit": "by_item"}, None)
    assert limits("JT03") == ({"unit": "report"}, None)


def test_the_day_of_the_act_chooses_the_law():
    def basis(code, day):
        return [(b.law_short, b.article) for b in RULES.categories[code].bases_on(day)]

    assert basis("HB01", "2026-08-14") == [("大气法", "119")]
    assert basis("HB01", "2026-08-15") == [("生态环境法典", "1131(1)")]
    assert basis("HW01", "2026-08-14") == [("市容条例", "34(4)"), ("固废法", "111")]
    assert basis("HW01", "2026-08-15") == [("市容条例", "34(4)"), ("生态环境法典", "1169")]
    assert basis("HW09", "2026-08-14") == []


def test_the_code_replaces_every_old_law_where_it_is_cited():
    old = {"大气法", "固废法", "噪声法"}
    for category in RULES.categories.values():
        before = {b.law_short for b in category.bases_on("2026-08-14")}
        after = {b.law_short for b in category.bases_on("2026-08-15")}
        assert not old & after
        assert ("生态环境法典" in after) >= bool(old & before), category.code


def test_every_category_can_be_found_by_its_first_letters():
    for category in RULES.categories.values():
        assert re.fullmatch(r"[a-z]+( [a-z]+)*", category.initials), category.code
        assert len(category.keywords) >= 2
    letters = {code: RULES.categories[code].initials.split()[0] for code in ("HW04", "HW06", "HW10", "XF01", "CJ08", "HB03")}
    assert letters == {"HW04": "zddw", "HW06": "wlxmqwszr", "HW10": "cqsyjcjq", "XF01": "zy", "CJ08": "zyxqggdlcd", "HB03": "ltsk"}


def test_every_group_says_what_to_photograph():
    assert all(2 <= len(group.photo_hints) <= 4 for group in RULES.groups.values())
    assert RULES.categories["HW01"].photo_hints == RULES.groups["HW"].photo_hints


def test_eleven_departments_are_the_seeds():
    assert sum(d.seed for d in RULES.departments.values()) == 11


def test_flags_have_the_effects_of_the_protocol():
    effects = {code: flag.effect for code, flag in RULES.flags.items()}
    in_effect = "clock_off clock_future clock_back text_mismatch number_twice out_of_lease wrong_year late state_moved short_notice no_seal"
    assert all(effects[code] is True for code in in_effect.split())
    stopped = "no_authority authority_ended no_access id_taken broken_chain lane_revoked"
    assert all(effects[code] is False for code in stopped.split())
    assert effects["waiting_target"] == "waiting"


def test_the_calendars_of_2020_to_2026():
    assert set(RULES.calendars) >= {str(year) for year in range(2020, 2027)}
    assert RULES.calendars["2026"]["work"] == ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]
    assert len(RULES.calendars["2026"]["off"]) == 33


def test_the_wire_is_plain_json_and_names_its_version():
    wire = RULES.as_wire()
    assert json.loads(json.dumps(wire)) == wire
    assert re.fullmatch(r"[0-9a-f]{12}", wire["version"])
    assert wire["version"] == RULES.version
    assert min(wire["calendars"]) == "2025"
    categories = [c.as_wire() for c in RULES.categories.values()]
    assert json.loads(json.dumps(categories)) == categories


def test_sources_a_report_may_name_are_the_sources():
    assert set(RULES.actions["report.file"].choices["source"]) == set(RULES.sources)


def test_what_makes_something_new():
    made = {a.type: a.targets for a in RULES.actions.values() if a.creates}
    assert made == {
        "report.file": ("case",), "inspection.record": ("inspection",), "order.issue": ("order",), "document.issue": ("document",),
    }  # fmt: skip


def left_by_an_act(thing):
    steps = [s for a in RULES.actions.values() if thing in a.targets and a.kind != "fact" for s in a.transitions]
    return {state for s in steps if s.to for state in s.sources}


def test_every_open_state_has_a_way_on():
    def stuck(thing):
        return {code for code, state in RULES.states_of(thing).items() if state.open} - left_by_an_act(thing)

    assert stuck("case") == {"ordered", "penalty_case"}  # by its items; by acts still to come
    assert stuck("order") == set()
    assert stuck("item") == {"issued"}  # by its order
    assert stuck("document") == set()


def test_states_of_things_as_the_protocol_names_them():
    words = {
        "order": "issued served closed withdrawn superseded",
        "item": "issued served ext_requested done_claimed closed failed withdrawn superseded",
        "inspection": "recorded",
        "document": "issued served withdrawn superseded",
    }
    assert {thing: " ".join(RULES.states_of(thing)) for thing in words} == words


def test_three_papers_and_what_the_law_wants_in_them():
    kinds = {code: (kind["op"], kind["word"], kind["copies"], kind["signers"]) for code, kind in RULES.documents.items()}
    both = ["officer1", "officer2", "party"]
    assert kinds == {
        "inspection_record": ("document.issue", None, 1, ["party", "officer1", "officer2"]),
        "order_to_correct": ("order.issue", "责改", 2, both),
        "recheck_opinion": ("document.issue", "复查", 2, both),
    }
    for kind in RULES.documents.values():  # 行政处罚法 42, 55
        needed = {field["name"] for field in kind["fields"] if field["required"]}
        assert needed >= {"officer1_cert", "officer2_cert", "cert_shown", "party_name", "place"}, kind["code"]
        text = "".join(block["text"] for block in kind["blocks"])
        assert all(slot in text for slot in ("{officer1_cert}", "{officer2_cert}", "{refusal_reason}", "{witness}", "执法证件")), kind["code"]


def test_an_order_tells_the_remedies_and_what_follows():
    text = "".join(block["text"] for block in RULES.documents["order_to_correct"]["blocks"])
    assert all(words in text for words in ("六十日内向高平市人民政府申请行政复议", "六个月内", "陈述、申辩", "{consequence}", "第二十八条"))
    [deadline] = [block for block in RULES.documents["order_to_correct"]["blocks"] if "{deadline}" in block["text"]]
    assert deadline["strong"] and deadline["each"] == "items"


def test_a_record_of_inspection_records_and_orders_nothing():
    text = "".join(block["text"] for block in RULES.documents["inspection_record"]["blocks"])
    assert not any(word in text for word in ("责令", "处罚", "罚款", "没收"))
    assert "申请回避" in text and "陈述、申辩" in text


def test_no_paper_asks_for_what_must_not_stand_in_open_text():
    names = {field["name"] for kind in RULES.documents.values() for field in kind["fields"]}
    assert not names & {"party_id", "party_phone", "id_number", "phone", "home_address"}


def test_phones_get_all_they_need_to_write_papers_offline():
    wire = RULES.as_wire()
    assert wire["issuer"]["code"] == "高东街"
    assert [paper["code"] for paper in wire["documents"]] == list(RULES.documents)
    assert {power["code"] for power in wire["powers"]} == set(RULES.powers)
    assert [rung["code"] for rung in wire["ladder"]["rungs"]] == [
        "due_tomorrow", "due", "overdue", "overdue_3", "attest", "attest_unanswered", "attest_again"]


def test_the_power_of_a_category():
    assert RULES.power_of(RULES.categories["HW04"], "2026-11-24").code == "P3"
    assert RULES.power_of(RULES.categories["HW04"], "2020-01-01").code == "P3"
    assert RULES.power_of(RULES.categories["HW09"], "2026-11-24") is None


def test_what_is_written_on_certificates_names_groups():
    rules = load()

    assert rules.fields_covered(["环卫", "城建", "水下考古"]) == ["HW", "CJ"]
    assert rules.fields_covered(["城管"]) == ["HW", "CJ"] and rules.fields_covered(["环境保护", "XF"]) == ["HB", "XF"]
    assert rules.fields_covered(["全部"]) == ["*"] and rules.fields_covered([]) == []
