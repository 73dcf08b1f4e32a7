/** 中文文案：检查各屏的。头一屏画好以后才取。 */
export default {
  "insp.title": "现场检查", "insp.saved": "已存", "insp.sep": "，", "insp.dots": "……", "insp.range": "{from}至{to}", "insp.edit": "改", "insp.done": "好了", "insp.fill": "这一项还没有填",
  "insp.gone": "这次检查已经记录，或草稿已删除", "insp.gone.hint": "记录过的在案件和「我的」里能找到。", "insp.no_rules": "还没有收到规则", "insp.no_rules.hint": "联网同步一次，就能做现场检查。草稿留着。",
  "insp.not_you": "你现在不能做现场检查。", "insp.not_you.role": "你的角色不做行政检查。看到问题可以拍照上报。",

  "insp.party": "当事人", "insp.party.name": "当事人名称", "insp.party.person": "当事人姓名", "insp.party.kind": "当事人类型", "insp.party.code": "统一社会信用代码", "insp.party.rep": "负责人（经营者）", "insp.party.address": "经营（办公）地址",
  "insp.party.change": "更换", "insp.party.done": "就是这家", "insp.party.hits": "检查过的", "insp.party.recent": "最近检查过的", "insp.party.private": "个人只写姓名。证件号、电话、住址不写在这里。",
  "insp.code.letters": "信用代码只有数字和大写字母，没有 I、O、S、V、Z", "insp.code.length": "信用代码要 18 位，现在是 {n} 位",
  "insp.private.id": "像是身份证号。文书是公开的，证件号不要写在这里。", "insp.private.phone": "像是手机号。文书是公开的，当事人的电话不要写在这里。",
  "insp.past": "12 个月内：", "insp.past.none": "12 个月内，这部手机上没有它的检查", "insp.past.inspections": "检查 {n} 次", "insp.past.orders": "责令 {n} 次", "insp.past.educated": "教育 {n} 次", "insp.past.open": "未改正 {n} 项", "insp.past.overdue": "超期 {n} 项",

  "insp.officers": "执法人员", "insp.second": "第二名执法人员", "insp.second.choose": "选第二名", "insp.second.why": "检查要两名持证人员在场。", "insp.second.hint": "要在场，今天证件有效。他会收到请求，确认在场。",
  "insp.second.nobody": "今天没有能担任的人", "insp.second.not": "今天不能担任", "insp.second.others": "没有执法证的人不能担任，可以作为协助人员写进笔录。",
  "insp.shown": "已出示执法证，已告知权利", "insp.shown.short": "出示执法证", "insp.cert.none": "没有执法证",
  "insp.why.uncertified": "没有执法证", "insp.why.expired": "执法证 {day} 到期，今天无效", "insp.why.not_yet": "执法证 {day} 才生效", "insp.why.field": "执法证不包括{fields}",
  "insp.persons.so": "这样不能检查，也不能责令：要两名今天持有效证件的人。草稿留着。", "insp.persons.see": "去看执法人员",

  "insp.place.title": "时间和地点", "insp.place": "检查地点", "insp.place.hint": "印在文书上", "insp.basis": "事由", "insp.basis.clue": "线索", "insp.basis.plan": "计划", "insp.basis.campaign": "专项", "insp.basis.of.clue": "线索核查", "insp.basis.of.plan": "计划检查", "insp.basis.of.campaign": "专项检查", "insp.started.at": "{when} 开始", "insp.place.done": "就在这里", "insp.started": "开始时间",
  "insp.locating": "正在定位 {n} 秒，不用等", "insp.position.none": "没有定位，照样能记录", "insp.position.denied": "浏览器没有给定位权限，照样能记录",

  "insp.findings": "问题", "insp.findings.n": "{n} 个", "insp.findings.none": "还没有记问题。没有发现问题，也要记录这次检查。", "insp.finding.add": "加一个问题", "insp.finding.add_plain": "不拍照，先写", "insp.finding.new": "新问题", "insp.finding.empty": "还没有写情况", "insp.finding.one": "至少一个问题",
  "insp.finding.n": "问题 {n}", "insp.finding.remove": "删除这个问题", "insp.finding.removed": "问题和它的照片已移除", "insp.photo.hints": "建议拍：{hints}", "insp.photo.twice": "「{name}」已经放在问题 {n} 里，没有重复放。",
  "insp.category": "类别", "insp.category.hint": "选了类别，这里会说有没有职权。", "insp.category.nothing": "没有搜到，换个字。", "insp.fact": "情况", "insp.fact.hint": "看到什么，多少，在哪", "insp.requirement": "改正要求", "insp.requirement.hint": "要他做到什么", "insp.requirement.earlier": "以前写过的",
  "insp.power.ours": "本街道职权：{name}", "insp.power.none": "不在本街道职权内，不能责令", "insp.power.assist": "本街道只是协助，不能责令", "insp.power.lapsed": "「{name}」的职权到 {day} 为止，现在不能责令", "insp.power.later": "「{name}」的职权 {day} 起才有，现在不能责令",
  "insp.handover.so": "照样记录，移送{to}处理。", "insp.handover.somebody": "有权的部门", "insp.handover.words": "该事项不属本机关职权，已记录现场情况，移送{to}依法处理。", "insp.handover.put": "把移送的话写进情况",

  "insp.due": "改正期限", "insp.due.immediate": "立即", "insp.due.date": "日期", "insp.due.given": "工作日", "insp.due.n.working_day": "{n} 工作日", "insp.due.n.working_hour": "{n} 工作小时", "insp.due.n.day": "{n} 日", "insp.unit.working_day": "工作日", "insp.unit.working_hour": "工作小时", "insp.unit.day": "日（自然日）",
  "insp.due.less": "少一个", "insp.due.more": "多一个", "insp.due.count": "几个", "insp.due.unit": "单位", "insp.due.day": "到哪天", "insp.due.clock": "几点（不填就是 24:00）", "insp.due.missing": "还没有选期限", "insp.due.pick": "还没有选日期", "insp.due.past": "这个时间已经过了",
  "insp.due.before": "{date}（{weekday}）{time} 前", "insp.due.at_once": "立即，不迟于 {date}（{weekday}）{time}", "insp.due.from_service": "按现在送达算，{n} {unit}内", "insp.due.counted": "从明天起算：{days}", "insp.due.hours": "从现在起算：{hours}",
  "insp.due.many.working_day": "从明天起算 {n} 个工作日：{first}……{last}", "insp.due.many.day": "从明天起算 {n} 日：{first}……{last}", "insp.day.make_up": "{weekday}（{date}调休上班）", "insp.due.holidays": "{ranges}放假，不算", "insp.due.weekends": "周末不算", "insp.due.made_up": "{days}调休上班，算", "insp.due.rolled": "最后一天休息，顺延到下一个工作日",
  "insp.due.no_calendar": "{years} 年的放假安排还没有收到，先按周一到周五算。公布以后可能不同，最好改用日期。",

  "insp.lacks": "还缺 {n} 项", "insp.have": "{n} 项已齐", "insp.gap.of": "问题 {n}：{word}", "insp.complete": "都齐了", "insp.complete.order": "记录检查，接着写通知书。期限以送达时重新算。", "insp.complete.record": "这些问题都不能责令，记录后移送。",
  "insp.fill_in": "去填：{word}", "insp.order": "写责令改正通知书", "insp.only": "只记录检查",
  "insp.only.title": "只记录，不责令？", "insp.only.found": "{n} 个问题，{photos} 张照片", "insp.only.nothing": "没有发现问题", "insp.only.found.hint": "记录以后不能再改。这些问题不写责令改正通知书：已当场教育、移送，或者另行处理。", "insp.only.nothing.hint": "记录以后不能再改。检查照样计入，可以接着做检查笔录。", "insp.only.do": "记录检查", "insp.only.back": "回去接着写",
  "insp.recorded.second": "第二名确认在场", "insp.recorded.second.hint": "上传后请他在自己手机上确认。", "insp.recorded.paper": "做现场检查笔录", "insp.recorded.see": "看这次检查", "insp.recorded.case": "回案件",
  "insp.drop": "删除这份草稿", "insp.drop.title": "删除这份草稿？", "insp.drop.hint": "写的和拍的都会删掉，找不回来。先放着也行，今日和我的里能接着写。", "insp.drop.keep": "留着",

  "insp.me": "执法", "insp.me.start": "开始现场检查", "insp.me.start.hint": "计划检查、专项检查，不从案件开始", "insp.me.draft": "没写完的检查", "insp.me.draft.hint": "{when} 开始·问题 {n} 个", "insp.me.draft.unnamed": "还没有写当事人", "insp.me.orders": "责令和整改项", "insp.me.orders.hint": "按期限，我的和本中队的",
  "insp.me.cert": "执法证 {number}", "insp.me.cert.until": "有效到 {day}", "insp.me.cert.bad": "不能做现场检查，也不能责令",
};
