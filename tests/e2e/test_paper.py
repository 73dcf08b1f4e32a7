"""An order made on the phone with no network: written, signed by finger, printed, issued and served; and what a change takes away."""

import json
import math
import re

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.e2e.complaints import NO_SERVER
from tests.e2e.phone import COMING_BACK_MS, Phone
from tests.e2e.seeing import cut_off, violations

#: Records an inspection with two findings; the draft of its order begins with it. Answers with the draft's id.
INSPECTED = """async ({ second, told }) => {
  const [actions, { uuid7 }, records, drafts] = await Promise.all(
    ['actions/index', 'domain/ids', 'store/records', 'store/drafts'].map((name) => import(`/pwa/${name}.js`)));
  const mate = (await records.all('user')).find((user) => user.name === second), now = Date.now();
  const finding = (category, text, requirement, deadline) => ({ id: uuid7(), category, text, requirement, deadline });
  const { paper_id } = await actions.recordInspection({
    id: uuid7(), kind: 'inspection', made_at: now, case_id: null, basis: 'clue', place_text: '丰登路26号', place: null, second: mate.id,
    party: { kind: 'individual_business', name: '云雀小吃店', code: '', legal_rep: '温冬至，经营者', address: '丰登路26号' },
    cert_shown: true, cert_shown_at: now, started_at: now - 600_000, photos: [], findings: [
      finding('HW04', '店外人行道摆放桌椅，占用盲道约6平方米', '清理占用盲道的物品，恢复通行', { kind: 'immediate' }),
      finding('HW03', '擅自设置雨棚立柱3根', '拆除雨棚立柱，恢复路面', { given: { n: 3, unit: 'working_day' } })] });
  const draft = await drafts.draft(paper_id);
  await drafts.saveDraft({ ...draft, values: { ...draft.values, contact_phone: told } });
  return paper_id;
}"""
#: What the ledger of this phone holds.
LEDGER = """async () => {
  const { reading } = await import('/pwa/store/ledger.js');
  const [ops, numbers, drafts, claims] = await Promise.all(['ops', 'numbers', 'drafts', 'claims'].map((store) => reading((db) => db.getAll(store))));
  return { ops: ops.sort((a, b) => a.seq - b.seq), numbers, drafts, claims };
}"""
PHONE_NUMBER = "0356-0000000"


@pytest.fixture
def officers(world) -> list[dict]:
    return [a for a in world.accounts if "officer" in a["role"] and a["unit"] == "二中队"][:2]


@pytest.fixture
def phone(new_phone, officers, complaints) -> Phone:
    """An officer's phone, gone off the network."""
    complaints.expect(NO_SERVER)
    phone = new_phone("陆").open().sign_in(officers[0])
    phone.wait_for_worker()
    phone.context.set_offline(True)
    phone.context.add_init_script("window.print = () => { document.documentElement.dataset.asked = 'yes' }")
    phone.page.evaluate("window.print = () => { document.documentElement.dataset.asked = 'yes' }")
    return phone


def begin(phone: Phone, officers: list[dict], told: str = PHONE_NUMBER) -> str:
    """Inspect, and open the order."""
    paper = phone.page.evaluate(INSPECTED, {"second": officers[1]["name"], "told": told})
    phone.go(f"/paper/{paper}")
    expect(phone.page.locator("article.paper")).to_be_visible()
    return paper


def write_name(page: Page, seed: int) -> None:
    """A few strokes of a finger."""
    expect(page.locator(".pad-area canvas")).to_be_visible()
    box = page.locator(".pad-area canvas").bounding_box()
    for stroke in range(3):
        left, top = box["x"] + box["width"] * (0.12 + 0.26 * stroke), box["y"] + box["height"] * 0.45
        page.mouse.move(left, top)
        page.mouse.down()
        for step in range(12):
            page.mouse.move(left + 4 * step, top + 40 * math.sin(step / 3 + stroke * seed))
        page.mouse.up()


def sign(phone: Phone, seed: int) -> None:
    """Whoever is next signs."""
    phone.tap(phone.page.locator(".act .btn.pri"))
    write_name(phone.page, seed)
    phone.tap(phone.button("签好了"))
    expect(phone.page.locator(".signing")).to_be_visible()


def sign_all(phone: Phone) -> None:
    for seed in (1, 2, 3):
        sign(phone, seed)
    phone.tap(phone.button("都签好了"))
    expect(phone.page.get_by_role("heading", name="都齐了")).to_be_visible()


def ledger(phone: Phone) -> dict:
    return phone.page.evaluate(LEDGER)


def draft_of(phone: Phone, paper: str) -> dict | None:
    return next((d for d in ledger(phone)["drafts"] if d["id"] == paper), None)


