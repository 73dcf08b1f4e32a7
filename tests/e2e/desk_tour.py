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
        dispatcher = self.desk().sign_in(self.world.account("dispatcher", "一中队"))
        yield from self.at_the_platform(dispatcher)
        leader = self.desk().sign_in(self.world.account("leader", "东城街街道"))
        yield from self.with_flags(leader)
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
        desk.go("/desk/cases/new")
        yield "intake", desk.page
        desk.go("/desk/cases/nowhere")
        yield "not-found", desk.page
        desk.go("/desk/cases")
        desk.press("?")
        desk.page.locator("dialog#keys[open]").wait_for()
        yield "keys", desk.page

    def with_flags(self, desk: Desk) -> Iterator[tuple[str, Page]]:
        desk.go("/desk/attention")
        yield "attention", desk.page
        links = desk.page.locator("nav.alist a")
        quarantined = desk.page.locator("nav.alist a[href*='row%3A'], nav.alist a[href*='row:']")
        if quarantined.count():
            quarantined.first.click()
            yield "attention-quarantine", desk.page
        assert links.count() > 0

    def a_case(self, where: str) -> str:
        """The case with the longest history in this state."""
        found = self.server.rows(f"SELECT id FROM 'case' c WHERE {where} "  # noqa: S608
                                 "ORDER BY (SELECT count(*) FROM op WHERE op.case_id = c.id) DESC, id LIMIT 1")
        return found[0]["id"]
