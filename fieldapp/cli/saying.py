"""How commands speak: Chinese and English on one line, refusals as they stand in the catalogue, exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from fieldapp.domain.problems import Problem, message


def say(zh: str, en: str) -> None:
    click.echo(f"{zh} / {en}")


@contextmanager
def refusals_said() -> Iterator[None]:
    """A Problem ends the command with its sentence and what it is about."""
    try:
        yield
    except Problem as problem:
        about = " ".join(f"{key}={value}" for key, value in problem.details.items())
        said = f"{message(problem.code)} / {message(problem.code, 'en')}"
        raise click.ClickException(f"{said} {about}".rstrip()) from problem
