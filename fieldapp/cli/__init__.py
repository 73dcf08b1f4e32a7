"""`flask --app app …`: one module per command or group, each with a `command`. Add yours to MODULES."""

from importlib import import_module

from flask import Flask

MODULES = ("backup", "demo", "device", "export", "grid", "init", "prepare", "restore", "tick", "unit", "user", "verify", "work")


def add_commands(app: Flask) -> None:
    for name in MODULES:
        app.cli.add_command(import_module(f"{__name__}.{name}").command)
