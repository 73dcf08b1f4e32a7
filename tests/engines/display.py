"""A screen that nobody looks at, for a browser that wants one."""

import os
import subprocess

from tests.browser import find_program


class Display:
    """Xvfb on a number that was free; `name` is what DISPLAY wants."""

    def __init__(self):
        read, write = os.pipe()
        self.process = subprocess.Popen([find_program("Xvfb"), "-displayfd", str(write), "-screen", "0", "500x900x24", "-nolisten", "tcp"],
                                        pass_fds=[write],
                                        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(write)
        with os.fdopen(read) as told:
            self.name = f":{int(told.readline())}"

    def end(self) -> None:
        self.process.terminate()
        self.process.wait()
