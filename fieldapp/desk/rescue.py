"""Loading a phone's exported file at the desk (protocol 6): by anybody with a desk; what is in it stays its author's."""

from collections import Counter
from dataclasses import dataclass

from flask import render_template, request
from flask_babel import gettext as _

from fieldapp.config import current_settings
from fieldapp.domain.problems import Problem, message
from fieldapp.edges.clock import now_ms
from fieldapp.edges.language import language
from fieldapp.store import ledger
from fieldapp.store.devices import device, lane
from fieldapp.store.files import CHUNK, Files
from fieldapp.store.people import user
from fieldapp.sync.rescue import Rescued, rescue
from fieldapp.sync.rescue_file import MAX_BYTES, Broken, spool

from . import bp
from .about import named_thing
from .door import me
from .verdicts import BAD, GOOD, LOOK, Said, action_name, op_words, quarantine_words


@dataclass(frozen=True)
class Line:
    """One op of the file in words. `page` is where it is read, "" where this person may not."""

    name: str
    author: str
    said: Said
    again: bool
    lacks: int
    about: str
    page: str


@bp.get("/rescue")
def rescue_page():
    return render_template("desk/rescue.html", done=None, said=None)


@bp.post("/rescue")
def rescue_post():
    request.max_content_length = MAX_BYTES + CHUNK  # the file, and what a form puts around it
    given = request.files.get("file")
    if given is None or not given.filename:
        return render_template("desk/rescue.html", done=None, said=Said(BAD, _("先选手机导出的文件。"))), 422
    sender = me().user.id
    try:
        with spool(iter(lambda: given.stream.read(CHUNK), b""), current_settings().data) as file:
            done = rescue(file, Files(current_settings().blobs), sender, now_ms())
    except Problem as problem:
        return render_template("desk/rescue.html", done=None, said=Said(BAD, message(problem.code, language()))), problem.status
    return render_template("desk/rescue.html", done=done, said=_summary(done), lines=[_line(one) for one in done.results],
                           phones=_phones(done), broken=[(one, broken_words(one)) for one in done.broken],
                           photos=Counter("again" if one["dup"] else "new" if one["stored"] else "not" for one in done.blobs))


def _summary(done: Rescued) -> Said:
    got = [one for one in done.results if one["verdict"] not in (None, "quarantined")]
    new, more = [one for one in got if not one["dup"]], []
    if done.broken and done.broken[0].code == "not_ours":
        return Said(BAD, _("这不是手机导出的文件，什么也没有导入。"))
    lacking = sum(one["lacks"] for one in done.results)
    if lacking:
        more.append(_("还缺 %(n)s 张照片：它们还在手机里。", n=lacking))
    if done.missing:
        more.append(_("前面还缺 %(n)s 条记录：手机联网后会自动补上。", n=sum(one["last"] - one["first"] + 1 for one in done.missing)))
    if done.broken:
        more.append(_("文件有损坏，能读的都读了。"))
    strange = len(done.results) - len(got)
    if strange:
        more.append(_("%(n)s 条核对不上，没有算数。", n=strange))
    first = _("导入 %(new)s 条新的，%(known)s 条早就有了。", new=len(new), known=len(got) - len(new))
    return Said(LOOK if more else GOOD, first, tuple(more))


def _line(one: dict) -> Line:
    op = ledger.op(one["op_id"]) if one["op_id"] and one["verdict"] not in (None, "quarantined") else None
    if op is None:
        words = _("隔离区满了，先处理「需处理」里隔离的，再导入一次。") if one["verdict"] is None else quarantine_words(one["code"])
        return Line(_("核对不上的一条"), "", Said(BAD, words), False, 0, "", "")
    about = named_thing("case", op.case_id) if op.target_type == "case" and op.case_id else named_thing(op.target_type, op.target_id)
    page = about.page if about else ""
    return Line(action_name(op.type), user(op.user_id).name, op_words(op), one["dup"], one["lacks"], about.name if about and page else "", page)


def _phones(done: Rescued) -> list[str]:
    """Whose phone: the people and phones of the lanes that this server knows."""
    known = [lane(lane_id) for lane_id in dict.fromkeys(one["lane_id"] for one in done.results)]
    return list(dict.fromkeys(_("%(who)s的手机「%(phone)s」", who=user(one.user_id).name, phone=device(one.device_id).name) for one in known if one))


def broken_words(one: Broken) -> str:
    return {"not_ours": _("不是手机导出的文件"), "cut_off": _("文件到这里断了，后面的没有"),
            "too_many": _("条数太多，后面的没有读"), "unreadable": _("这一行读不出来")}[one.code]