def test_signed_printed_issued_and_kept_with_no_network(phone, officers, server, tmp_path):
    paper, page = begin(phone, officers, told=""), phone.page
    expect(page.get_by_role("heading", name="还缺 4 项")).to_be_visible()
    phone.tap(page.locator(".act .btn.pri"))
    page.get_by_role("dialog").get_by_role("textbox", name="办公电话").fill(PHONE_NUMBER)
    phone.tap(phone.button("填好了"))
    expect(page.get_by_role("heading", name="还缺 3 项")).to_be_visible()
    expect(page.locator("article.paper")).to_contain_text(PHONE_NUMBER)

    phone.tap(page.locator(".act .btn.pri"))
    phone.tap(phone.button("签好了"))
    expect(page.get_by_role("alert")).to_have_text("没有笔迹")
    write_name(page, 1)
    phone.tap(phone.button("签好了"))
    sign(phone, 2)
    phone.tap(page.get_by_role("button", name="请在此签名：当事人 温冬至"))
    write_name(page, 3)
    phone.tap(phone.button("签好了"))
    phone.tap(phone.button("都签好了"))
    frozen = draft_of(phone, paper)["frozen"]

    phone.tap(phone.button("打印"))
    expect(page.locator("html[data-asked='yes'] #print-out .page")).to_have_count(4)  # two copies of two sheets
    page.emulate_media(media="print")
    page.pdf(path=tmp_path / "paper.pdf", prefer_css_page_size=True)
    page.emulate_media(media="screen")
    pages = PdfReader(tmp_path / "paper.pdf").pages
    assert [[round(float(side) / 72 * 25.4) for side in (one.mediabox.width, one.mediabox.height)] for one in pages] == [[210, 297]] * 4
    assert [re.search(r"第(\d).共(\d)", "".join(one.extract_text().split())).groups() for one in pages] == [("1", "2"), ("2", "2")] * 2
    sheets = "".join("".join(page.locator("#print-out .page .paper").all_text_contents()[:2]).split())
    assert all("".join(line.split()) in sheets for line in frozen["text"].split("\n"))
    assert draft_of(phone, paper)["printed_at"]

    phone.tap(phone.button("签发并送达"))
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_label("收件人")).to_have_value("温冬至")
    phone.tap(dialog.get_by_role("button", name="签发并送达"))
    expect(dialog).to_contain_text("已保存到手机")
    expect(dialog).to_contain_text(frozen["number_text"])
    held = ledger(phone)
    assert [op["type"] for op in held["ops"]][-2:] == ["order.issue", "order.serve"] and draft_of(phone, paper) is None
    assert [(n["n"], n["state"]) for n in held["numbers"] if n["state"] == "taken"] == [(frozen["number"]["n"], "taken")]
    assert len([c for c in held["claims"] if c["role"] == "signature"]) == 3
    assert all(c["bytes"] < 40_000 for c in held["claims"] if c["role"] == "signature")

    phone.context.set_offline(False)
    page.evaluate("dispatchEvent(new Event('pageshow'))")
    expect(page.locator("#app")).to_be_visible()
    arrived(page)
    issued = server.ops_naming(frozen["text_hash"])[0]
    served = server.rows('SELECT state, number FROM "order" WHERE text_hash = ?', frozen["text_hash"])[0]
    assert issued["verdict"] == "applied" and issued["payload"]["text"] == frozen["text"]
    assert (served["state"], served["number"]) == ("served", frozen["number_text"])


def arrived(page: Page) -> None:
    """Until everything of this phone has its receipt."""
    page.evaluate("location.hash = '/outbox'")
    expect(page.get_by_text("都已上传").first).to_be_visible(timeout=COMING_BACK_MS)


def test_a_change_takes_the_signatures_away_after_a_question(phone, officers):
    paper, page = begin(phone, officers), phone.page
    sign_all(phone)
    before = draft_of(phone, paper)
    phone.tap(phone.button("全部内容"))
    phone.tap(page.get_by_role("dialog").get_by_role("button", name="地点"))
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("已有的 3 个签名就作废")
    phone.tap(phone.button("不改了"))
    assert draft_of(phone, paper) == before

    phone.tap(phone.button("全部内容"))
    phone.tap(dialog.get_by_role("button", name="地点"))
    phone.tap(phone.button("改，签名作废"))
    dialog.get_by_role("textbox", name="地点").fill("丰登路28号")
    phone.tap(phone.button("填好了"))
    expect(page.get_by_role("heading", name="还缺 3 项")).to_be_visible()
    sign_all(phone)
    after = draft_of(phone, paper)
    assert after["frozen"]["text_hash"] != before["frozen"]["text_hash"] and "丰登路28号" in after["frozen"]["text"]
    assert after["frozen"]["number"]["n"] == before["frozen"]["number"]["n"]


