"""flask init and flask unit: the org tree of a real installation."""

import pytest

from fieldapp.rulebook import load
from fieldapp.store.feed import lies_in
from fieldapp.store.units import lineage, only_subdistrict, platform_of, squadron, unit, unit_named, units


def test_init_makes_the_standard_tree(installation):
    street = only_subdistrict()

    assert street.name == "东城街街道" and unit(street.parent_id).name == "市域治理现代化指挥调度中心"
    assert platform_of(street.id).name == "街道二级指挥平台" and unit_named("综合行政执法办公室").kind == "office"
    assert [squadron(street.id, n).name for n in (1, 2, 3)] == ["一中队", "二中队", "三中队"]
    assert [unit(u).name for u in lineage(squadron(street.id, 2))][1:3] == ["综合行政执法队", "东城街街道"]
    assert {u.name for u in units() if u.kind == "department"} == set(load().departments)
    assert all(lies_in("unit", u.id, {"reference"}) for u in units())


def test_init_asks_for_the_subdistrict_and_takes_another_city(flask):
    assert flask("init", input="西山街道\n").exit_code == 0

    assert only_subdistrict().name == "西山街道"


def test_init_names_the_city_as_told(flask):
    flask("init", "--subdistrict", "西山街道", "--city", "县指挥中心")

    assert unit(only_subdistrict().parent_id).name == "县指挥中心"


@pytest.mark.parametrize("name", [" ", "一中队"])
def test_init_refuses_a_subdistrict_that_cannot_be_told_apart(flask, name):
    refused = flask("init", "--subdistrict", name)

    assert refused.exit_code == 1 and "field=name" in refused.output
    assert units() == []


def test_init_leaves_units_alone_that_are_there(flask):
    assert flask("unit", "add", "县指挥中心", "city").exit_code == 0

    assert flask("init").exit_code == 0
    assert [u.name for u in units()] == ["县指挥中心"]


def test_the_tree_is_listed_from_above(flask, installation):
    lines = flask("unit", "list").output.splitlines()

    assert lines[0] == "市域治理现代化指挥调度中心\tcity"
    assert lines.index("  东城街街道\tsubdistrict") < lines.index("    综合行政执法队\tsquad") < lines.index("      二中队\tsquadron\t2")


def test_a_unit_finds_its_place(flask, installation):
    assert flask("unit", "add", "农机中心", "department").exit_code == 0
    assert flask("unit", "add", "片区法制审核组", "review_group", "--under", "东城街街道").exit_code == 0

    assert unit(unit_named("农机中心").parent_id).kind == "city"
    assert unit(unit_named("片区法制审核组").parent_id).name == "东城街街道"
    assert lies_in("unit", unit_named("农机中心").id, {"reference"})


@pytest.mark.parametrize(("words", "field"), [
    (("片区法制审核组", "review_group"), "under"), (("审核组", "review_group", "--under", "二中队"), "under"),
    (("四中队", "squadron"), "number"), (("四中队", "squadron", "--number", "4"), "number"), (("又二中队", "squadron", "--number", "2"), "number"),
    (("农机中心", "department", "--number", "1"), "number"), (("又一个平台", "platform"), "kind"),
    (("又一个市", "city"), "kind"), ((" ", "department"), "name"),
])
def test_a_unit_that_does_not_fit_is_refused(flask, installation, words, field):
    before = len(units())

    refused = flask("unit", "add", *words)

    assert refused.exit_code == 1 and f"field={field}" in refused.output
    assert len(units()) == before


def test_a_unit_gets_another_name_that_nobody_has(flask, installation):
    forestry = unit_named("林业").id

    assert flask("unit", "rename", "林业", "市林业局").exit_code == 0
    assert unit_named("市林业局").id == forestry
    assert flask("unit", "rename", "市林业局", "消防").exit_code == 1
    assert flask("unit", "rename", "没有的", "别的").exit_code == 1
    assert flask("unit", "add", "消防", "department").exit_code == 1
