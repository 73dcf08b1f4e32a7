"""What a person does with a phone, whatever its engine, and what the phone then says."""

import json
from pathlib import Path

from .driver import Browser, button, says

#: The page stands still in the middle of a request that is never answered: then a kill meets exactly this moment.
STAND_STILL = "(() => { const r = new XMLHttpRequest(); r.open('GET', '/still', false); try { r.send(); } catch {} })()"
#: What the page meets and where it stands still: IndexedDB's own calls are wrapped, and the screen is watched.
MOMENTS = {
    "the draft's photo is just on disk": """(() => { const put = IDBObjectStore.prototype.put; IDBObjectStore.prototype.put = function (...given) {
        if (this.name === 'draft_photos') this.transaction.addEventListener('complete', () => { %s; });
        return put.apply(this, given); }; })()""",
    "the act is written, its photo not yet, in one transaction": """(() => { const put = IDBObjectStore.prototype.put;
        IDBObjectStore.prototype.put = function (...given) { if (this.name === 'files') { %s; } return put.apply(this, given); }; })()""",
    "the screen says kept": """(() => { const sheet = document.querySelector('dialog');
        new MutationObserver(() => { if (sheet.innerText.includes('已保存到手机')) { %s; } })
            .observe(sheet, {childList: true, subtree: true, characterData: true, attributes: true}); })()""",
}


def sign_in(phone: Browser, account: dict) -> None:
    """The one time with a network: signed in, everything pulled, the worker has the whole shell."""
    phone.write("#username", account["username"])
    phone.write("#password", account["password"])
    phone.tap(button("登录"))
    phone.until(says("h1", "今日"))
    phone.until("document.querySelectorAll('.ghost').length === 0 && " + says(".net", "在线"), "the first sync")
    phone.until("navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller !== null)", "the service worker")


def stand_still_when(phone: Browser, moment: str) -> None:
    """From then on the page does nothing more; `/still` on the line says that it is so."""
    phone.js(f"({MOMENTS[moment] % STAND_STILL}, true)")


def shoot(phone: Browser, photo: Path) -> None:
    """The shutter on the bar, the camera, and back with a photo."""
    phone.photograph(button("拍照上报"), photo)


def sees_the_photo(phone: Browser) -> None:
    phone.until("document.querySelector('.shot-area img')?.naturalWidth > 0", "the photo on the screen")


def describe(phone: Browser, words: str) -> None:
    phone.write("#category-query", "bllj")
    phone.tap("document.querySelector('ul.hits button')")
    phone.write("#text", words)


def save(phone: Browser) -> None:
    phone.tap(button("保存"))
    phone.until(says("dialog", "已保存到手机"), "kept")


def report(phone: Browser, photo: Path, words: str) -> None:
    """Taken, described, kept."""
    shoot(phone, photo)
    sees_the_photo(phone)
    describe(phone, words)
    save(phone)


def save_and_stand_still(phone: Browser) -> None:
    """The page's own click on the button: it will stand still under it, and no pointer would come back."""
    phone.until(f"({button('保存')}) !== undefined", "the button")
    phone.js(f"(setTimeout(() => {button('保存')}.click(), 0), true)")


def finish_the_draft(phone: Browser, words: str) -> None:
    """From the strip on the first screen."""
    phone.tap("[...document.querySelectorAll('a.strip')].find((a) => a.innerText.includes('一份没写完的上报·1 张照片'))")
    sees_the_photo(phone)
    describe(phone, words)
    save(phone)


def has_pending(phone: Browser, words: str) -> None:
    """待传 lists this one thing, nothing of it sent."""
    phone.until(f"document.querySelectorAll('article').length === 1 && {says('article', words)} && {says('article', '都还没传')}",
                "one thing that waits to be sent")


def has_sent_everything(phone: Browser) -> None:
    """待传 is empty, and nothing is in need of attention."""
    go(phone, "/outbox")
    phone.until(f"document.querySelectorAll('article').length === 0 && {says('main', '都已上传')}", "nothing left to send")


def go(phone: Browser, path: str) -> None:
    """Follow a link of the app."""
    phone.js(f"(location.hash = {json.dumps(path)}, true)")


def line_is_back(phone: Browser) -> None:
    """As the phone's system tells every page; on one machine nobody does."""
    phone.js("(dispatchEvent(new Event('online')), true)")
