import csv
import io
import math
import re
import shutil
import subprocess

import pytest

from trends.charts import CHARTS, Look, draw, fit_chart, why_not, write_figure
from trends.charts.pgfplots import to_pgfplots
from trends.errors import ConfigError, DataError

HOSTILE = r"\input{secret} 50% of $x_1$ & #2 {"
LATEX = shutil.which("pdflatex") or shutil.which("tectonic")


def read(document):
    """Return the columns of the CSV, gaps left out."""
    rows = list(csv.DictReader(io.StringIO(document.csv)))
    return {name: [float(row[name]) for row in rows if not math.isnan(float(row[name]))] for name in rows[0]}


@pytest.fixture
def tables(make_tables, make_growth):
    growth = make_growth(growth=[0.5, -0.4, 0.1], q=[0.01, 0.02, 0.6], trend=["rising", "falling", "unclear"])
    return make_tables([[5, 6, 7, 9], [9, 7, 6, 5], [4, 4, 4, 4]], labels=[HOSTILE, "B", "C"], growth=growth, running=True)


def test_the_csv_holds_the_numbers_of_the_figure(tables):
    columns = read(to_pgfplots(draw("lines", tables), look=Look(), file="lines.csv"))
    first = draw("lines", tables).figure["data"][0]
    assert columns["x1"] == pytest.approx([2021, 2021.2466, 2021.4959], abs=1e-3)
    assert columns["y1"] == pytest.approx([share for share in first["y"] if share is not None])


def test_intervals_of_dots_are_read_from_the_csv(tables):
    document = to_pgfplots(draw("growth", tables), look=Look(), file="growth.csv")
    assert "x error plus=x1plus" in document.tex
    reach = [trace["error_x"]["array"][0] for trace in draw("growth", tables).figure["data"]]
    assert [read(document)[f"x{number}plus"][0] for number in range(1, len(reach) + 1)] == pytest.approx(reach)


def test_a_band_is_a_closed_outline_and_breaks_where_the_figure_breaks(tables):
    chart = draw("lines", tables)
    days = ["2021-01-01", "2022-01-01", "2021-01-01", None, "2023-01-01", "2024-01-01", "2023-01-01"]
    band = {"type": "scatter", "mode": "lines", "fill": "toself", "fillcolor": "rgba(0,114,178,0.18)", "line": {"width": 0}}
    chart.figure["data"] = [band | {"x": days, "y": [0.1, 0.2, 0.3, None, 0.1, 0.2, 0.3]}]
    document = to_pgfplots(chart, look=Look(), file="x.csv")
    outlines = [line for line in document.tex.splitlines() if line.endswith("-- cycle;")]
    assert len(outlines) == 2
    assert all("draw=none" in line and "fill opacity=0.18" in line for line in outlines)
    assert read(document)["x2"] == [2023, 2024, 2023]


# What the manuals of pgfplots 1.18 and TikZ 3.1 know, by the command that takes it.
OF_LINES = {"draw", "draw opacity", "opacity", "line width", "solid", "dashed", "dotted", "dashdotted", "dash pattern"}
OF_PLOTS = OF_LINES | {
    *("forget plot", "no markers", "only marks", "mark", "mark size", "mark options", "unbounded coords", "color"),
    *("fill", "fill opacity", "error bars/error mark", "error bars/error bar style"),
    *(f"error bars/{side} {what}" for side in "xy" for what in ("dir", "explicit")),
}
KNOWN = {
    r"\begin{axis}": {
        *(
            "scale only axis",
            "clip",
            "scaled ticks",
            "table/col sep",
            "filter discard warning",
            "label style",
            "tick label style",
        ),
        *("legend columns", "legend style", "axis line style", "tick style", "grid style", "at", "anchor", "width", "height"),
        *(f"{side}{what}" for side in "xy" for what in ("min", "max", "tick", "ticklabels", "ticklabel style", "label")),
        *(f"{side}{what}" for side in "xy" for what in ("majorgrids", "mode", " dir")),
    },
    r"\addplot": OF_PLOTS,
    r"\addlegendimage": OF_PLOTS,
    "table": {"x", "y", *(f"{side} error {end}" for side in "xy" for end in ("plus", "minus"))},
    r"\node": {"anchor", "align", "inner sep", "font", "xshift", "yshift"},
    r"\draw": OF_LINES,
    r"\path": {"fill", "fill opacity"},
}
COLOR = re.compile(r"\{rgb,255:red,(\d+);green,(\d+);blue,(\d+)\}|black|none|black!15")


