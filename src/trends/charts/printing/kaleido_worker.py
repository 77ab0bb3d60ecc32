"""Turn figures into images, in a process of its own, run as a script.

Reads a list of ``{"figure": …, "options": …}`` as JSON from standard input and writes a line for each to standard output: the
image in base64, or `FAILED` and why. A browser that hangs thus hangs only here, where it can be stopped.
"""

import asyncio
import base64
import json
import sys
from typing import Any, Final

NO_BROWSER: Final = 3
FAILED: Final = "!"

# Kaleido prints a PDF with margins of 0.1 in, which push the figure down and to the right and cut off its other edges.
_WITHOUT_MARGINS: Final = "<style>@page { margin: 0 } img { display: block }</style>"


def main() -> int:
    """Draw; return the exit status, `NO_BROWSER` where there is none to draw with."""
    from kaleido.errors import ChromeNotFoundError

    try:
        asyncio.run(_draw_all(json.load(sys.stdin)))
    except ChromeNotFoundError:
        return NO_BROWSER
    return 0


async def _draw_all(jobs: list[dict[str, Any]]) -> None:
    import kaleido
    from kaleido.errors import JavascriptError, KaleidoError

    page = kaleido.PageGenerator(mathjax=False)  # MathJax would come from the network
    page.header += _WITHOUT_MARGINS
    async with kaleido.Kaleido(page_generator=page) as browser:
        for job in jobs:
            try:
                image = await browser.calc_fig(job["figure"], job["options"])
            except (KaleidoError, JavascriptError) as error:
                answer = f"{FAILED} {' '.join(str(error).split())}"
            else:
                answer = base64.b64encode(image).decode()
            sys.stdout.write(f"{answer}\n")


if __name__ == "__main__":
    sys.exit(main())
