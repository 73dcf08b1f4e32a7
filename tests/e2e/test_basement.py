"""In a basement: no server, a report with a photo; the browser is killed; the server comes back."""

import hashlib

from playwright.sync_api import expect

from tests.e2e.complaints import NO_SERVER
from tests.e2e.phone import COMING_BACK_MS
from tests.e2e.points import middle_of_a_cell, name_at

MOST_TAPS = 5


def test_a_report_made_without_a_network_survives_kill_9_and_is_sent_without_a_tap(
        new_phone, new_desk, server, world, photo, cells, complaints):
    complaints.expect(NO_SERVER)
    fingerprint = hashlib.sha256(photo).hexdigest()
    place = middle_of_a_cell(cells, 12)
    patroller = world.account("patroller", "二中队")
    phone = new_phone("patroller", place).open().sign_in(patroller)
    phone.wait_for_worker()
    phone.close()
    server.stop()

    # Opened cold, filed, kept.
    phone.open()
    expect(phone.page.locator(".net")).to_contain_text("离线")
    phone.taps = 0
    phone.shoot("IMG_0001.jpg", photo)
    expect(phone.page.locator(".shot-area img")).to_be_visible()
    expect(phone.page.locator(".pos")).to_contain_text("±12")
    expect(phone.page.get_by_role("radio", name=name_at(cells, place))).to_be_checked()
    phone.choose_category("bllj", "暴露垃圾")
    phone.page.locator("#text").fill("地下一层楼梯口堆了两袋垃圾")
    phone.save_report()
    assert phone.taps <= MOST_TAPS
    expect(phone.page.get_by_role("dialog")).to_contain_text("有网络后自动上传，不用再点")

    # Killed, opened cold again: still there, pending, and the server knows nothing.
    phone.kill()
    phone.open("/#/outbox")
    waiting = phone.page.get_by_role("article")
    expect(waiting).to_have_count(1)
    expect(waiting).to_contain_text("地下一层楼梯口堆了两袋垃圾")
    expect(waiting).to_contain_text("文字和 1 张照片都还没传")
    assert server.ops_naming(fingerprint) == []

    # The server comes back; nobody touches the phone.
    taps_before = phone.taps
    server.start()
    expect(phone.page.get_by_role("heading", name="都已上传").or_(phone.page.get_by_text("都已上传", exact=True))).to_be_visible(
        timeout=COMING_BACK_MS)
    expect(phone.page.get_by_role("article")).to_have_count(0)
    assert phone.taps == taps_before

    # One op, one photo, byte for byte.
    [op] = server.ops_naming(fingerprint)
    [blob] = op["body"]["blobs"]
    assert (op["type"], op["verdict"]) == ("report.file", "applied")
    assert blob["sha256"] == fingerprint and blob["bytes"] == len(photo)
    assert hashlib.sha256(server.file(fingerprint).read_bytes()).hexdigest() == fingerprint
    assert op["body"]["place"]["acc_cm"] == 1200 and op["body"]["place"]["lat_e7"] == round(place[0] * 1e7)

    # The desk has it, with its picture.
    desk = new_desk(world.account("squad_leader", "二中队"))
    desk.go(f"/desk/cases/{op['case_id']}")
    expect(desk.page.get_by_role("main")).to_contain_text("地下一层楼梯口堆了两袋垃圾")
    picture = desk.page.locator(f"img[src*='{fingerprint}']").first
    expect(picture).to_be_visible()
    assert picture.evaluate("img => img.decode().then(() => img.naturalWidth)") > 0

