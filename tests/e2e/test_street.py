"""Street: two officers order a correction with no network; killed, sent, read at the desk, attested to, and true to who scans it.

The server's clock is real, so its calendar is what is set: the days until the Saturday after tomorrow are a holiday, and that Saturday
makes up for it (调休). Three working days from today are then that Saturday, Monday and Tuesday, whatever today is.
"""

import json
from collections import defaultdict
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from fieldapp.demo.photos import photo as drawn_photo
from fieldapp.domain import worktime
from fieldapp.rulebook import load
from tests.clock import ZONE, at
from tests.documents.reading import flat, text_in
from tests.e2e.complaints import NO_SERVER
from tests.e2e.installation import Installation, copy_program, copy_world
from tests.e2e.officer import Officer
from tests.e2e.phone import COMING_BACK_MS
from tests.e2e.points import middle_of_a_cell
from tests.e2e.rendered import RESULTS, drawn, ink
from tests.e2e.test_inspection import ALSO, PARTY, SEEN

DAY = timedelta(days=1)
OWN_CASE = """SELECT c.id, c.number FROM "case" c JOIN user ON user.id = c.assignee_id
              WHERE user.name = ? AND c.state = 'in_progress' ORDER BY c.id LIMIT 1"""
#: Nobody who scans the code learns any of these.
PRIVATE = (PARTY, "温冬至", "丰登路", "陆谷雨", "顾惊蛰", SEEN, ALSO, "3个工作日")


@pytest.fixture(scope="session")
def saturday() -> date:
    """The make-up Saturday: the first that is not today or tomorrow, so that a run over midnight changes nothing."""
    today = datetime.now(ZONE).date()
    return next(day for day in (today + n * DAY for n in range(2, 9)) if day.weekday() == 5)


@pytest.fixture(scope="session")
def calendars(saturday) -> dict:
    """{year: {off, work}} of a holiday that ends with a make-up Saturday."""
    years = defaultdict(lambda: {"off": [], "work": []})
    day = datetime.now(ZONE).date() + DAY
    while day < saturday:
        years[str(day.year)]["off"].append(day.isoformat())
        day += DAY
    for rest in (saturday + n * DAY for n in range(4)):
        years[str(rest.year)]  # a year of its own, without holidays
    years[str(saturday.year)]["work"].append(saturday.isoformat())
    return dict(years)


@pytest.fixture
def server(world, tmp_path, calendars):
    """An installation by that calendar."""
    tree = copy_program(tmp_path / "tree")
    for year, days in calendars.items():
        (tree / "fieldapp/rulebook/calendars" / f"{year}.json").write_text(json.dumps(days))
    installation = Installation(copy_world(world.folder, tmp_path / "data"), tree).start()
    yield installation
    installation.discard()


def named(world, name: str) -> dict:
    return next(a for a in world.accounts if a["name"] == name)


