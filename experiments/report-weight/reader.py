"""Time a report in headless Chromium as a reader has it: nobody listens to its scripts while they run.

Tools that drive browsers ask Chromium to report every exception of a page with the place where it was thrown. plotly.js throws
and catches six while it starts; to tell their places Chromium reads its 4.8 MB three times more, which no reader waits for.
"""

import asyncio
import os
import statistics
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from choreographer import Browser

CHROMIUM = Path("/usr/bin/chromium")
SCREEN = {"width": 1280, "height": 900, "deviceScaleFactor": 1, "mobile": False}
PATIENCE_SECONDS = 300
PAUSE_SECONDS = 1.5

WATCH = """
const look = () => {
    if (!document.querySelector(".plot .main-svg .trace, .plot .main-svg .plot")) requestAnimationFrame(look);
    else requestAnimationFrame(() => (window.firstChart = performance.now()));
};
requestAnimationFrame(look);
"""
ANSWER = """(async () => {
    const shown = [...document.querySelectorAll(".plot")].filter((plot) => plot.checkVisibility());
    const plot = SELECTED, began = performance.now();
    const changed = new Promise((resolve, reject) => {
        setTimeout(() => reject(Error("nothing changes within 5 s")), 5000);
        const observer = new MutationObserver(() => resolve(observer.disconnect()));
        observer.observe(plot.parentElement, { childList: true, subtree: true, characterData: true });
    });
    ACT;
    await changed;
    await new Promise((resolve) => setTimeout(resolve)); // it was drawn for a frame, which is painted before the next task
    return performance.now() - began;
})()"""
CHOSEN = "document.querySelector('[data-chosen]')"
UPPERMOST = "shown[0]"
SEARCH = """(async () => {
    const find = document.getElementById("find"), count = document.getElementById("n-papers"), before = count.textContent;
    const began = performance.now();
    find.value = WORDS;
    find.dispatchEvent(new Event("input"));
    while (count.textContent === before) await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    return performance.now() - began;
})()"""


class Page:
    """A page of a browser; expressions are put to it without any listening in between."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab

    async def send(self, command: str, params: dict[str, Any]) -> dict[str, Any]:
        """Send a command and return its result."""
        answer: dict[str, Any] = await self.tab.send_command(command, params)
        return answer["result"]

    async def ask(self, expression: str) -> Any:
        """Return the value of an expression, waited for."""
        params = {"expression": expression, "awaitPromise": True, "returnByValue": True}
        found = await self.send("Runtime.evaluate", params)
        if "exceptionDetails" in found:
            raise RuntimeError(found["exceptionDetails"]["exception"]["description"])
        return found["result"].get("value")

    async def wait(self, expression: str) -> None:
        """Wait until an expression is true; asking every quarter of a second disturbs nothing."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self.ask(f"Boolean({expression})"):
                await asyncio.sleep(0.25)

    async def open(self, path: Path) -> dict[str, float]:
        """Open a page at its charts: seconds until the first is painted, and the processor time of the page until then."""
        before = busy_seconds()
        await self.send("Page.navigate", {"url": f"{path.resolve().as_uri()}#charts"})
        await self.wait("window.firstChart")
        spent = sum(seconds - before.get(process, 0) for process, seconds in busy_seconds().items())
        return {"first_chart_seconds": await self.ask("firstChart") / 1000, "first_chart_busy_seconds": spent}

    async def answer(self, act: str, *, plot: str = UPPERMOST) -> float:
        """Return the milliseconds from what a reader does until a plot has changed and is painted."""
        await asyncio.sleep(PAUSE_SECONDS)
        return float(await self.ask(ANSWER.replace("SELECTED", plot).replace("ACT", act)))


def busy_seconds() -> dict[str, float]:
    """Return the processor time of each process of a browser that draws pages, by its number."""
    found = {}
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if b"--type=renderer" in (process / "cmdline").read_bytes():
                spent = (process / "stat").read_text().rpartition(")")[2].split()[11:13]
                found[process.name] = sum(map(int, spent)) / os.sysconf("SC_CLK_TCK")
    return found


def choose(topic: int) -> str:
    """Return what chooses one more topic in the table."""
    return f"document.querySelector(\"input[data-topic='{topic}']\").click()"


def set_field(name: str, place: int) -> str:
    """Return what takes an entry of a list in the bar: of the dates, or the parts of the papers."""
    take = f"field.selectedIndex = {place}; field.dispatchEvent(new Event('change', {{ bubbles: true }}));"
    return f"{{ const field = document.querySelector('#choose [name={name}]'); {take} }}"


async def read_report(page: Page, path: Path) -> dict[str, float]:
    """Open a report and use it: choose topics, dates and a part of the papers, and search."""
    opened = await page.open(path)
    await page.wait("document.documentElement.dataset.ready !== undefined")
    found = {"topic_ms": await page.answer(choose(0), plot=CHOSEN), "next_topic_ms": await page.answer(choose(1), plot=CHOSEN)}
    await page.ask("document.querySelector('#clear').click()")
    found["dates_ms"] = await page.answer(set_field("since", 3))
    if await page.ask("document.querySelector('#choose [name=stratum]') !== null"):
        found["stratum_ms"] = await page.answer(set_field("stratum", 1))
    await page.ask("document.querySelector('#clear').click()")
    if await page.ask("document.querySelector('#papers') !== null"):
        await page.ask("document.querySelector('#papers').scrollIntoView()")
        await page.wait("document.querySelector('#n-papers').textContent.includes('paper')")
        for name, words in (("first_search_ms", "model"), ("search_ms", "model data")):
            await asyncio.sleep(PAUSE_SECONDS)
            found[name] = float(await page.ask(SEARCH.replace("WORDS", repr(words))))
    return opened | found


async def _in_browser(path: Path, read: Callable[[Page, Path], Awaitable[dict[str, float]]]) -> dict[str, float]:
    async with Browser(path=CHROMIUM) as browser:
        page = Page(await browser.create_tab("about:blank"))
        await page.send("Emulation.setDeviceMetricsOverride", SCREEN)
        await page.send("Page.enable", {})
        await page.send("Page.addScriptToEvaluateOnNewDocument", {"source": WATCH})
        return await read(page, path)


def measure(path: Path, read: Callable[[Page, Path], Awaitable[dict[str, float]]], *, n_openings: int) -> dict[str, Any]:
    """Read a page several times, each in a new browser: the median of every number, and the smallest and largest first chart."""
    found = [asyncio.run(_in_browser(path, read)) for _ in range(n_openings)]
    firsts = [one["first_chart_seconds"] for one in found]
    middle = {name: statistics.median(one[name] for one in found) for name in found[0]}
    return middle | {"first_chart_range": [min(firsts), max(firsts)], "n_openings": n_openings}
