"""Chance that can be told again: ids, tokens and keys of a run come from one seed, so that what hangs on their order is the same twice.

What stays by chance decides nothing here: salts, the random part of ECDSA signatures.
"""

import random
import secrets
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric import ec

from fieldapp.domain.ids import uuid7


class Chance:
    """`begin(seed)` before each run; `laid()` puts it in place of the machine's own."""

    def __init__(self):
        self._from = random.Random(0)

    def begin(self, seed):
        self._from.seed(str(seed))

    @contextmanager
    def laid(self):
        some = lambda n=32: self._from.randbytes(n or 32)  # noqa: E731
        key = lambda curve, backend=None: ec.derive_private_key(1 + self._from.getrandbits(255), curve)  # noqa: E731
        with ExitStack() as stack:
            stack.enter_context(patch.object(uuid7, "__defaults__", (some,)))
            stack.enter_context(patch.object(secrets, "token_bytes", some))  # the other functions of secrets are made from it
            stack.enter_context(patch.object(ec, "generate_private_key", key))
            yield self
