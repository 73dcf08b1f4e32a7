"""Local days: an instant falls on the day of the zone's calendar."""

from datetime import date

from fieldapp.domain.days import local
from tests.clock import at

ZONE = "Asia/Shanghai"


def test_midnight_belongs_to_the_new_day():
    midnight = at("2026-11-18 00:00")

    assert local(midnight, ZONE).date() == date(2026, 11, 18)
    assert local(midnight - 1, ZONE).date() == date(2026, 11, 17)


def test_another_zone_has_another_day():
    assert local(at("2026-11-18 00:00"), "UTC").date() == date(2026, 11, 17)


def test_milliseconds_stay():
    assert local(at("2026-11-18 10:00") + 7, ZONE).isoformat(timespec="milliseconds") == "2026-11-18T10:00:00.007+08:00"
    assert local(-1, "UTC").isoformat() == "1969-12-31T23:59:59.999000+00:00"