def inside(text, start):
    """Return what stands in the brackets or braces that open at a place, those of others skipped."""
    depth, end = 0, start
    while True:
        escaped = text[end - 1] == "\\" and text[end - 2] != "\\"
        depth += 0 if escaped else (text[end] in "{[") - (text[end] in "}]")
        if depth == 0:
            return text[start + 1 : end]
        end += 1


def split(options):
    """Return options by key, commas in braces not counted."""
    parts, depth = [""], 0
    for letter in options:
        depth += (letter == "{") - (letter == "}")
        if letter == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += letter
    return {key.strip(): value for key, _, value in (part.partition("=") for part in parts) if key.strip()}


@pytest.fixture
def full(make_run, make_growth):
    """A run with everything, whose labels try to leave their place."""
    growth = make_growth(growth=[0.5, -0.4, 0.1], q=[0.01, 0.02, 0.6], trend=["rising", "falling", "unclear"])
    counts = [[5, 6, 7, 9], [9, 7, 6, 5], [4, 4, 4, 4]]
    labels = [HOSTILE, f"[1] A long name [2] {HOSTILE}", r"~^\\ [3pt] $ ] # } % _ & { \ end"]
    return make_run(counts, labels=labels, venues=[HOSTILE, "[B]"], title=HOSTILE, growth=growth, running=True)


def without_escapes(code):
    return re.sub(r"\\(?:\\|[{}%&#$_])", "", code)


def code_of(chart, *, width):
    tex = to_pgfplots(chart, look=Look(width=width), file="x.csv").tex
    return re.sub(r"^%.*$", "", tex, flags=re.M)


SETTABLE = [name for name in CHARTS if name not in ("heatmap", "map", "tree", "coverage", "terms")]


@pytest.mark.parametrize("width", ["ieee-single", "a4"])
@pytest.mark.parametrize("name", SETTABLE)
def test_only_keys_and_colours_that_latex_knows_are_written(name, width, full):
    code = code_of(fit_chart(name, full, look=Look(width=width)), width=width)
    for command, known in KNOWN.items():
        for place in re.finditer(rf"{re.escape(command)}(?=[\[{{])", code):
            options = split(inside(code, place.end()))
            assert set(options) <= known, command
            for key in options.keys() & {"draw", "fill", "color"}:
                found = COLOR.fullmatch(options[key])
                assert found
                assert all(int(part) <= 255 for part in found.groups() if part)


@pytest.mark.parametrize("width", ["ieee-single", "a4"])
@pytest.mark.parametrize("name", SETTABLE)
def test_no_text_runs_opens_a_formula_or_breaks_a_line_inside_a_group(name, width, full):
    code = code_of(fit_chart(name, full, look=Look(width=width)), width=width)
    assert not re.search(r"[$&#%_~^]|\\input", without_escapes(code))
    texts = [inside(code, place.end() - 1) for place in re.finditer(r"(?<=\)) \{|\\addlegendentry\{", code)]
    for text in texts:
        plain = re.sub(r"(\\\\)|\\[{}]", r"\1", text)  # a line break before a brace is no escaped brace
        for broken in re.finditer(r"\\\\", plain):
            before = plain[: broken.start()]
            assert before.count("{") == before.count("}")
            assert plain[broken.end() :].lstrip()[:1] != "["


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_becomes_balanced_latex_or_says_in_one_sentence_why_not(name, full):
    chart = fit_chart(name, full, look=Look(width="ieee-single"))
    if reason := why_not(chart):
        with pytest.raises(DataError, match=r"has no form in pgfplots|has nothing to draw"):
            to_pgfplots(chart, look=Look(), file="x.csv")
        assert "\n" not in reason
        return
    code = without_escapes(code_of(chart, width="ieee-single"))
    assert code.count("{") == code.count("}")
    assert code.count(r"\begin{axis}") == code.count(r"\end{axis}") > 0
    assert not re.search(r"nan|None", code)
    read_columns = set(re.findall(r"(?:x|y|plus|minus)=([xy]\d+(?:plus|minus)?)", code))
    assert read_columns == set(read(to_pgfplots(chart, look=Look(width="ieee-single"), file="x.csv")))


