"""Where the house stands on this machine."""

from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
ROOT = PACKAGE.parent

# Data folders are made for their owner alone; an operator may open one to a web server afterwards.
PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
