"""Whose is it: an in-power report reaches the squadron at once, any other the platform's city queue."""

import pytest

from fieldapp.rulebook import load

RULES = load()


def test_in_power_report_is_on_the_squadrons_phone_without_a_dispatcher(phone):
    shen, lu = phone("shen"), phone("lu")

    case_id, op = shen.report("HW04")
    [result] = shen.sent(op)
    lu.pull()

    assert result["verdict"] == "applied"
    assert lu.cases()[case_id]["state"] == "dispatched"


def test_out_of_power_report_goes_to_the_platform_and_not_to_the_squad(phone, world):
    shen, lu, gu, bai = phone("shen"), phone("lu"), phone("gu"), phone("bai")

    case_id, op = shen.report("HB05")
    shen.sent(op)
    for one in (lu, gu, bai):
        one.pull()

    assert case_id not in lu.cases() and case_id not in gu.cases()
    assert bai.cases()[case_id]["queue"] == "city"
    assert bai.cases()[case_id]["unit"] == world.units["platform"]
    assert bai.cases()[case_id]["co_unit"] == world.units["squadron2"]


def test_every_category_goes_where_its_row_says(phone, world):
    shen = phone("shen")
    filed = {code: shen.report(code) for code in RULES.categories}

    shen.sent(*(op for _, op in filed.values()))
    shen.pull()

    for code, (case_id, _) in filed.items():
        category, case = RULES.categories[code], shen.cases()[case_id]
        if category.mark == "Y":
            assert (case["unit"], case["state"], case["queue"]) == (world.units[f"squadron{category.squadron}"], "dispatched", "squadron"), code
        else:
            assert (case["unit"], case["state"], case["queue"]) == (world.units["platform"], "reported", "city"), code


@pytest.mark.parametrize("place", [None, {"lat_e7": 358010000, "lon_e7": 1129230000, "acc_cm": 1200, "source": "gps", "datum": "WGS84"}])
def test_without_a_fix_it_files_all_the_same(phone, world, place):
    shen = phone("shen")

    case_id, op = shen.report(place=place)
    [result] = shen.sent(op)
    shen.pull()

    assert result["verdict"] == "applied"
    assert shen.cases()[case_id]["grid_id"] == (world.grids["east"] if place else None)
