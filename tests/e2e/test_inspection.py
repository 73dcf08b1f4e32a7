"""On the street: two officers inspect without a network; the phone is killed half way; all is there, and the inspection is kept."""

import hashlib

import pytest
from playwright.sync_api import Locator, expect

from fieldapp.demo.photos import photo as drawn
from tests.e2e.complaints import NO_SERVER
from tests.e2e.phone import COMING_BACK_MS
from tests.e2e.points import middle_of_a_cell
from tests.e2e.seeing import violations

PARTY, SEEN, ALSO = "云雀小吃店", "桌椅、冷柜占盲道约 6 平方米", "雨棚立柱 3 根，压人行道"


class Inspecting:
    """What an officer does on the screen 现场检查."""

    def __init__(self, phone):
        self.phone, self.page = phone, phone.page

    @classmethod
    def start(cls, phone) -> "Inspecting":
        """Where one looks for it without a case: under 我的."""
        phone.tab("我的")
        phone.tap(phone.page.get_by_role("button", name="开始现场检查"))
        expect(phone.page.get_by_role("heading", level=1)).to_have_text("现场检查")
        return cls(phone)

    def saved(self) -> None:
        expect(self.page.locator("header").get_by_text("已存", exact=True)).to_be_visible()

    def party(self) -> None:
        self.page.get_by_label("当事人名称", exact=True).fill(PARTY)
        self.page.get_by_label("负责人（经营者）").fill("温冬至")
        self.page.get_by_label("经营（办公）地址", exact=True).fill("丰登路 26 号")
        self.phone.tap(self.phone.button("就是这家"))

    def second(self, name: str) -> None:
        self.phone.tap(self.page.get_by_role("button", name="选第二名"))
        self.phone.tap(self.page.get_by_role("dialog").get_by_role("radio", name=name))
        expect(self.page.locator("dialog")).to_be_hidden()

    def add(self, name: str, content: bytes) -> None:
        """A further finding begins with its photo."""
        with self.page.expect_file_chooser() as asked:
            self.phone.tap(self.phone.button("加一个问题"))
        asked.value.set_files({"name": name, "mimeType": "image/jpeg", "buffer": content})

    def finding(self, n: int) -> Locator:
        return self.page.get_by_role("article").nth(n - 1)

    def write(self, n: int, typed: str, category: str, seen: str, wanted: str | None) -> None:
        finding = self.finding(n)
        finding.get_by_role("searchbox").fill(typed)
        self.phone.tap(finding.get_by_role("list", name="搜到的类别").get_by_role("button").filter(has_text=category).first)
        finding.get_by_label("情况").fill(seen)
        if wanted:
            finding.get_by_label("改正要求").fill(wanted)

    def by(self, n: int, word: str) -> None:
        self.phone.tap(self.finding(n).get_by_role("radio", name=word, exact=True))


@pytest.fixture
def officer(world) -> dict:
    return world.account("officer", "二中队")


def test_an_inspection_begun_without_a_network_survives_kill_9_and_is_recorded(new_phone, server, officer, photo, cells, complaints):
    complaints.expect(NO_SERVER)
    other = drawn("rubbish", 9)
    phone = new_phone("officer", middle_of_a_cell(cells, 12)).open().sign_in(officer)
    phone.wait_for_worker()
    phone.close()
    server.stop()

    # Half of it, then the browser is killed.
    phone.open()
    street = Inspecting.start(phone)
    street.party()
    street.second("秦立夏")
    phone.tap(phone.page.get_by_role("checkbox", name="已出示执法证，已告知权利"))
    phone.tap(phone.button("丰登路 26 号"))
    street.add("IMG_0001.jpg", photo)
    street.write(1, "zddw", "占道堆物", SEEN, "清理桌椅、冷柜，恢复盲道畅通")
    street.by(1, "立即")
    street.saved()
    phone.kill()

    # Opened cold from where unfinished work waits: all of it is there.
    phone.open("/#/me")
    phone.tap(phone.page.get_by_role("link", name=f"没写完的检查·{PARTY}"))
    street = Inspecting(phone)
    main = phone.page.get_by_role("main")
    expect(main).to_contain_text("温冬至")
    expect(main).to_contain_text("秦立夏晋E样 0011")
    expect(phone.page.get_by_role("checkbox", name="已出示执法证，已告知权利")).to_be_checked()
    expect(street.finding(1).get_by_label("情况")).to_have_value(SEEN)
    expect(street.finding(1).get_by_role("radio", name="立即", exact=True)).to_be_checked()
    expect(street.finding(1).locator("img")).to_be_visible()

    # What is missing is said, and leads to its field.
    phone.tap(phone.page.get_by_role("button", name="不拍照，先写"))
    expect(phone.page.get_by_role("heading", name="还缺 4 项")).to_be_visible()
    phone.tap(phone.page.get_by_role("button", name="问题 2：情况"))
    expect(street.finding(2).get_by_label("情况")).to_be_focused()
    street.write(2, "CJ03", "擅自占用", ALSO, "拆除立柱，恢复路面")
    with phone.page.expect_file_chooser() as asked:
        phone.tap(street.finding(2).get_by_role("button", name="从文件"))
    asked.value.set_files({"name": "IMG_0002.jpg", "mimeType": "image/jpeg", "buffer": other})
    street.by(2, "工作日")
    expect(street.finding(2)).to_contain_text("从明天起算：")
    expect(phone.page.get_by_role("heading", name="都齐了")).to_be_visible()
    street.saved()

    # Recorded: kept on the phone, and the order begins.
    phone.tap(phone.button("写责令改正通知书"))
    phone.page.wait_for_url("**/#/paper/*")
    phone.kill()
    phone.open("/#/outbox")
    expect(phone.page.get_by_role("article").filter(has_text=PARTY)).to_contain_text("文字和 2 张照片都还没传")
    phone.go("/me")
    expect(phone.page.get_by_role("link", name="没写完的检查")).to_have_count(0)

    # The server comes back: one inspection, in effect, each photo with its finding.
    server.start()
    phone.go("/outbox")
    expect(phone.page.get_by_text("都已上传", exact=True).first).to_be_visible(timeout=COMING_BACK_MS)
    [op] = server.ops_naming(hashlib.sha256(other).hexdigest())
    said = op["payload"]
    assert (op["type"], op["verdict"]) == ("inspection.record", "applied")
    assert (said["party"]["name"], said["cert_shown"], said["basis"], len(said["officers"])) == (PARTY, True, "plan", 2)
    assert [(f["category"], f["text"], f["blobs"]) for f in said["findings"]] == [
        ("HW04", SEEN, [hashlib.sha256(photo).hexdigest()]), ("CJ03", ALSO, [hashlib.sha256(other).hexdigest()])]
    assert op["body"]["place"]["acc_cm"] == 1200


