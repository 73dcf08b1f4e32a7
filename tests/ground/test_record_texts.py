"""How much a server process remembers of what it put in words."""

from sys import getsizeof

from fieldapp.store.record_texts import Texts


def test_the_limit_counts_bytes_not_letters():
    text, keys = "堆" * 1000, [("log", "scope", 1, n) for n in (1, 2)]
    texts = Texts(limit=getsizeof(text) + 100)

    texts.remember({key: text for key in keys})

    assert list(texts.find(keys)) == keys[1:]