@pytest.mark.parametrize("file", ["50%.plot.csv", "a#b.plot.csv", "a~b.plot.csv", "{a}.plot.csv"])
def test_a_name_that_latex_would_run_is_refused(file, tables):
    with pytest.raises(ConfigError, match="which LaTeX takes for a command"):
        to_pgfplots(draw("lines", tables), look=Look(), file=file)


def test_what_is_only_there_to_be_pointed_at_is_not_set(full):
    assert "only marks" not in code_of(draw("stream", full), width="a4")


def test_a_line_to_a_name_ends_where_the_name_begins(tables):
    chart = draw("growth", tables)
    note = {"text": "far", "x": 0, "y": 1, "showarrow": True, "ax": 30, "ay": 0}
    chart.figure["layout"]["annotations"] = [note | {"xanchor": "center", "yanchor": "middle"}, note | {"xanchor": "left"}]
    first, second = [line for line in to_pgfplots(chart, look=Look(), file="x.csv").tex.splitlines() if "{far}" in line]
    assert first.endswith("-- (label);")
    assert second.endswith("-- (label.west);")


def test_a_band_ends_with_the_plot(tables):
    chart = draw("lines", tables)
    band = {"type": "rect", "xref": "x", "yref": "y domain", "x0": "1990-01-01", "x1": "2021-07-01", "y0": 0, "y1": 1}
    layout = chart.figure["layout"]
    chart.figure["layout"] = layout | {"shapes": [band], "xaxis": layout["xaxis"] | {"range": ["2021-01-01", "2022-01-01"]}}
    path = next(line for line in code_of(chart, width="a4").splitlines() if r"\path" in line)
    assert "{axis cs:2021,0}" in path
    assert "1990" not in path


@pytest.mark.parametrize("name", ["heatmap", "map", "tree", "coverage"])
def test_charts_of_areas_and_cells_are_for_pdf(name, tables):
    with pytest.raises(DataError, match=f"chart '{name}' has no form in pgfplots, .*: take .pdf"):
        to_pgfplots(draw(name, tables), look=Look(), file="x.csv")


def test_bars_may_start_anywhere_and_the_legend_names_what_it_shows(tables):
    chart = draw("lines", tables)
    bar = {"type": "bar", "orientation": "h", "base": ["2021-01-01"], "x": [365 * 86_400_000], "y": [2], "width": 0.5}
    key = {"type": "scatter", "mode": "markers", "name": "an onset", "x": [None], "y": [None], "marker": {"symbol": "diamond"}}
    chart.figure["data"] = [bar | {"marker": {"color": "#0072B2"}, "showlegend": False}, key]
    chart.figure["layout"]["showlegend"] = True
    document = to_pgfplots(chart, look=Look(), file="x.csv")
    assert read(document) == {"x1": pytest.approx([2021, 2022, 2022, 2021], abs=0.01), "y1": [1.75, 1.75, 2.25, 2.25]}
    assert r"\addlegendentry{an onset}" in document.tex


def test_the_same_chart_gives_the_same_files(tables, tmp_path):
    for name in ("once", "again"):
        (tmp_path / name).mkdir()
        write_figure(draw("lines", tables), tmp_path / name / "fig.tex")
    assert sorted(path.name for path in (tmp_path / "once").iterdir()) == ["fig.plot.csv", "fig.tex"]
    for file in ("fig.tex", "fig.plot.csv"):
        assert (tmp_path / "once" / file).read_bytes() == (tmp_path / "again" / file).read_bytes()


@pytest.mark.slow
@pytest.mark.skipif(LATEX is None, reason="needs LaTeX: apt-get install texlive-pictures, or tectonic")
def test_latex_sets_every_chart_that_has_a_form_in_it(tables, tmp_path):
    charts = [chart for name in CHARTS if not why_not(chart := fit_chart(name, tables, look=Look(width="ieee-single")))]
    for chart in charts:
        write_figure(chart, tmp_path / f"{chart.name}.tex", look=Look(width="ieee-single"))
    pages = "\n\\clearpage\n".join(rf"\input{{{chart.name}.tex}}" for chart in charts)
    preamble = (
        r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{textcomp}\usepackage{pgfplots}\pgfplotsset{compat=1.16}"
    )
    (tmp_path / "all.tex").write_text(f"{preamble}\\begin{{document}}\n{pages}\n\\end{{document}}\n")
    batch = ["-interaction=nonstopmode", "-halt-on-error"] if LATEX.endswith("pdflatex") else []
    done = subprocess.run([LATEX, *batch, "all.tex"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:]
