"""Finds a Chromium for browser tests, or installs one where that is allowed."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

# SwiftShader draws maps where there is no graphics card.
FLAGS = [
    *("--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"),
    *("--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"),
]


def find() -> str | None:
    """Path of a Chromium on the PATH or one that Playwright fetched; None when there is none."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        program = shutil.which(name)
        if program:
            return program
    folder = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or Path.home() / ".cache" / "ms-playwright")
    fetched = sorted(folder.glob("chromium-*/chrome-linux*/chrome"))
    return str(fetched[-1]) if fetched else None


def find_or_install(say: Callable[[str], None]) -> str | None:
    found = find()
    if found:
        return found
    say("No Chromium here; installing one …")
    if shutil.which("apt-get") and os.geteuid() == 0:
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for arguments in (["update", "-qq"], ["install", "-y", "-qq", "chromium"]):
            subprocess.run(["apt-get", *arguments], env=environment, capture_output=True, check=False)
    if not find():
        playwright = [sys.executable, "-m", "playwright", "install", "chromium"]
        subprocess.run(playwright, capture_output=True, check=False)
    return find()