def test_killed_while_signing_nothing_is_lost_and_no_number_is_used_twice(phone, officers):
    paper = begin(phone, officers)
    sign(phone, 1)
    frozen = draft_of(phone, paper)["frozen"]
    phone.kill()
    phone.open(f"/#/paper/{paper}")
    phone.context.set_offline(True)
    expect(phone.button("去签：第二名执法人员")).to_be_visible()
    expect(phone.page.get_by_text("还缺 2 项")).to_be_visible()
    for seed in (2, 3):
        sign(phone, seed) if seed == 2 else party_signs(phone, seed)
    phone.tap(phone.button("都签好了"))
    phone.tap(phone.button("签发并送达"))
    confirm = phone.page.get_by_role("dialog").get_by_role("button", name="签发并送达")
    confirm.dblclick()
    expect(phone.page.get_by_role("dialog")).to_contain_text("已保存到手机")
    held = ledger(phone)
    assert [op["type"] for op in held["ops"]].count("order.issue") == [op["type"] for op in held["ops"]].count("order.serve") == 1
    assert [n["n"] for n in held["numbers"] if n["state"] == "taken"] == [frozen["number"]["n"]]


def party_signs(phone: Phone, seed: int) -> None:
    phone.tap(phone.button("去签：当事人 温冬至"))
    write_name(phone.page, seed)
    phone.tap(phone.button("签好了"))
    expect(phone.page.locator(".signing")).to_be_visible()


def test_a_party_who_will_not_sign(phone, officers):
    paper, page = begin(phone, officers), phone.page
    sign(phone, 1)
    phone.tap(phone.button("当事人拒签"))
    dialog = page.get_by_role("dialog")
    phone.tap(phone.button("记为拒签"))
    expect(dialog.get_by_role("alert")).to_have_text("还没有写拒签的理由。")
    dialog.get_by_label("为什么拒签").fill("认为与己无关")
    dialog.get_by_label("见证人姓名").fill("苗小满")
    phone.tap(phone.button("记为拒签"))
    expect(page.get_by_text("见证人 苗小满")).to_be_visible()
    sign_all(phone)
    frozen = draft_of(phone, paper)["frozen"]
    assert "受送达人拒绝签收，理由：认为与己无关。见证人：苗小满。" in frozen["text"]
    phone.tap(phone.button("签发并送达"))
    phone.tap(dialog.get_by_role("button", name="签发并送达"))
    expect(dialog).to_contain_text("留置送达，收件人温冬至")
    served = json.loads(ledger(phone)["ops"][-1]["body"])["payload"]
    assert (served["method"], served["refusal"]) == ("left", {"reason": "认为与己无关", "witness": "苗小满"})


def test_dropped_the_number_goes_back_or_is_void_by_what_was_seen_of_it(phone, officers):
    paper, page = begin(phone, officers), phone.page
    phone.tap(page.locator(".act .btn.pri"))
    phone.tap(phone.button("不签"))
    phone.tap(phone.button("看全文"))
    n = draft_of(phone, paper)["frozen"]["number"]["n"]
    drop(phone)
    expect(page.get_by_role("dialog")).to_contain_text("还给本机号段")
    phone.tap(phone.button("删除草稿"))
    expect(page.get_by_role("dialog")).to_be_hidden()
    assert draft_of(phone, paper) is None and all(row["state"] == "free" for row in ledger(phone)["numbers"] if row["n"] == n)

    again = begin(phone, officers)
    sign(phone, 1)
    phone.tap(phone.button("看全文"))
    assert draft_of(phone, again)["frozen"]["number"]["n"] == n
    drop(phone)
    expect(page.get_by_role("dialog")).to_contain_text("会作废")
    page.get_by_role("dialog").get_by_label("为什么作废").fill("写错了当事人")
    phone.tap(phone.button("作废编号并删除"))
    expect(page.get_by_role("dialog")).to_be_hidden()
    op = json.loads(ledger(phone)["ops"][-1]["body"])
    assert (op["type"], op["payload"]["reason"]) == ("number.void", "写错了当事人") and op["target"]["id"].endswith(f"#{n}")


def drop(phone: Phone) -> None:
    phone.tap(phone.button("更多"))
    phone.tap(phone.button("不要这一份"))


def test_nobody_is_shut_out(phone, officers):
    """axe on the paper, its forms, the pad and the signatures; and nothing cut off on a narrow screen with text twice as large."""
    begin(phone, officers)
    page, found = phone.page, {}
    for size, scale in (({"width": 390, "height": 844}, "100"), ({"width": 320, "height": 640}, "200")):
        page.set_viewport_size(size)
        page.evaluate("scale => { document.documentElement.dataset.scale = scale }", scale)
        found[f"paper {scale}"] = violations(page) + cut_off(page)
        phone.tap(phone.button("全部内容"))
        found[f"all {scale}"] = violations(page) + cut_off(page)
        phone.tap(page.get_by_role("dialog").get_by_role("button", name="改正期限").last)
        found[f"deadline {scale}"] = violations(page) + cut_off(page)
        phone.tap(phone.button("填好了"))
    phone.tap(page.locator(".act .btn.pri"))
    expect(page.locator(".pad-area canvas")).to_be_visible()
    found["pad"] = violations(page) + cut_off(page)
    write_name(page, 1)
    phone.tap(phone.button("签好了"))
    expect(page.locator(".signing")).to_be_visible()
    found["signatures"] = violations(page) + cut_off(page)
    assert not any(found.values()), found