def test_what_cannot_be_ordered_says_why_and_is_recorded_to_be_handed_over(new_phone, server, officer, complaints):
    """One colleague's certificate has expired, another's covers other fields; a category in no power of ours is recorded only."""
    server.change("UPDATE certificate SET valid_to = '2026-01-20' WHERE number = '晋E样 0011'")
    phone = new_phone("officer").open().sign_in(officer)
    street = Inspecting.start(phone)
    street.party()
    street.add("IMG_0001.jpg", drawn("rubbish", 9))
    street.write(1, "zddw", "占道堆物", SEEN, "搬走")
    street.by(1, "立即")
    phone.tap(phone.page.get_by_role("button", name="选第二名"))
    reasons = phone.page.get_by_role("dialog")
    expect(reasons.get_by_role("listitem").filter(has_text="秦立夏")).to_contain_text("执法证 2026年1月20日 到期，今天无效")
    expect(reasons.get_by_role("listitem").filter(has_text="何惊蛰")).to_contain_text("执法证不包括环境卫生")
    assert violations(phone.page) == []
    phone.tap(reasons.get_by_role("radio", name="顾惊蛰"))
    phone.tap(phone.page.get_by_role("checkbox", name="已出示执法证，已告知权利"))
    phone.tap(phone.button("丰登路 26 号"))
    expect(phone.button("写责令改正通知书")).to_be_visible()

    # Another category: no order any more, but a record.
    finding = street.finding(1)
    finding.get_by_role("searchbox").fill("CJ01")
    phone.tap(finding.get_by_role("list", name="搜到的类别").get_by_role("button").first)
    expect(finding).to_contain_text("不在本街道职权内，不能责令")
    expect(finding).to_contain_text("移送自然资源、城管处理")
    phone.tap(finding.get_by_role("button", name="把移送的话写进情况"))
    expect(finding.get_by_label("情况")).to_have_value(f"{SEEN}\n该事项不属本机关职权，已记录现场情况，移送自然资源、城管依法处理。")
    expect(phone.button("写责令改正通知书")).to_have_count(0)
    phone.tap(phone.button("只记录检查"))
    phone.tap(phone.button("记录检查"))
    expect(phone.page.get_by_role("dialog")).to_contain_text("已保存到手机")
    phone.tap(phone.button("做现场检查笔录"))
    phone.page.wait_for_url("**/#/paper/*")
    phone.go("/outbox")
    expect(phone.page.get_by_text("都已上传", exact=True).first).to_be_visible(timeout=COMING_BACK_MS)
    [row] = server.rows("SELECT verdict FROM op WHERE type = 'inspection.record' AND instr(body, '该事项不属本机关职权')")
    assert row["verdict"] == "applied"


def test_only_officers_with_a_certificate_find_the_button(new_phone, server, world, officer):
    case = server.rows("SELECT c.id FROM 'case' c JOIN unit ON unit.id = c.unit_id WHERE unit.name = '二中队' AND c.state = 'in_progress'")[0]["id"]

    phone = new_phone("officer").open().sign_in(officer)
    phone.go(f"/case/{case}")
    phone.tap(phone.button("现场检查"))
    expect(phone.page.get_by_role("article")).to_have_count(1)  # begun with what was reported
    phone.close()

    patrol = new_phone("patroller").open().sign_in(world.account("patroller", "二中队"))
    patrol.go(f"/case/{case}")
    expect(patrol.button("补充记录")).to_be_visible()
    expect(patrol.button("现场检查")).to_have_count(0)
    patrol.go("/me")
    expect(patrol.page.get_by_role("button", name="退出登录")).to_be_visible()
    expect(patrol.page.get_by_role("button", name="开始现场检查")).to_have_count(0)

    server.stop()  # what is changed behind its back it does not know
    server.change("UPDATE certificate SET valid_to = '2026-01-20' WHERE number = '晋E样 0007'")
    server.start()
    late = new_phone("late").open().sign_in(officer)
    late.go(f"/case/{case}")
    expect(late.button("补充记录")).to_be_visible()
    expect(late.button("现场检查")).to_have_count(0)
    late.go("/me")
    expect(late.page.get_by_role("main")).to_contain_text("执法证 2026年1月20日 到期，今天无效")
