"""Opened cold with no server, after one start with one."""

from .driver import button, says


def test_the_app_starts_with_nobody_at_its_address(phone, line):
    line.end()

    phone.open()

    phone.until(says("h1", "今日"))
    phone.until(says(".net", "离线"))
    phone.until(f"({button('拍照上报')}) !== undefined")
    phone.tap(button("案件"))
    phone.until("document.querySelectorAll('ul.rows a, ul.rows button').length > 0", "the cases that were pulled")
