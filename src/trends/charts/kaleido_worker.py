"""Turn one figure into an image, in a process of its own, run as a script.

Reads ``{"figure": …, "options": …}`` as JSON from standard input and writes the image to standard output. A browser that
hangs thus hangs only here, where it can be stopped.
"""

import json
import sys
from typing import Final

NO_BROWSER: Final = 3


def main() -> int:
    """Draw; return the exit status, `NO_BROWSER` where there is none to draw with."""
    import kaleido
    from kaleido.errors import ChromeNotFoundError

    job = json.load(sys.stdin)
    try:
        # MathJax would come from the network.
        image = kaleido.calc_fig_sync(job["figure"], job["options"], kopts={"mathjax": False})
    except ChromeNotFoundError:
        return NO_BROWSER
    sys.stdout.buffer.write(image)
    return 0


if __name__ == "__main__":
    sys.exit(main())
