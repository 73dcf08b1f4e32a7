"""Every page of the desk, one after another, in either language."""

from collections.abc import Iterator

from playwright.sync_api import Page

from tests.e2e.desk import SCREEN, Desk


class DeskTour:
    """`world` gives the accounts; nothing is changed on the server."""

    def __init__(self, browser, server, listen, world, lang: str = "zh", screen: dict = SCREEN, **more):
        self.browser, self.server, self.listen, self.world, self.lang, self.screen, self.more = (
            browser, server, listen, world, lang, screen, more)

    def __iter__(self) -> Iterator[tuple[str, Page]]:
        out = self.desk()
        out.go("/desk/sign-in")
        yield "sign-in", out.page
        yield from self.without_an_account(out)
        dispatcher = self.desk().sign_in(self.world.account("dispatcher", "一中队"))
        yield from self.at_the_platform(dispatcher)
        leader = self.desk().sign_in(self.world.account("leader", "东城街街道"))
        yield from self.with_flags(leader)
        yield from self.with_papers(leader)
        yield from self.with_numbers(leader)
        yield from self.with_phones(leader)
        squad_leader = self.desk().sign_in(self.world.account("squad_leader", "二中队")).go("/desk/cases")
        yield "list-squadron", squad_leader.page
        patroller = self.desk().sign_in(self.world.account("patroller", "二中队"))
        yield "to-phone", patroller.page
        for desk in (out, dispatcher, leader, squad_leader, patroller):
            desk.context.close()

    def desk(self) -> Desk:
        desk = Desk(self.browser, self.server.origin, self.listen, "en-GB" if self.lang == "en" else "zh-CN", self.screen, **self.more)
        desk.context.add_cookies([{"name": "lang", "value": self.lang, "url": self.server.origin}])
        return desk

    def at_the_platform(self, desk: Desk) -> Iterator[tuple[str, Page]]:
        desk.go("/desk/cases")
        yield "list", desk.page
        desk.page.locator("details.filter summary").click()
        yield "list-filter", desk.page
        desk.go("/desk/cases?q=suspended&words=zzzz")
        yield "list-empty", desk.page
        for name, where in (("case-reported", "state = 'reported'"), ("case-assign", "state = 'accepted'"),
                            ("case-closed", "state = 'closed'"), ("case-handed-over", "state = 'handed_over'")):
            desk.go(f"/desk/cases/{self.a_case(where)}")
            yield name, desk.page
            drawers = desk.page.locator("details.act summary")
            if name == "case-assign":
                for n in range(drawers.count()):
                    drawers.nth(n).click()
                yield "case-forms", desk.page
        yield from self.following_orders(desk)
        desk.go("/desk/cases/new")
        yield "intake", desk.page
        desk.go("/desk/cases/nowhere")
        yield "not-found", desk.page
        desk.go("/desk/cases")
        desk.press("?")
        desk.page.locator("dialog#keys[open]").wait_for()
        yield "keys", desk.page

    def without_an_account(self, desk: Desk) -> Iterator[tuple[str, Page]]:
        """The page behind a paper's QR code."""
        for state in ("served", "withdrawn", "superseded"):
            desk.go("/v/" + self.server.rows("SELECT verify_code FROM 'order' WHERE state = ? ORDER BY id LIMIT 1", state)[0]["verify_code"])
            yield f"verify-{state}", desk.page
        desk.go("/v/nowhere")
        yield "verify-unknown", desk.page
        desk.go("/v")
        yield "verify-ask", desk.page

    def with_flags(self, desk: Desk) -> Iterator[tuple[str, Page]]:
        desk.go("/desk/attention")
        yield "attention", desk.page
        links = desk.page.locator("nav.alist a")
        quarantined = desk.page.locator("nav.alist a[href*='row%3A'], nav.alist a[href*='row:']")
        if quarantined.count():
            quarantined.first.click()
            yield "attention-quarantine", desk.page
        handed = self.server.rows("SELECT op.op_id FROM op JOIN flag ON flag.op_id = op.op_id AND flag.state = 'open' WHERE op.type = 'op.hand_over'")
        for row in handed[:1]:
            desk.go(f"/desk/attention?open=op:{row['op_id']}")
            yield "attention-handed", desk.page
        for row in self.server.rows("SELECT id FROM feedback WHERE topic IS NOT NULL AND settled_at IS NULL")[:1]:
            desk.go(f"/desk/attention?open=said:{row['id']}")
            yield "attention-log", desk.page
        assert links.count() > 0

    def following_orders(self, desk: Desk) -> Iterator[tuple[str, Page]]:
        """Deadlines without parties, and the case that has most of them."""
        desk.go(f"/desk/orders/{self.an_order()}")
        yield "order-in-part", desk.page
        desk.go("/desk/cases/{case_id}".format(**self.server.rows(
            "SELECT case_id FROM 'order' WHERE case_id IS NOT NULL GROUP BY case_id ORDER BY count(*) DESC, case_id LIMIT 1")[0]))
        yield "case-ordered", desk.page

    def with_papers(self, desk: Desk) -> Iterator[tuple[str, Page]]:
        desk.go("/desk/orders")
        yield "orders", desk.page
        desk.page.locator("details.filter summary").click()
        yield "orders-filter", desk.page
        desk.go("/desk/orders?part=all&words=zzzz")
        yield "orders-empty", desk.page
        for state in ("withdrawn", "superseded"):
            desk.go("/desk/orders/" + self.server.rows("SELECT id FROM 'order' WHERE state = ? ORDER BY id LIMIT 1", state)[0]["id"])
            yield f"order-{state}", desk.page
        desk.go(f"/desk/orders/{self.an_order()}")
        yield "order", desk.page
        drawers = desk.page.locator("details.act summary")
        for n in range(drawers.count()):
            drawers.nth(n).click()
        yield "order-forms", desk.page
        for part, table in (("inspections", "inspection"), ("documents", "document")):
            desk.go(f"/desk/{part}/" + self.server.rows(f"SELECT id FROM {table} ORDER BY id LIMIT 1")[0]["id"])  # noqa: S608
            yield table, desk.page
        doubtful = self.server.rows("SELECT op.op_id FROM op JOIN flag ON flag.op_id = op.op_id WHERE flag.state = 'open' "
                                    "AND op.target_type IN ('order', 'document', 'inspection', 'item') ORDER BY op.n")
        for row in doubtful[:2]:
            desk.go(f"/desk/attention?open=op:{row['op_id']}")
            yield f"attention-paper-{row['op_id'][-4:]}", desk.page

    def with_numbers(self, desk: Desk) -> Iterator[tuple[str, Page]]:
        desk.go("/desk/registers")
        yield "register", desk.page
        drawers = desk.page.locator("main details:not([open]) > summary")
        while drawers.count():
            drawers.first.click()
        yield "register-open", desk.page

    def with_phones(self, desk: Desk) -> Iterator[tuple[str, Page]]:
        desk.go("/desk/devices")
        yield "devices", desk.page
        desk.page.locator("details[name=act] summary").first.click()
        yield "devices-form", desk.page
        desk.go("/desk/rescue")
        yield "rescue", desk.page

    def an_order(self) -> str:
        """The served one that most was done about."""
        return self.server.rows("SELECT o.id FROM 'order' o WHERE state = 'served' ORDER BY (SELECT count(*) FROM op WHERE op.target_id IN "
                                "(SELECT id FROM order_item i WHERE i.order_id = o.id)) DESC, o.id LIMIT 1")[0]["id"]

    def a_case(self, where: str) -> str:
        """The case with the longest history in this state."""
        found = self.server.rows(f"SELECT id FROM 'case' c WHERE {where} "  # noqa: S608
                                 "ORDER BY (SELECT count(*) FROM op WHERE op.case_id = c.id) DESC, id LIMIT 1")
        return found[0]["id"]
