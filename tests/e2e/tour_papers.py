"""The part of the phone's tour that is about papers: what stands on record, and what an officer makes on the street with no network.

What it leaves behind: one inspection and its order, kept and later sent; three drafts, each of another kind.
"""

import math
from collections.abc import Iterator

from playwright.sync_api import Page, expect

from fieldapp.demo.photos import photo as drawn
from tests.e2e.installation import Installation, flask

#: Records an inspection and answers with the draft of its order, which lacks nothing but signatures.
INSPECTED = """async ({ second, words }) => {
  const [actions, { uuid7 }, records, drafts] = await Promise.all(
    ['actions/index', 'domain/ids', 'store/records', 'store/drafts'].map((name) => import(`/pwa/${name}.js`)));
  const mate = (await records.all('user')).find((user) => user.name === second), now = Date.now();
  const finding = (category, [text, requirement], deadline) => ({ id: uuid7(), category, text, requirement, deadline });
  const { paper_id } = await actions.recordInspection({
    id: uuid7(), kind: 'inspection', made_at: now, case_id: null, basis: 'clue', place: null, second: mate.id, place_text: '长风巷 12 号',
    party: { kind: 'individual_business', name: '朱雀面馆（演示）', code: '', legal_rep: '宿紫苏（经营者）', address: '长风巷 12 号' },
    cert_shown: true, cert_shown_at: now, started_at: now - 600_000, photos: [], findings: [
      finding('HW04', words[0], { kind: 'immediate' }), finding('HW03', words[1], { given: { n: 3, unit: 'working_day' } })] });
  return paper_id;
}"""
#: A record of the newest inspection, begun.
RECORD_BEGUN = """async () => {
  const [actions, papers] = await Promise.all(['actions/index', 'store/papers'].map((name) => import(`/pwa/${name}.js`)));
  const { id } = (await papers.shownOrders()).filter((o) => o.pending.length).at(-1);
  const order = await papers.shownOrder(id);
  return (await actions.startPaper('inspection_record', { inspection_id: order.inspection_id })).id;
}"""
#: A recheck begun with somebody who has no certificate any more.
LACKING = """async (item_id) => {
  const [records, drafts, { uuid7 }] = await Promise.all(
    ['store/records', 'store/drafts', 'domain/ids'].map((name) => import(`/pwa/${name}.js`)));
  const other = (await records.all('user')).find((user) => !(user.certificates ?? []).length);
  await drafts.saveDraft({
    id: uuid7(), kind: 'recheck', item_id, made_at: Date.now(), result: 'fail', second: other.id, text: '', rest: null, photos: [] });
}"""
WORDS = [["店外人行道摆放桌椅，占用盲道约6平方米", "清理占用盲道的物品，恢复通行"], ["擅自设置雨棚立柱3根", "拆除雨棚立柱，恢复路面"]]
Screens = Iterator[tuple[str, Page]]


