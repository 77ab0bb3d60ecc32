"""The report of whole runs, of made-up papers and of saved pages, as a reader has it: from disk, without a network."""

from importlib.resources import files
from types import SimpleNamespace

import polars as pl
import pytest

import trends
from trends.charts import CHARTS

pytestmark = pytest.mark.slow

HEAD = "new\n\nDaily Papers\n\nbyAK and the research community\n\n"
# Neither traces, rows nor tiles of a chart are about another topic than those chosen, but for faint ones; or its note says why.
FOLLOWS_TOPICS = """(plot, chosen) => {
    const note = plot.parentElement.querySelector(".not-narrowed").textContent;
    if (plot.matches(".none") || note.includes("not narrowed to the topics")) return note !== "";
    const isChosen = (topic) => topic === null || [topic].flat().some((one) => chosen.includes(one));
    return plot.data.every(({ meta, opacity, labels }) => {
        if (labels) return meta.topics.every((topic, place) => isChosen(topic) || labels[place] === "");
        if (meta?.topics) return plot.layout.yaxis.ticktext.length === meta.topics.filter(isChosen).length;
        return !meta || !("topic" in meta) || isChosen(meta.topic) || opacity < 0.5;
    });
}"""
FOLLOWS_DATES = """(plot, [since, until]) => {
    const note = plot.parentElement.querySelector(".not-narrowed").textContent;
    if (note.includes("not narrowed to the dates") || plot.layout.meta.points) return true;
    const half = 46 * 86400000, [from, to] = plot._fullLayout.xaxis.range.map((day) => Date.parse(day));
    return from >= Date.parse(since) - half && to <= Date.parse(until) + 3 * half;
}"""
FOLLOWS_VENUE = """(plot, venue) => {
    const note = plot.parentElement.querySelector(".not-narrowed").textContent;
    const isSaid = note.includes(`Counted in ${venue}`) || note.includes("not narrowed to the venue that you chose.");
    if (isSaid || plot.layout.meta.points) return true;
    const [rows] = plot.data.map(({ meta }) => meta?.strata).filter(Boolean);
    if (rows) return plot.layout.yaxis.ticktext.length === rows.filter((name) => [null, venue].includes(name)).length;
    return plot.data.every(({ meta }) => !meta?.stratum || meta.stratum === venue);
}"""


def write_pages(folder):
    """Save papers as pages of Hugging Face are saved: five of them, with the day of each paper."""
    papers = trends.make_corpus(n_papers=400).corpus.table.filter(pl.col("precision") == "day")
    for page in range(5):
        entries = [
            f"{title}\n\n{abstract}\n\n\n  • 3 authors\n·\n{day:%b} {day.day}, {day.year}\n\n"
            for title, abstract, day in papers.select("title", "abstract", "published").rows()[page::5]
        ]
        (folder / f"page_{page}.txt").write_text(f"{HEAD}Dec {page + 1}\n\n{''.join(entries)}", encoding="utf-8")
    return folder


@pytest.fixture(scope="module", params=["made up", "pages"])
def report(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run")
    papers = trends.make_corpus(n_papers=1500).corpus if request.param == "made up" else write_pages(folder)
    settings = {"embed": {"kind": "lsa", "n_dims": 64}, "topics": {"n_runs": 0}, "stats": {"every": "quarter"}}
    return trends.study(papers, folder=folder / "run", settings=settings, cache=folder / "cache").report()


@pytest.fixture
def visit(chromium, report):
    """Open the report without a network; note what it asks for and complains about."""
    contexts = []

    def visit(fragment="", **options):
        context = chromium.new_context(viewport={"width": 1280, "height": 800}, offline=True, **options)
        context.set_default_timeout(30_000)
        contexts.append(context)
        page, trouble = context.new_page(), []
        page.on("request", lambda request: trouble.append(request.url) if request.url.startswith("http") else None)
        page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: trouble.append(str(error)))
        page.goto(report.as_uri() + fragment)
        return SimpleNamespace(page=page, trouble=trouble)

    yield visit
    for context in contexts:
        context.close()


def drawn(page):
    """Scroll to each chart and wait until it is drawn, or has nothing to draw; return the charts by name."""
    plots = {plot.get_attribute("data-chart"): plot for plot in page.locator(".plot[data-chart]").all()}
    for plot in plots.values():
        plot.evaluate("plot => plot.scrollIntoView()")
        page.wait_for_function("plot => plot.matches('.none') || plot.querySelector('.main-svg')", arg=plot.element_handle())
    return plots


def test_every_chart_of_a_run_is_drawn_without_a_network(visit):
    visited = visit()
    plots = drawn(visited.page)
    assert set(plots) >= {"lines", "small_multiples", "ranks", "stream", "heatmap", "map", "tree", "coverage", "growth"}
    assert set(plots) <= set(CHARTS)
    assert visited.trouble == []


def test_every_chart_follows_the_topics_that_are_chosen_or_says_why_not(visit):
    visited = visit("#topics=1,3")
    followed = {name: plot.evaluate(FOLLOWS_TOPICS, [1, 3]) for name, plot in drawn(visited.page).items()}
    assert [name for name, follows in followed.items() if not follows] == []
    assert visited.trouble == []


def test_every_chart_follows_the_dates_that_are_chosen_or_says_why_not(visit):
    visited = visit("#since=2022-01-01&until=2023-01-01")
    followed = {name: plot.evaluate(FOLLOWS_DATES, ["2022-01-01", "2023-01-01"]) for name, plot in drawn(visited.page).items()}
    assert [name for name, follows in followed.items() if not follows] == []
    assert visited.trouble == []


def test_every_chart_follows_the_venue_that_is_chosen_or_says_why_not(visit):
    page = visit().page
    if not page.locator("#choose-stratum").count():
        pytest.skip("these papers have no venues")
    venue = page.locator("#choose-stratum option").nth(1).get_attribute("value")
    visited = visit(f"#stratum={venue}")
    followed = {name: plot.evaluate(FOLLOWS_VENUE, venue) for name, plot in drawn(visited.page).items()}
    assert [name for name, follows in followed.items() if not follows] == []
    assert visited.trouble == []


def test_the_papers_of_a_run_are_searched_and_sorted_and_lead_to_their_topic(visit):
    visited = visit("#papers&topics=0")
    page = visited.page
    page.locator("#n-papers", has_text="fit what you chose").wait_for()
    page.locator("#papers-table").get_by_role("button", name="Title").press("Enter")
    titles = page.locator("#papers-table .title span").all_inner_texts()
    assert titles == sorted(titles, key=str.lower)
    word = titles[0].split()[-1]
    page.get_by_label("Find papers by words").fill(word)
    page.locator("#papers-table .title", has_text=word).first.wait_for()
    page.locator("#papers-table .about a").first.press("Enter")
    assert page.locator("#topic-0").evaluate("topic => topic.open")
    assert visited.trouble == []


def test_axe_finds_nothing_that_keeps_readers_of_a_run_out(visit):
    axe = pytest.importorskip("axe_playwright_python", reason="axe is not installed: pip install axe-playwright-python")
    page = visit("#topic-0&topics=0", color_scheme="dark", bypass_csp=True).page
    drawn(page)
    page.evaluate(files(axe).joinpath("axe.min.js").read_text(encoding="utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [(rule["id"], [node["html"] for node in rule["nodes"]]) for rule in found] == []
