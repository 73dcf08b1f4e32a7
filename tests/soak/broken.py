"""What a run raises when an invariant of protocol 9 does not hold."""


class Broken(AssertionError):
    """`name` is I1 to I12."""

    def __init__(self, name: str, why: str):
        super().__init__(f"{name}: {why}")
        self.name = name
