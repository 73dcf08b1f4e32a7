"""Commands as a shell would run them, and a new installation with its standard units."""

import pytest


@pytest.fixture
def flask(app):
    """Runs `flask …`, each time in a context of its own as a shell would."""
    def run(*words, **more):
        return app.test_cli_runner().invoke(args=[str(word) for word in words], **more)
    return run


@pytest.fixture
def world(small_world):
    return small_world


@pytest.fixture
def installation(flask):
    """What `flask init` made."""
    made = flask("init", "--subdistrict", "东城街街道")
    assert made.exit_code == 0, made.output
    return made