class Papers:
    """`go` and `close_sheet` are the tour's own."""

    def __init__(self, server: Installation, go, close_sheet):
        self.server, self.go, self.close_sheet = server, go, close_sheet

    def fall_due(self) -> None:
        """What `flask work` does all the time."""
        if not self.server.rows("SELECT 1 FROM alert LIMIT 1"):
            flask(self.server.data, "tick", "--json")

    def on_record(self, page: Page) -> Screens:
        self.go(page, "/orders")
        page.locator("ul.rows .row").first.wait_for()
        yield "orders", page
        self.go(page, "/inbox")
        page.locator("ul.rows .row").first.wait_for()
        yield "inbox", page
        fresh, late = self.order("青鸾"), self.order("云雀")
        for name, order in (("order", fresh), ("order-late", late), ("order-withdrawn", self.order("苍鹭")),
                            ("order-superseded", self.order("逄芦苇")), ("order-closed", self.order("白鹭"))):
            self.at(page, f"/order/{order}")
            yield name, page
        closed = self.items(self.order("白鹭"))[0]
        opinion = self.server.rows("SELECT id FROM document WHERE kind = 'recheck_opinion' AND about LIKE ?", f"%{closed}%")
        self.at(page, f"/document/{opinion[0]['id']}")
        yield "document", page
        self.at(page, "/inspection/" + self.server.rows("SELECT inspection_id AS id FROM 'order' WHERE id = ?", fresh)[0]["id"])
        yield "inspection", page
        for name, item in (("item-late", self.items(late)[0]), ("item-extended", self.items(late)[1]), ("item-closed", closed)):
            self.at(page, f"/item/{item}")
            yield name, page
        self.at(page, f"/item/{self.items(fresh)[1]}")
        for n, name in enumerate(("item-done", "item-extend")):
            page.locator(".act button.btn").nth(n).click()
            page.locator("dialog .btn.pri").wait_for()
            yield name, page
            self.close_sheet(page)
        self.go(page, "/today")
        page.locator("button.strip.attention").click()
        page.locator("dialog .btns .btn").first.wait_for()
        yield "attest", page
        page.locator("dialog .btns .btn").first.click()
        page.locator("#attest-text").wait_for()
        yield "attest-not-there", page
        self.close_sheet(page)

    def made(self, page: Page) -> Screens:
        yield from self.inspect(page)
        yield from self.paper(page)
        yield from self.recheck(page)
        self.go(page, "/today")
        yield "today-drafts", page

    def inspect(self, page: Page) -> Screens:
        """From empty to complete; left as a draft."""
        self.go(page, "/me")
        page.locator("button.line:has(use[href$='#doc'])").first.click()
        page.locator("#party-name").wait_for()
        page.locator(".act .btn.pri").click()
        page.locator("#party-name-error").wait_for()
        yield "inspect-empty", page
        page.locator("#party-name").fill("云雀小吃店（演示）")
        page.locator("#party-code").fill("92140581")
        page.locator("#party-address").fill("丰登路 26 号，电话 13800138000")
        page.locator("#party-address-error").wait_for()
        yield "inspect-party-wrong", page
        page.locator("#party-code").fill("92140581MA0KTEST1X")
        page.locator("#party-address").fill("丰登路 26 号")
        page.locator("section button.wide").first.click()
        page.locator("#second").click()
        page.locator("dialog .opt").first.wait_for()
        yield "inspect-second", page
        page.locator("dialog .opt").first.click()
        page.locator("#cert-shown").check()
        page.locator(".chips .chip").first.click()
        with page.expect_file_chooser() as asked:
            page.locator("#add-finding").click()
        asked.value.set_files({"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": drawn("goods", 1)})
        for n, code in enumerate(("HW04", "CJ01")):
            if n:
                page.locator(".insp-add > .link").click()
            page.locator(f"#f{n}-category").fill(code)
            page.locator(".hits button").first.wait_for()
            if not n:
                yield "inspect-search", page
            page.locator(".hits button").first.click()
            page.locator(f"#f{n}-text").fill(WORDS[n][0])
        page.locator("#f0-deadline input").nth(2).check()
        page.locator("#f0-n").fill("365")
        page.locator("#f0-n").press("Tab")
        page.locator(".insp-warn").wait_for()
        yield "inspect-missing", page
        page.locator("#f0-deadline input[type=radio]").nth(1).check()
        page.locator(".insp-gaps button").last.click()
        yield "inspect-date", page
        page.locator(".act .btn").first.click()
        page.locator("dialog .btn.pri").wait_for()
        yield "inspect-no-order", page
        self.close_sheet(page)

    def paper(self, page: Page) -> Screens:
        """An order from its draft to the sheet that says it is kept; refused, so that there is a witness."""
        self.at(page, "/paper/" + page.evaluate(INSPECTED, {"second": "秦立夏", "words": WORDS}))
        page.locator("article.paper").wait_for()
        yield "paper-missing", page
        while page.locator(".todo li .link").count() and not page.locator(".pad-area canvas").count():
            page.locator(".act .btn.pri").click()
            page.locator("dialog[open], .pad-area canvas").first.wait_for()
            if page.locator("dialog[open]").count():
                page.locator("dialog .inp :is(input, textarea)").first.fill("0356-0000000")
                yield "paper-field", page
                self.close_sheet(page)
        yield "pad", page
        self.sign(page)
        yield "signing", page
        page.locator(".sig-box .btns .btn").last.click()
        page.locator("#refuse-reason").wait_for()
        yield "paper-refuse", page
        page.locator("#refuse-reason").fill("认为与己无关")
        page.locator("#refuse-witness").fill("苗小满")
        page.locator("dialog .btn.pri").click()
        expect(page.locator("dialog")).to_be_hidden()
        while page.locator(".signing .act .btn.pri:not(:has(use))").count():
            page.locator(".signing .act .btn.pri").click()
            self.sign(page)
        yield "signing-refused", page
        page.locator(".signing .act .btn.pri").click()
        page.locator("article.paper").wait_for()
        yield "paper-whole", page
        page.locator("header .icon-btn").last.click()
        page.locator("dialog .btn.danger").wait_for()
        yield "paper-more", page
        page.locator("dialog .btn.danger").click()
        page.locator("#drop-reason").wait_for()
        yield "paper-drop", page
        self.close_sheet(page)
        page.locator("header .icon-btn").last.click()
        page.locator("dialog .btn").first.click()
        page.locator("dialog .p-all").wait_for()
        yield "paper-all", page
        page.locator("dialog .p-all button.line").first.click()
        page.locator("dialog .btn.danger").wait_for()
        yield "paper-thaw", page
        self.close_sheet(page)
        page.locator(".act .btn.pri").click()
        page.locator("dialog fieldset").first.wait_for()
        yield "paper-issue", page
        page.locator("dialog .btn.pri").click()
        page.locator("dialog .steps").wait_for()
        yield "paper-kept", page
        page.locator("dialog .btns .btn").first.click()
        page.locator(".case-head").wait_for()
        yield "order-pending", page
        self.at(page, "/paper/" + page.evaluate(RECORD_BEGUN))
        page.locator("article.paper").wait_for()
        yield "paper-record", page

    def sign(self, page: Page) -> None:
        """A few strokes of a finger."""
        box = page.locator(".pad-area canvas").bounding_box()
        for stroke in range(3):
            left, top = box["x"] + box["width"] * (0.12 + 0.26 * stroke), box["y"] + box["height"] * 0.45
            page.mouse.move(left, top)
            page.mouse.down()
            for step in range(12):
                page.mouse.move(left + 4 * step, top + 30 * math.sin(step / 3 + stroke))
            page.mouse.up()
        page.locator(".act .btn.pri").click()
        page.locator(".signing").wait_for()

    def recheck(self, page: Page) -> Screens:
        items = self.items(self.order("青鸾"))
        self.at(page, f"/recheck/{items[0]}")
        page.locator(".insp-ways").first.wait_for()
        yield "recheck-empty", page
        page.locator("#second").click()
        page.locator("dialog .opt").first.wait_for()
        yield "recheck-second", page
        page.locator("dialog .opt").first.click()
        page.locator(".insp-ways").nth(1).locator("input").nth(1).check()
        page.locator(".rest").wait_for()
        yield "recheck-partial", page
        page.locator(".insp-ways").first.locator("input").first.check()
        with page.expect_file_chooser() as asked:
            page.locator("button.shoot").first.click()
        asked.value.set_files({"name": "IMG_3.jpg", "mimeType": "image/jpeg", "buffer": drawn("tidy", 3)})
        page.locator("figure img[src^='blob:']").first.wait_for()
        yield "recheck-pass", page
        late = self.items(self.order("云雀"))[0]
        page.evaluate(LACKING, late)
        self.at(page, f"/recheck/{late}")
        page.locator(".note.card").first.wait_for()
        yield "recheck-lacking", page

    def at(self, page: Page, path: str) -> None:
        """Papers of one kind have the same heading: from another screen."""
        self.go(page, "/today")
        page.locator(".screen.tabs").wait_for()
        self.go(page, path)

    def order(self, party: str) -> str:
        """The first order to somebody whose name begins so."""
        return self.server.rows("SELECT id FROM 'order' WHERE json_extract(party, '$.name') LIKE ? ORDER BY issued_at LIMIT 1", f"{party}%")[0]["id"]

    def items(self, order: str) -> list[str]:
        return [row["id"] for row in self.server.rows("SELECT id FROM order_item WHERE order_id = ? ORDER BY n", order)]
