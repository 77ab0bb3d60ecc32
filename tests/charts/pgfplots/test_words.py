import pytest

from trends.charts.pgfplots.words import comment, escape_tex, paint, to_tex


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        (r"\input{/etc/passwd}", r"{\textbackslash}input\{/etc/passwd\}"),
        ("50% of A_B & C #1", r"50\% of A\_B \& C \#1"),
        ("$x^2$ ~ 1", r"\$x{\textasciicircum}2\$ {\textasciitilde} 1"),
        ("−5 ≤ é", r"\ensuremath{-}5 \ensuremath{\leq} \'e"),
    ],
)
def test_text_is_shown_letter_by_letter_and_never_run(text, tex):
    assert escape_tex(text) == tex


def test_letters_that_latex_does_not_know_do_not_stop_it():
    assert escape_tex("日本").isascii()


@pytest.mark.parametrize(
    ("markup", "tex"),
    [
        ("<b>Topic &amp; more</b><br>+29% a year", r"\textbf{Topic \& more}\\+29\% a year"),
        ("<b>one<br>[two]</b>", r"\textbf{one}\\\textbf{{[}two{]}}"),
        ("<b>never closed", r"\textbf{never closed}"),
        ("<i>fast</i> &lt;b&gt;", r"\textit{fast} \ensuremath{<}b\ensuremath{>}"),
        ("<span style='color:#FFFFFF'>All</span>", "All"),
    ],
)
def test_the_markup_of_figures_becomes_that_of_latex(markup, tex):
    assert to_tex(markup) == tex


def test_a_comment_cannot_end_and_go_on_as_a_command():
    assert comment("one\n\\input{x}") == r"% one \input{x}"


def test_colors_keep_how_far_one_sees_through_them():
    assert paint("#0072B2", key="draw") == "draw={rgb,255:red,0;green,114;blue,178}"
    assert paint("rgba(0,114,178,0.2)", key="fill").endswith(", fill opacity=0.2")
    assert paint("rgba(0,114,178,0.2)", key="color").endswith("}, opacity=0.2")
