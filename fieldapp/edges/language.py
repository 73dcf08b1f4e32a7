"""zh-CN first, English when asked for: by the `lang` cookie (a choice made on a page), else by Accept-Language."""

from flask import has_request_context, request

LANGUAGES = ("zh", "en")


def language() -> str:
    """"zh" or "en"."""
    if not has_request_context():
        return "zh"
    chosen = request.cookies.get("lang")
    if chosen in LANGUAGES:
        return chosen
    best = request.accept_languages.best_match(["zh-CN", "zh", "en"], default="zh")
    return best[:2]
