"""gunicorn against granian, the same application, interleaved: requests a second and the slowest hundredth.

    .venv/bin/python bench/web_server.py [folder that holds granian's site-packages]

Without a folder only gunicorn is measured. Clients run in processes of their own, so ratios within one run count, not
absolute figures.
"""

import http.client
import multiprocessing
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLIENTS, SECONDS, ROUNDS = 8, 4, 5
PATHS = ("/api/v1/time", "/healthz")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def command(server: str, port: int) -> list[str]:
    if server == "gunicorn":
        return [sys.executable, "-m", "gunicorn", "app:app", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
                "--workers", "1", "--threads", "32", "--no-control-socket", "--keep-alive", "15"]
    return [sys.executable, "-m", "granian", "app:app", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
            "--workers", "1", "--blocking-threads", "32", "--no-ws"]


def ask(port: int, path: str, until: float, results: multiprocessing.Queue) -> None:
    """One client on one kept connection; puts its times in ms."""
    link, took = http.client.HTTPConnection("127.0.0.1", port), []
    while time.monotonic() < until:
        started = time.perf_counter()
        link.request("GET", path)
        answer = link.getresponse()
        answer.read()
        assert answer.status < 300, answer.status
        took.append((time.perf_counter() - started) * 1000)
    results.put(took)


def measure(port: int, path: str) -> tuple[float, float]:
    """(requests a second, 99th percentile in ms)"""
    results, until = multiprocessing.Queue(), time.monotonic() + SECONDS
    clients = [multiprocessing.Process(target=ask, args=(port, path, until, results)) for _ in range(CLIENTS)]
    for one in clients:
        one.start()
    took = sorted(ms for _ in clients for ms in results.get())
    for one in clients:
        one.join()
    return len(took) / SECONDS, took[int(len(took) * 0.99)]


def run(server: str, extra: str | None) -> dict[str, tuple[float, float]]:
    port = free_port()
    with tempfile.TemporaryDirectory() as data:
        env = {**os.environ, "FIELDAPP_DATA": data, "PORT": str(port), "PYTHONPATH": extra or ""}
        process = subprocess.Popen(command(server, port), cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                                   start_new_session=True)
        try:
            await_port(port)
            return {path: measure(port, path) for path in PATHS}
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def await_port(port: int) -> None:
    end = time.monotonic() + 30
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError(port)


def main() -> None:
    extra = sys.argv[1] if len(sys.argv) > 1 else None
    servers = ("gunicorn", "granian") if extra else ("gunicorn",)
    runs = {server: [] for server in servers}
    for _ in range(ROUNDS):
        for server in servers:
            runs[server].append(run(server, extra))
    print(f"{CLIENTS} clients, {SECONDS} s, median of {ROUNDS} (min to max)")
    for path in PATHS:
        for server in servers:
            rates, slow = [one[path][0] for one in runs[server]], [one[path][1] for one in runs[server]]
            print(f"{path:14} {server:9} {statistics.median(rates):7.0f}/s ({min(rates):.0f} to {max(rates):.0f})"
                  f"   p99 {statistics.median(slow):.1f} ms")


if __name__ == "__main__":
    main()