def test_from_the_street_with_no_network_to_the_file(
        new_phone, new_desk, browser, windows, server, world, photo, cells, complaints, saturday, calendars):
    complaints.expect(NO_SERVER)
    [case] = server.rows(OWN_CASE, "陆谷雨")
    lu = Officer(new_phone("lu", middle_of_a_cell(cells, 12)).open().sign_in(named(world, "陆谷雨")))
    lu.phone.wait_for_worker()
    lu.phone.close()
    server.stop()

    # A cold start with no server: the inspection, two findings with photos.
    lu.phone.open()
    street = lu.inspect(case["id"])
    street.party()
    street.second("顾惊蛰")
    lu.phone.tap(lu.page.get_by_role("checkbox", name="已出示执法证，已告知权利"))
    lu.phone.tap(lu.phone.button("丰登路 26 号"))
    street.write(1, "zddw", "占道堆物", SEEN, "清理桌椅、冷柜，恢复盲道畅通")
    lu.photograph(street.finding(1), "IMG_0001.jpg", photo)
    street.by(1, "立即")
    street.add("IMG_0002.jpg", drawn_photo("rubbish", 9))
    street.write(2, "CJ03", "擅自占用", ALSO, "拆除立柱，恢复路面")
    street.by(2, "工作日")
    expect(street.finding(2).get_by_role("radio", name="3 工作日")).to_be_checked()
    expect(street.finding(2)).to_contain_text("调休上班")
    due = saturday + 3 * DAY
    expect(street.finding(2)).to_contain_text(f"{due.year}年{due.month}月{due.day}日（周二）24:00 前")

    # The order: its text with its own number is final, three sign, it is handed over, and kept.
    paper = lu.write_order()
    lu.tell_office_phone()
    lu.sign_all()
    frozen = lu.draft(paper)["frozen"]
    year = datetime.now(ZONE).year
    assert frozen["number_text"] == f"高东街责改字〔{year}〕第{frozen['number']['n']:03}号" and frozen["number_text"] in frozen["text"]
    order_id = lu.issue_and_serve()
    expect(lu.page.get_by_role("main")).to_contain_text("未上传")

    # Killed; opened cold: all of it is there and waits, and the server knows nothing.
    lu.phone.kill()
    lu.phone.open("/#/outbox")
    expect(lu.page.get_by_role("article")).to_have_count(3)
    lu.phone.go(f"/order/{order_id}")
    expect(lu.page.get_by_role("main")).to_contain_text(frozen["number_text"])
    assert server.ops_naming(frozen["text_hash"]) == []
    lu.phone.go("/outbox")

    # The server comes back; nobody touches the phone.
    taps = lu.phone.taps
    server.start()
    expect(lu.page.get_by_text("都已上传", exact=True).first).to_be_visible(timeout=COMING_BACK_MS)
    assert lu.phone.taps == taps
    ops = [op for op in map(dict, server.rows("SELECT type, verdict, payload FROM op ORDER BY n DESC LIMIT 3"))][::-1]
    assert [(op["type"], op["verdict"]) for op in ops] == [("inspection.record", "applied"), ("order.issue", "applied"), ("order.serve", "applied")]
    assert server.rows("SELECT f.code FROM flag f JOIN op ON op.op_id = f.op_id WHERE op.target_id = ?", order_id) == []
    said = json.loads(ops[1]["payload"])
    deadlines_are_right(said, at(f"{due} 00:00") + 86_400_000, calendars)
    assert said["text"] == frozen["text"]

    # At the desk: the order's page, and the paper as page and as PDF with the very text of the phone.
    desk = new_desk(named(world, "顾惊蛰"))
    desk.go(f"/desk/orders/{order_id}")
    main = desk.page.get_by_role("main")
    for words in (frozen["number_text"], PARTY, "拆除立柱，恢复路面", "送达"):
        expect(main).to_contain_text(words)
    made = desk.context.request.get(f"{server.origin}/desk/papers/order/{order_id}.pdf").body()
    assert text_in(made) == flat(frozen["text"])
    looked_at(made, desk, order_id)

    # The number is used, and every number of the register has its fate.
    desk.go(f"/desk/registers/order_to_correct/{year}?open={frozen['number']['n']}")
    number = frozen["number"]
    [kept] = server.rows("SELECT state, lease_id, record_id FROM number WHERE register_id = ? AND n = ?", number["register"], number["n"])
    assert tuple(kept) == ("used", number["lease_id"], order_id)
    row = desk.page.locator(f"#n-{frozen['number']['n']}")
    expect(row).to_contain_text("已用")
    expect(row).to_contain_text(PARTY)
    register_has_no_unexplained_gap(desk, server, year)

    # The second officer is asked on his own phone, and was there.
    gu = Officer(new_phone("gu").open().sign_in(named(world, "顾惊蛰")))
    expect(gu.asked_to_attest()).to_contain_text("2 件请你确认在场")
    gu.was_there()
    expect(gu.asked_to_attest()).to_have_count(0)
    gu.all_sent()
    desk.go(f"/desk/orders/{order_id}")
    answer = desk.page.get_by_role("region", name="确认在场").get_by_role("listitem").filter(has_text="顾惊蛰")
    expect(answer.locator(".st-closed")).to_have_text("在场")

    # Who scans the code learns that it stands, and nothing about anybody.
    public = windows(browser.new_context(locale="zh-CN")).new_page()
    public.goto(f"{server.origin}/v/{frozen['verify_code']}")
    expect(public.get_by_role("heading", level=1)).to_have_text("这份文书有效")
    shown = public.locator("body").inner_text()
    assert frozen["number_text"] in shown and [word for word in PRIVATE if word in public.content()] == []


def deadlines_are_right(said: dict, due_ms: int, calendars: dict) -> None:
    """At once, and the end of the third working day: as the reference counts it, and as the paper prints it."""
    rules = load()
    at_once, days = (item["deadline"] for item in said["items"])
    assert at_once["kind"] == "immediate" and "立即（不迟于" in said["text"]
    assert days["given"] == {"n": 3, "unit": "working_day"}
    start = at(f"{said['fields']['issued_on']} 12:00")
    assert worktime.add(start, 3, "working_day", rules.clocks, calendars).at_ms == due_ms
    without = {year: {**days, "work": []} for year, days in calendars.items()}
    assert worktime.add(start, 3, "working_day", rules.clocks, without).at_ms == due_ms + 86_400_000  # the Saturday is what counts
    last = datetime.fromtimestamp(due_ms / 1000, ZONE).date() - DAY
    assert days["due_at"] == last.isoformat()
    assert f"{last.year}年{last.month}月{last.day}日24时前（3个工作日）" in said["text"]


def looked_at(made: bytes, desk, order_id: str) -> None:
    """Drawn by another program, and as a page with its three signatures; the pictures are left for people to look at."""
    pages = len(PdfReader(BytesIO(made)).pages)
    pictures = [drawn(made, RESULTS, page) for page in range(1, pages + 1)]
    assert all(ink(picture) > 1_000 for picture in pictures)
    desk.go(f"/desk/papers/order/{order_id}.html")
    signatures = desk.page.locator(".p-sign img")
    expect(signatures).to_have_count(3)
    assert all(signatures.nth(n).evaluate("img => img.decode().then(() => img.naturalWidth)") > 0 for n in range(3))
    desk.page.emulate_media(media="print")
    desk.page.screenshot(path=RESULTS / "paper.html.png", full_page=True)
    desk.page.emulate_media(media="screen")


def register_has_no_unexplained_gap(desk, server, year: int) -> None:
    given = server.rows("SELECT next_n FROM register WHERE kind = 'order_to_correct' AND year = ?", year)[0]["next_n"] - 1
    known = [r["n"] for r in server.rows("SELECT n FROM number WHERE register_id = ? ORDER BY n", f"order_to_correct:{year}")]
    assert known == list(range(1, given + 1))
    gaps = desk.page.locator("section.gaps")
    explained = gaps.locator("li")
    assert explained.count() > 0 and all(len(words.strip()) > 5 for words in explained.locator("p").all_inner_texts())
    assert explained.locator("p").count() == explained.count()
