"""A server that cut its log is found out by a phone, in a real browser: its person is told, and goes on working."""

import sqlite3
from contextlib import closing

from playwright.sync_api import expect

from fieldapp.domain import merkle

#: The next round asks again, though ten minutes have not gone by.
ASK_AGAIN = """async () => {
  const device = await import("/pwa/store/device.js");
  await device.setPref("log", { ...(await device.prefs()).log, checked_at: 0 });
}"""
KEPT = """async () => (await (await import("/pwa/store/device.js")).prefs()).log ?? null"""


def cut(server, leaves: int) -> None:
    """As somebody with the database file could: the last leaves go, and the head is set back to fit."""
    with closing(sqlite3.connect(server.data / "fieldapp.db")) as db:
        size = db.execute("SELECT size FROM log_head").fetchone()[0] - leaves
        frontier = []
        for n, nodes in db.execute("SELECT n, nodes FROM log_leaf WHERE n < ? ORDER BY n", (size,)):
            frontier, _ = merkle.append(frontier, n, bytes.fromhex(nodes[:64]))
        db.execute("DELETE FROM log_leaf WHERE n >= ?", (size,))
        db.execute("UPDATE log_head SET size = ?, root = ?, frontier = ?", (size, merkle.fold(frontier).hex(), b"".join(frontier).hex()))
        db.commit()


def test_a_cut_log_is_told_and_work_goes_on(new_phone, server, world):
    phone = new_phone("patroller").open().sign_in(world.account("patroller", "二中队"))
    phone.page.wait_for_function(f"({KEPT})()")
    kept = phone.page.evaluate(KEPT)
    assert kept["size"] > 10 and kept["origin"].startswith("fieldapp/")

    cut(server, 3)
    phone.page.evaluate(ASK_AGAIN)
    with phone.page.expect_response(lambda answer: answer.url.endswith("/feedback")):
        phone.pull()
    phone.tab("待传")

    expect(phone.page.get_by_role("heading", name="服务器的日志核对不上")).to_be_visible()
    expect(phone.page.get_by_text("比它以前给这部手机看过的少")).to_be_visible()
    assert phone.page.evaluate(KEPT)["size"] == kept["size"]
    with closing(sqlite3.connect(server.data / "fieldapp.db")) as db:
        [[told]] = db.execute("SELECT text FROM feedback").fetchall()
    assert kept["note"] in told

    phone.tap(phone.button("知道了"))
    expect(phone.page.get_by_role("heading", name="服务器的日志核对不上")).to_be_hidden()
