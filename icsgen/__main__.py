"""``python -m icsgen``."""

from icsgen.cli import run

if __name__ == "__main__":
    run()
