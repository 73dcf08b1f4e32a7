"""`python app.py`: the web server as a child in our own process group, which ends when we do.

No supervisor stands between: a signal to the group reaches everything, and each child asks the kernel to be ended when
this process is gone. Another kind of process is another command in `serve()`.
"""

import ctypes
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable

from flask import Flask

from .config import Settings

GRACE_S = 15
#: A client that sends or takes nothing for so long gives its thread back.
STALLED_S = 30
PR_SET_PDEATHSIG = 1


def serve(app: Flask) -> int:
    """Serve until told to stop; returns the exit code."""
    settings: Settings = app.config["FIELDAPP"]
    listener = listen(settings)
    if listener is None:
        print(f"端口 {settings.port} 已被占用：可能已经在运行。换一个：PORT=8001 make run / "  # noqa: T201
              f"Port {settings.port} is taken: perhaps it is running already. Try another: PORT=8001 make run", file=sys.stderr)
        return 1
    print(greeting(settings), flush=True)  # noqa: T201
    web, parent = web_server(settings, listener), os.getpid()
    children = [subprocess.Popen(web, pass_fds=[listener.fileno()], preexec_fn=die_with_parent(parent)),
                subprocess.Popen(worker(), preexec_fn=die_with_parent(parent))]
    listener.close()
    return watch(children)


def greeting(settings: Settings) -> str:
    """Where to go, and in a demo how to get in."""
    lines = [f"FieldApp 手机 / phone: {settings.origin}/   工作台 / desk: {settings.origin}/desk/   (Ctrl+C 结束 / to stop)"]
    if settings.demo:
        lines.append("演示账号见登录页 / demo sign-ins stand on the sign-in page; .venv/bin/flask --app app demo accounts")
    return "\n".join(lines)


def listen(settings: Settings) -> socket.socket | None:
    """The bound socket, or None when the port is taken. Bound here, so that nobody can slip in between."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    for stalls in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):  # accepted sockets inherit it; gunicorn's threads wait for ever
        listener.setsockopt(socket.SOL_SOCKET, stalls, struct.pack("ll", STALLED_S, 0))
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(512)
    except OSError:
        listener.close()
        return None
    return listener


def web_server(settings: Settings, listener: socket.socket) -> list[str]:
    """gunicorn with threads (docs/decisions/0001): one process on SQLite, more on PostgreSQL."""
    return [sys.executable, "-m", "gunicorn", "app:app", "--bind", f"fd://{listener.fileno()}", "--worker-class", "gthread",
            "--workers", str(settings.web_processes), "--threads", str(settings.web_threads), "--timeout", "120",
            "--graceful-timeout", "10", "--keep-alive", "15", "--no-control-socket", "--log-level", "warning"]


def worker() -> list[str]:
    """What happens because time passes: alerts, pushes."""
    return [sys.executable, "-m", "flask", "--app", "app", "work"]


def die_with_parent(parent: int) -> Callable[[], None]:
    """Ask Linux to send SIGTERM to the child when its parent is gone, killed or not. Elsewhere the group must do."""
    if not sys.platform.startswith("linux"):
        return lambda: None
    libc = ctypes.CDLL(None)

    def ask() -> None:
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def watch(children: list[subprocess.Popen]) -> int:
    """Wait until one child ends or we are told to stop; then end all. A child's fault is our exit code."""
    def told(_number: int, _frame: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
    signal.signal(signal.SIGHUP, told)
    try:
        os.waitid(os.P_ALL, 0, os.WEXITED | os.WNOWAIT)
    finally:
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        stop(children)
    return max(abs(child.returncode) for child in children) or 1


def stop(children: list[subprocess.Popen]) -> None:
    for child in children:
        if child.poll() is None:
            child.terminate()
    for child in children:
        try:
            child.wait(GRACE_S)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
