/** English texts of the first screens, in sentence case and as short as the Chinese. {n|one|many} chooses by number; zh.js has the same keys, en_more.js the rest. */
export default {
  "app.name": "Dongcheng Street patrol", "app.org": "Dongcheng Subdistrict enforcement squad, Gaoping",
  "back": "Back", "close": "Close", "undo": "Undo", "act.label": "Actions", "optional": "optional", "comma": ", ", "colon": ": ", "somebody": "Somebody",
  "search": "Search", "search.clear": "Clear the search", "lang.other": "中文",

  "age.now": "under a minute", "age.second": "{n} s", "age.minute": "{n} min", "age.hour": "{n} h", "age.day": "{n} {n|day|days}",
  "unit.minute": "min", "unit.hour": "h", "unit.day": "{n|day|days}", "unit.metre": "{n} m", "unit.km": "{n} km", "unit.squadron2": "2nd squadron", "unit.squadron3": "3rd squadron",
  "count.cases": "{n} {n|case|cases}", "count.things": "{n} {n|item|items}", "count.photos": "{n} {n|photo|photos}",

  "tab.label": "Main", "tab.today": "Today", "tab.cases": "Cases", "tab.outbox": "Outbox", "tab.me": "Me", "tab.shutter": "Report with a photo",
  "tab.outbox.unsent": "{n} not uploaded", "tab.outbox.attention": "{n} {n|needs|need} attention",
  "net.offline": "Offline", "net.online": "Online", "net.pushing": "Uploading", "net.waiting": "Will retry", "net.blocked": "Stopped", "net.signed_out": "Sign in",
  "status.pending": "Not uploaded", "status.kept": "Kept on this phone", "status.server": "On the server", "status.attention": "Needs attention", "status.refused": "Not done",

  "due.overdue": "Late", "due.overdue.by": "{span} overdue", "due.today": "Today", "due.today.at": "Due today {time}", "due.left": "Left", "due.left.by": "{span} left", "due.none": "No limit", "due.handled_in_time": "Done in time", "due.handled_late": "Done late", "due.done": "Ended",
  "today.title": "Today", "today.overdue": "Overdue", "today.today": "Due today", "today.mine": "My open work", "today.by_deadline": "by deadline", "today.all": "All {n}",
  "today.none": "Nothing is due today", "today.next": "The next is due {when}.", "today.none.hint": "You have nothing with a limit. When you see a problem, tap the camera.",
  "today.first": "First load", "today.first.count": "{done} of {total} received", "today.first.wait": "Grid cells, categories and your cases are coming. You can report already.", "today.first.offline": "Nothing has been received yet. It starts by itself when online.",
  "strip.unsent": "{n} not uploaded, all on this phone", "strip.unsent.age": "Oldest {age}·{next}", "next.online": "uploads by itself when online", "next.at": "next try {time}", "next.now": "uploading", "next.blocked": "goes on after you sign in",
  "strip.alerts": "{n} new {n|alert|alerts}", "strip.alerts.hint": "What is due or overdue; tap to see",
  "strip.attention": "{n} {n|item needs|items need} attention", "strip.attention.hint": "The server has answered; see what to do", "strip.draft": "A report not finished·{n} {n|photo|photos}", "strip.draft.rest": "{n} more begun", "strip.draft.hint": "Begun {when}·go on",

  "dot": ", ", "semicolon": "; ", "count.items": "{n} {n|item|items}", "item.nth": "item {n}", "item.rail.claimed": "Said done", "item.rail.unserved": "To serve", "today.orders": "All items to correct",
  "strip.attest": "{n} {n|thing|things} to confirm", "strip.attest.hint": "A colleague wrote that you were there too", "strip.draft.inspection": "An inspection begun", "strip.draft.inspection.of": "Inspection begun: {name}", "strip.draft.paper": "A paper not finished", "strip.draft.paper.of": "Paper not finished: {name}", "strip.draft.recheck": "A recheck begun", "strip.draft.recheck.of": "Recheck begun: {name}",

  "case.untitled": "Problem without a category",
  "place.none": "No position", "place.fixed": "Position known",
  "op.report.file": "Report", "op.case.note": "Add a note", "op.task.accept": "Take the task", "op.task.return": "Return", "op.task.report_done": "Report the result",

  "me.update": "A new version is here", "me.update.hint": "It takes seconds; what is unsent stays.", "me.update.now": "Change now",

  "signin.title": "Sign in", "signin.username": "User name", "signin.password": "Password", "signin.next": "New password", "signin.show": "Show the password", "signin.button": "Sign in", "signin.busy": "Signing in", "signin.username.missing": "Enter your user name", "signin.password.missing": "Enter your password",
  "signin.change": "Change and go on", "signin.changing": "Changing", "signin.change.why": "This is a one-time password. Change it to one that only you know, and go on.", "signin.next.hint": "At least {n} characters, neither the user name nor the old one", "signin.next.short": "Too short; at least 8 characters", "signin.next.same": "The same as the old one", "signin.demo": "Demo accounts ({n})", "signin.demo.hint": "Demo data; all people are made up. Tap one to sign in.",
  "session.ended": "You were signed out", "session.ended.hint": "Sign in and the upload goes on; nothing is lost.", "session.ended.unsent": "{n} not uploaded, all on this phone. Sign in and the upload goes on; nothing is lost.",
  "role.grid": "Grid worker", "role.patroller": "Patroller", "role.auxiliary": "Auxiliary", "role.officer": "Enforcement officer", "role.squad_leader": "Squadron leader", "role.dispatcher": "Dispatcher", "role.legal_reviewer": "Legal reviewer", "role.ext_reviewer": "External reviewer", "role.leader": "Leader", "role.office": "Office", "role.admin": "Administrator", "role.city": "City command centre", "role.department": "City department",

  "privacy.title": "Privacy notice",

  "error.title": "That did not work", "error.other": "Something went wrong ({code}). What is on this phone is safe.",
  "error.quota": "Not enough room: this step is NOT kept. Do not close this page: make room and save again, or take out the photos; text usually still fits.", "error.storage_full": "The phone is full: the server's answer does not fit. Make room, then try again.", "error.storage_lost": "The browser cut off its storage: this step is NOT kept. Do not close this page; try again, or open it anew.", "error.already_filed": "This draft was already filed elsewhere (in another window); what was written since is NOT in it. Do not close this page: copy what is missing, then add it to what was filed.", "error.no_user": "Sign in first.",
  "error.no_network": "No network.", "error.timeout": "The server did not answer.", "error.no_answer": "The server did not answer.", "error.not_ours": "It was not our server that answered; this Wi-Fi may want a sign-in.", "error.unreadable_answer": "The server's answer could not be read.", "error.error": "Something went wrong.",
  "error.bad_credentials": "The user name or the password is wrong.", "error.locked": "Too many wrong passwords. Try again in {wait} min; phones already signed in are not affected.", "error.signed_out": "You were signed out. Sign in and the upload goes on; nothing is lost.", "error.other_user": "Somebody else is signed in in this browser. Sign in again; what is unsent stays.", "error.lane_revoked": "This phone has been revoked. What it has not sent is still on it; hand it to the squad.", "error.too_many_lanes": "This phone has begun anew too many times. What is on it is safe; hand it to the squad.", "error.password_change_needed": "Change the one-time password first.", "error.password_weak": "At least 8 characters, and neither the user name nor the old password.",
  "error.server_error": "The server failed.", "error.unavailable": "The server is busy.", "error.slow_down": "The server asked us to slow down.",
  "rescue.export": "Export unsent",
};
