"""Every refusal the server can utter, on one page: code → HTTP status, Chinese, English.

A `Problem` is raised anywhere and turned into JSON or HTML in one place. First what happened, then what to do.
"""

CATALOGUE: dict[str, tuple[int, str, str]] = {
    "bad_request": (400, "这个请求读不懂。", "This request cannot be read."),
    "bad_credentials": (401, "用户名或密码不对。", "The user name or the password is wrong."),
    "signed_out": (401, "登录已过期。登录后接着办，什么都不会丢。", "You are signed out. Sign in and go on; nothing is lost."),
    "cross_site": (403, "这个请求来自别的网站，没有受理。", "This request came from another site and was not accepted."),
    "forbidden": (403, "您的角色不能做这件事。", "Your role does not allow this."),
    "lane_revoked": (403, "这部手机已停用。没传的内容还在手机里，请交给中队处理。",
                     "This phone has been revoked. What it has not sent is still on it; hand it to the squad."),
    "phone_not_approved": (403, "这部手机还没有批准，先不发文书编号；其他照常。请负责人或中队长在「手机管理」里批准。",
                           "This phone is not approved yet and gets no numbers; all else works. A leader approves it under Phones."),
    "password_change_needed": (403, "先改掉一次性密码，再继续。", "Change the one-time password first."),
    "not_found": (404, "没有找到，或者您看不到它。", "Not found, or not visible to you."),
    "method_not_allowed": (405, "这个地址不接受这种请求。", "This address does not take that kind of request."),
    "gap": (409, "前面还缺几条，请从服务器所说的位置接着传。", "Earlier operations are missing; go on from the head given."),
    "fork": (409, "同一个位置有两条不同的记录，这条链已停。", "Two different operations claim one place; this lane is stopped."),
    "too_many_lanes": (409, "这部手机重新开始的次数太多了。手机里的内容都在，请交给中队处理。",
                       "This phone has begun anew too many times. What is on it is safe; hand it to the squad."),
    "too_large": (413, "一次传得太多，请分开传。", "Too much at once; send less."),
    "hash_mismatch": (422, "收到的文件和它的指纹对不上，请重传。", "The file received does not match its hash; send it again."),
    "invalid": (422, "这一项填得不对。", "This field is not right."),
    "password_weak": (422, "密码至少 8 个字符，不能和用户名相同，也不能和旧密码相同。",
                      "A password has at least 8 characters and is neither the user name nor the old password."),
    "locked": (429, "密码错了太多次。请稍等再试；已登录的手机不受影响。",
               "Too many wrong passwords. Wait a little; phones already signed in are not affected."),
    "slow_down": (429, "太快了，请稍等。", "Too fast; wait a moment."),
    "server_error": (500, "服务器出错了。手机里的内容都在。", "The server failed. What is on your phone is safe."),
    "unavailable": (503, "服务器暂时没空。手机里的内容都在，会自动再试。",
                    "The server is busy. What is on your phone is safe and will be sent again."),
    # what an operation may be refused for (protocol 2: only requests are)
    "state_moved": (409, "别人已经先办了，状态变了。", "Somebody acted first; the state has moved on."),
    "not_allowed": (403, "您的角色在这个状态下不能这样办。", "Your role cannot do this in this state."),
    "reason_missing": (422, "请写明理由。", "Give a reason."),
    "same_person": (409, "办理的人不能核查自己办的件。", "The handler may not check their own work."),
    "leader_needed": (403, "第二次退回要由中队长或负责人决定。", "A second return needs a squad leader or the leader."),
    "wrong_unit": (422, "这件不能派给这个单位。", "This case cannot go to that unit."),
    "wrong_case": (422, "不能并到这一件。", "It cannot be merged into that case."),
    "too_late": (409, "期限已过，不能再申请延期；请复查后决定。", "The deadline has passed; recheck and decide instead."),
    "extension_needs_leader": (403, "再次延期，或延期比原期限还长，要由负责人决定。",
                               "A further extension, or one longer than the first deadline, needs the leader."),
    "receipt_missing": (409, "对方还没有回执，不能结案。", "There is no receipt yet, so the case cannot be closed."),
    "field_missing": (422, "缺少一项内容。", "A field is missing."),
    "unknown_target": (422, "要办的对象不存在。", "The thing to act on does not exist."),
    "unknown_type": (422, "服务器还不认识这种记录。", "The server does not know this kind of operation yet."),
    "no_access": (403, "这件不在您的范围内。", "This is outside your scope."),
    "id_taken": (409, "这个编号已经有了。", "This id is taken."),
    "waiting_target": (202, "等它所说的对象到了再办。", "Waits for the thing it speaks of."),
    "wrong_target": (422, "这件事不能对它办。", "This cannot be done to that kind of thing."),
    "bad_payload": (422, "内容缺一项或不认识，不能生效。", "Something in it is missing or unknown, so it cannot take effect."),
    "authority_ended": (409, "办理时有权限，上传时已终止。", "The right had ended when it arrived."),
    "depends_on_refused": (202, "它前面的一件没有办成，先等着。", "The operation it came after was not done; it waits."),
    "no_authority": (409, "执法资格、人数或职权不符合要求。", "Certificate, number of officers or power did not fit."),
    "deadline_changed": (202, "期限已经另有决定，请中队长定夺。", "The deadline has been decided otherwise; a squad leader settles it."),
    "number_taken": (409, "这个编号已借给别人或已经用掉，不能认可。", "This number is lent to somebody else or used; it cannot be admitted."),
    "lease_limit": (409, "手里没用的编号已够 30 个，先用掉再借。", "30 unused numbers are in hand; use them before asking for more."),
    "dismissed": (409, "负责人看过，没有采纳。", "A leader looked at it and did not take it up."),
    "withdrawn": (409, "本人已撤回。", "Its author withdrew it."),
    "made_anew": (409, "本人重做过，其中一次已经算数，不能再算一次。", "It was done anew and one of the two counts; it cannot count twice."),
    "paper_stands": (409, "这件已经当场办了，本人不能撤回；请转交负责人。", "Done on the spot, it cannot be withdrawn; hand it to the leader."),
    "name_taken": (409, "这个名称已经用了。", "This name is taken."),
}


class Problem(Exception):
    """A refusal. `code` is a key of CATALOGUE; `details` go to the client as they are (JSON values only)."""

    def __init__(self, code: str, **details):
        super().__init__(code)
        self.code, self.details = code, details

    @property
    def status(self) -> int:
        return CATALOGUE[self.code][0]


def message(code: str, lang: str = "zh") -> str:
    """The sentence for `code`, "zh" or "en"; codes like `field_missing:text` find the part before the colon."""
    row = CATALOGUE.get(code.split(":")[0]) or CATALOGUE["bad_request"]
    return row[2] if lang.startswith("en") else row[1]
