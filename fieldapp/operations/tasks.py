"""What a handler does with a case they were given: take it, return it, report the result, educate (教育劝导)."""

from fieldapp.store.cases import Case

from .act import Act
from .cases import back_to_platform


def accept(act: Act, case: Case) -> None:
    case.assignee_id = case.handler_id = act.user_id


def give_back(act: Act, case: Case) -> None:
    """From feedback it goes back to its handler (返工); from work it goes back to the platform (退回)."""
    if case.state == "feedback":
        case.reworks += 1
        case.outcome = case.handled_at = None  # the clock runs on
        return
    case.returns += 1
    back_to_platform(case)


def report_done(act: Act, case: Case) -> None:
    """办理 ends here: what is left is to check and close, and that is not the handler's time."""
    case.outcome, case.handler_id, case.handled_at = case.outcome or act.payload["result"], act.user_id, act.received


def educate(act: Act, case: Case) -> None:
    """处罚法 33(3): who is not punished is educated; the ground is recorded."""
    case.outcome, case.handler_id = "educated", act.user_id
