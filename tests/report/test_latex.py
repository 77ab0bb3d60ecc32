import re
import shutil
import subprocess
from datetime import date

import polars as pl
import pytest

from trends.report.evidence import EVIDENCE_SCHEMA
from trends.report.latex import to_latex

HOSTILE = r"50% & _more_ #1 $x^2$ ~ \input{secret} {a}"
BARE = re.compile(r"(?<!\\)[&%_#$~^]")


@pytest.fixture
def latex(make):
    """Write a table of the rows given, each a rise but for its numbers."""
    series = make.series({0: [1] * 12}, totals=[10] * 12)

    def latex(*rows):
        return to_latex(pl.DataFrame([make.evidence | row for row in rows], schema=EVIDENCE_SCHEMA), series=series)

    return latex


def body(text):
    """Return the cells between the rules, row by row."""
    inside = text.split(r"\midrule")[1].split(r"\bottomrule")[0]
    return [line.removesuffix(r" \\").split(" & ") for line in inside.strip().splitlines()]


def test_a_rise_and_a_fall_stand_under_their_headings(latex):
    falling = {"trend": "falling", "growth": -0.3, "growth_low": -0.45, "growth_high": -0.12, "label": "Parsing"}
    rows = body(latex(falling, {"n_found": 9, "n_runs": 10}))
    assert rows[0] == [r"\emph{Rising}"]
    assert rows[1] == [
        "Machine unlearning",
        r"61\%",
        r"38 to 88\%",
        r"0.4\%",
        r"2.1\%",
        r"{\textendash}",
        "84",
        "0.001",
        "9 of 10",
    ]
    assert rows[2] == [r"\emph{Fading}"]
    assert rows[3][:2] == ["Parsing", r"\ensuremath{-}30\%"]


def test_what_to_expect_stands_beside_with_its_period(latex):
    ahead = {"expected": date(2026, 7, 1), "share_expected": 0.03, "share_expected_low": 0.014, "share_expected_high": 0.052}
    text = latex(ahead)
    assert "Expected, Q3 2026" in text
    assert body(text)[1][5] == r"1.4 to 5.2\%"


def test_what_tex_would_take_for_a_command_is_text(latex):
    (cells,) = body(latex({"label": HOSTILE}))[1:]
    assert not BARE.search(cells[0])
    assert r"\input" not in cells[0]
    assert r"\& \_more\_ \#1" in cells[0]
    assert r"{\textbackslash}input\{secret\}" in cells[0]


def test_letters_and_signs_of_people_survive(latex):
    (cells,) = body(latex({"label": "Café, β-VAE and 机器翻译 †"}))[1:]
    assert cells[0] == r"Caf\'e, \ensuremath{\beta}-VAE and 机器翻译 {\textdagger}"


def test_a_region_is_no_proven_topic_and_its_missing_numbers_do_no_harm(latex):
    region = {"kind": "region", "topic": None, "label": "Deletion requests", "trend": None, "q": None, "n_tested": None}
    alone = latex({})
    assert latex({}, region) == alone
    finer = {"topic": None, "label": "Finer", "inside": 0, "inside_label": "Safety"}
    assert latex({}, region, finer) == latex({}, finer) != alone


def test_no_more_than_ten_finer_topics_stand_in_a_paper(latex):
    finer = [{"topic": None, "label": f"Finer {place}", "inside": 0, "inside_label": "Safety"} for place in range(12)]
    rows = body(latex({}, *finer))
    assert len(rows) == 1 + 1 + 10
    assert rows[2][0] == "Finer 0 (in Safety)"


def test_the_caption_names_denominator_periods_method_and_tests(latex):
    caption = latex({}).split(r"\caption{")[1].split("}\n")[0]
    for words in [
        "share of all papers of the period",
        "over 11 quarters",
        "negative-binomial",
        "Benjamini and Hochberg over 18 topics",
    ]:
        assert words in caption


def test_without_proof_the_table_says_so(latex):
    assert "No topic is proven to move." in latex({"trend": "unclear"})
    assert "No paper is dated" in to_latex(pl.DataFrame(schema=EVIDENCE_SCHEMA), series=None)


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="pdflatex is not installed: apt install texlive-latex-recommended")
def test_latex_sets_the_table(latex, tmp_path):
    page = [r"\documentclass{article}\usepackage{booktabs}\usepackage{textcomp}\begin{document}", latex({"label": HOSTILE})]
    (tmp_path / "page.tex").write_text("\n".join([*page, r"\end{document}"]))
    run = subprocess.run(["pdflatex", "-halt-on-error", "page.tex"], cwd=tmp_path, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout
