"""A reader for files that do to their process what hostile files do. `POISON kind [path]`."""

import ctypes
import os
import signal
import time
from pathlib import Path

from epicrisis.errors import UnreadableDocumentError


class Poison:
    """Reads files that begin with POISON."""

    name = "poison"

    def sniff(self, head):
        return 1.0 if head.startswith(b"POISON ") else 0.0

    def read(self, data, name):
        kind, _, path = data.decode().removeprefix("POISON ").strip().partition(" ")
        if kind == "exit":
            os._exit(3)
        if kind == "segv":
            os.kill(os.getpid(), signal.SIGSEGV)
        if kind == "sleep":
            time.sleep(600)
        if kind == "stuck":  # in foreign code that lets no thread of ours run
            ctypes.PyDLL(None).pause()
        if kind == "grow":
            held = []
            while True:
                held.append(bytearray(20_000_000))
                time.sleep(0.01)
        if kind == "grab":
            bytearray(1 << 42)
        if kind == "error":
            raise RuntimeError("something nobody foresaw")
        if kind == "once" and not Path(path).exists():
            Path(path).touch()
            os._exit(4)
        if kind == "minder":
            os.kill(os.getppid(), signal.SIGKILL)
            time.sleep(600)
        raise UnreadableDocumentError(f"{name}: this is poison")
