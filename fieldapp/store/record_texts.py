"""Records as the JSON text that goes over the wire, remembered by their place on the feed.

A record that changes gets another place in each of its scopes, so a place never comes to mean an earlier state: what was put in words for
one phone is right for every other that meets the same place. Kept in memory, in each process, up to LIMIT; databases are told apart by
the name of their log, and one that has none yet is not remembered.
"""

import json
import threading
from collections import OrderedDict
from collections.abc import Iterable
from sys import getsizeof

from .feed import KINDS, Place
from .log_tree import head

#: Bytes in memory, as Python keeps them; the least lately asked for go first.
LIMIT = 32 * 1024 * 1024
Key = tuple[str, str, int, int]


class Texts:
    """What one process remembers."""

    def __init__(self, limit: int = LIMIT):
        self._limit, self._size, self._known, self._guard = limit, 0, OrderedDict[Key, str](), threading.Lock()

    def find(self, keys: Iterable[Key]) -> dict[Key, str]:
        with self._guard:
            found = {key: self._known[key] for key in keys if key in self._known}
            for key in found:
                self._known.move_to_end(key)
        return found

    def remember(self, texts: dict[Key, str]) -> None:
        with self._guard:
            for key, text in texts.items():
                self._size += getsizeof(text) - (getsizeof(self._known[key]) if key in self._known else 0)
                self._known[key] = text
            while self._size > self._limit:
                self._size -= getsizeof(self._known.popitem(last=False)[1])


_texts = Texts()


def texts_at(scope_id: str, epoch: int, places: list[Place]) -> dict[int, str]:
    """{seq: text} of the records at these places that have not left; one that is no more has none either."""
    here, log = [place for place in places if not place.gone], head() if places else None
    if log is None:
        return {place.seq: text for place, text in _put_in_words(here).items()}
    keys = {(log.log_id, scope_id, epoch, place.seq): place for place in here}
    found = _texts.find(keys)
    words = _put_in_words([place for key, place in keys.items() if key not in found])
    fresh = {key: words[place] for key, place in keys.items() if place in words}
    _texts.remember(fresh)
    return {key[-1]: text for key, text in (found | fresh).items()}


def _put_in_words(places: list[Place]) -> dict[Place, str]:
    ids: dict[str, list[str]] = {}
    for place in places:
        ids.setdefault(place.type, []).append(place.record_id)
    shown = {(type_, id_): row for type_, some in ids.items() for id_, row in KINDS[type_].wire(some).items()}
    return {place: _text(place, *shown[place.type, place.record_id]) for place in places if (place.type, place.record_id) in shown}


def _text(place: Place, version: int, data: dict) -> str:
    return json.dumps({"type": place.type, "id": place.record_id, "version": version, "data": data}, ensure_ascii=False, separators=(",", ":"))
