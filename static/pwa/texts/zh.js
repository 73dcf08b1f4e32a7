/** 中文文案，头一屏用的。Short and plain: what happened, what is safe, what to do. {n} is filled in; texts/en.js has the same keys, zh_more.js the rest. */
export default {
  "app.name": "东城街巡查执法", "app.org": "高平市东城街街道综合行政执法队",
  "back": "返回", "close": "关闭", "undo": "撤销", "act.label": "操作", "optional": "可不填", "comma": "、", "colon": "：", "somebody": "有人",
  "search": "搜索", "search.clear": "清空搜索", "lang.other": "English",

  "age.now": "不到 1 分钟", "age.second": "{n} 秒", "age.minute": "{n} 分钟", "age.hour": "{n} 小时", "age.day": "{n} 天",
  "unit.minute": "分钟", "unit.hour": "小时", "unit.day": "天", "unit.metre": "{n} 米", "unit.km": "{n} 公里", "unit.squadron2": "二中队", "unit.squadron3": "三中队",
  "count.cases": "{n} 件", "count.things": "{n} 件", "count.photos": "{n} 张照片",

  "tab.label": "主导航", "tab.today": "今日", "tab.cases": "案件", "tab.outbox": "待传", "tab.me": "我的", "tab.shutter": "拍照上报",
  "tab.outbox.unsent": "{n} 件未上传", "tab.outbox.attention": "{n} 件需处理",
  "net.offline": "离线", "net.online": "在线", "net.pushing": "上传中", "net.waiting": "等重试", "net.blocked": "停着", "net.signed_out": "要登录",
  "status.pending": "未上传", "status.kept": "已保存到手机", "status.server": "已上传", "status.attention": "需处理", "status.refused": "没有办成",

  "due.overdue": "超期", "due.overdue.by": "超期 {span}", "due.today": "今日", "due.today.at": "今日 {time} 到期", "due.left": "还剩", "due.left.by": "还剩 {span}", "due.none": "无时限", "due.handled_in_time": "按期办理", "due.handled_late": "超期办理", "due.done": "已结束",
  "today.title": "今日", "today.overdue": "超期", "today.today": "今日到期", "today.mine": "我的在办", "today.by_deadline": "按期限", "today.all": "全部 {n} 件",
  "today.none": "今天没有到期的", "today.next": "下一件 {when} 到期。", "today.none.hint": "手上没有限时的件。看到问题，点下面的相机。",
  "today.first": "第一次加载", "today.first.count": "已收到 {done} / {total} 条", "today.first.wait": "正在收网格、类别和你的件。这时就可以拍照上报。", "today.first.offline": "还没有收到过数据。有网络后自动开始。",
  "strip.unsent": "{n} 件未上传，都在手机里", "strip.unsent.age": "最久 {age}·{next}", "next.online": "有网络后自动上传", "next.at": "{time} 自动再试", "next.now": "正在上传", "next.blocked": "登录后接着传",
  "strip.alerts": "{n} 条新提醒", "strip.alerts.hint": "到期、超期的事，点开看",
  "strip.attention": "{n} 件需处理", "strip.attention.hint": "服务器有话说，看怎么办", "strip.draft": "一份没写完的上报·{n} 张照片", "strip.draft.rest": "还有 {n} 份没写完的", "strip.draft.hint": "{when} 开始·接着写",

  "dot": "·", "semicolon": "；", "count.items": "{n} 项", "item.nth": "第 {n} 项", "item.rail.claimed": "已报改好", "item.rail.unserved": "待送达", "today.orders": "全部整改项",
  "strip.attest": "{n} 件请你确认在场", "strip.attest.hint": "同事写了你也在场，点开回答", "strip.draft.inspection": "一次没写完的检查", "strip.draft.inspection.of": "没写完的检查：{name}", "strip.draft.paper": "一份没完成的文书", "strip.draft.paper.of": "没完成的文书：{name}", "strip.draft.recheck": "一次没写完的复查", "strip.draft.recheck.of": "没写完的复查：{name}",

  "case.untitled": "未分类问题",
  "place.none": "没有定位", "place.fixed": "有定位",
  "op.report.file": "上报", "op.case.note": "补充记录", "op.task.accept": "接单", "op.task.return": "退回", "op.task.report_done": "反馈结果",

  "me.update": "有新版本", "me.update.hint": "换上只要几秒，未上传的都留着。", "me.update.now": "现在换上",

  "signin.title": "登录", "signin.username": "用户名", "signin.password": "密码", "signin.next": "新密码", "signin.show": "显示密码", "signin.button": "登录", "signin.busy": "正在登录", "signin.username.missing": "请填用户名", "signin.password.missing": "请填密码",
  "signin.change": "改密码并继续", "signin.changing": "正在改密码", "signin.change.why": "这是一次性密码。改成只有你知道的，就能接着用。", "signin.next.hint": "至少 {n} 个字符，和用户名、旧密码都不同", "signin.next.short": "新密码太短，至少 8 个字符", "signin.next.same": "新密码和旧的一样", "signin.demo": "演示账号（{n} 个）", "signin.demo.hint": "演示数据，人名都是编的。点一个就登录。",
  "session.ended": "登录已过期", "session.ended.hint": "登录后接着上传，不会丢。", "session.ended.unsent": "{n} 件未上传，都在手机里。登录后接着上传，不会丢。",
  "role.grid": "网格员", "role.patroller": "巡查员", "role.auxiliary": "辅助人员", "role.officer": "执法人员", "role.squad_leader": "中队长", "role.dispatcher": "调度员", "role.legal_reviewer": "法制审核员", "role.ext_reviewer": "片区审核员", "role.leader": "负责人", "role.office": "办公室", "role.admin": "系统管理员", "role.city": "市指挥调度中心", "role.department": "职能部门",

  "privacy.title": "隐私说明",

  "error.title": "没有办成", "error.other": "出了点问题（{code}）。手机里的内容都在。",
  "error.quota": "手机空间不够，这一步没有存。请别关这一页：先腾出空间再点保存，或去掉照片，文字一般还存得下。", "error.storage_full": "手机空间满了，服务器的回答存不下。腾出空间后点重试。", "error.storage_lost": "浏览器断开了手机存储，这一步没有存。请别关这一页，再点一次；还不行就重新打开。", "error.already_filed": "这份草稿已在别处（另一个窗口）保存上报，后来写的不在里面。请别关这一页：先把没存上的抄下来，再到那一件里补充。", "error.no_user": "请先登录。",
  "error.no_network": "没有网络。", "error.timeout": "服务器没有回应。", "error.no_answer": "服务器没有回应。", "error.not_ours": "回话的不是我们的服务器，可能要先登录这个 Wi-Fi。", "error.unreadable_answer": "服务器的回答读不懂。", "error.error": "出了点问题。",
  "error.bad_credentials": "用户名或密码不对。", "error.locked": "密码错了太多次。{wait} 分钟后再试；已登录的手机不受影响。", "error.signed_out": "登录已过期。登录后接着上传，不会丢。", "error.other_user": "这个浏览器里登录的是另一个人。请重新登录，没传的都留着。", "error.lane_revoked": "这部手机已停用。没传的还在手机里，请交给中队处理。", "error.too_many_lanes": "这部手机重新开始的次数太多了。手机里的内容都在，请交给中队处理。", "error.password_change_needed": "先改掉一次性密码，再继续。", "error.password_weak": "密码至少 8 个字符，不能和用户名或旧密码相同。",
  "error.server_error": "服务器出错了。", "error.unavailable": "服务器暂时没空。", "error.slow_down": "服务器让我们慢一点。",
  "rescue.export": "导出没传的",
};
