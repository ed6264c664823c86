"""Records README's picture of the ladder: `python tests/pictures/record.py`."""

from __future__ import annotations

import datetime as dt
import io
import re
from pathlib import Path

from rich.console import Console
from rich.text import Text

from icsgen import load, make_plan
from icsgen.cli.ladder import ladder_lines

HERE = Path(__file__).parent
NOW = dt.datetime(2026, 11, 16, 12, tzinfo=dt.UTC)  # the day before
SAMPLE = HERE.parents[1] / "samples" / "interview.yaml"
PICTURE = HERE / "ladder.svg"
COMMAND = "icsgen generate samples/interview.yaml"
FONT = "ui-monospace, SFMono-Regular, Menlo, Consolas, monospace"


def recorded() -> str:
    """The terminal after the main job, as SVG."""
    plan = make_plan(load(SAMPLE.read_bytes(), SAMPLE.name))
    console = Console(file=io.StringIO(), record=True, width=80, highlight=False, force_terminal=True)
    console.print(Text(f"$ {COMMAND}\n", style="bold green"))
    console.print(Text.from_ansi("\n".join(ladder_lines(plan.entries, NOW, 80))))
    picture = console.export_svg(title="icsgen", unique_id="ladder")
    # no fonts from elsewhere: the picture is seen offline too
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    picture = re.sub(r"<!--.*?-->\s*", "", picture)
    return re.sub(r"font-family: Fira Code[^;]*;", f"font-family: {FONT};", picture)


if __name__ == "__main__":
    PICTURE.write_text(recorded(), "utf-8")
