import pytest

from trends.sources.fields.latex import plain


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (r"we \textbf{boldly \emph{go}} there", "we boldly go there"),
        (r"$\underline{\textbf{S}}$equential", "Sequential"),
        (r"{\em very} and {\bf new}", "very and new"),
        (r"\textcolor{red}{\textbf{hot} water}", "hot water"),
        (r"our \method{} and \ours", "our method and ours"),
        (r"regularization, \etc. However", "regularization, etc. However"),
        (r"tokens\textemdash units, \textless2MB", "tokens— units, <2MB"),
        (r"\unicode{x2014}", "—"),
        (r"as shown~\cite{a,b}.", "as shown."),
        (r"\frac{1}{\delta} and \sqrt{n}", "1/δ and √(n)"),
        (r"\href{https://a.org}{our page}", "our page"),
    ],
)
def test_macros_stand_for_their_characters(raw, read):
    assert plain(raw) == read


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (r"na\"ive T\"ULU, Erd\H{o}s, Fran\c{c}ois, \'{\i}, \'e", "naïve TÜLU, Erdős, François, í, é"),
        (r"J{\"u}rgen, {\"U}bung, Zo{\"{e}}, na{\"\i}ve", "Jürgen, Übung, Zoë, naïve"),
        (r"the \"Kelly\" case", 'the "Kelly" case'),
        (r"{\"a\": \"b\", \"c\": {\"d\": 1}}", '{"a": "b", "c": {"d": 1}}'),
        ("``quoted'' words", '"quoted" words'),
    ],
)
def test_accents_and_quotes_are_told_apart(raw, read):
    assert plain(raw) == read


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("AMD^2G and I^3C", "AMD²G and I³C"),
        ("10^6 tokens in O(n^2)", "10⁶ tokens in O(n²)"),
        ("KD^{3}, d^{-1}", "KD³, d⁻¹"),
        (r"360$^\circ$, A$^*$, 3$^{rd}$", "360°, A*, 3rd"),
        (r"$d^{0.75}$ and $v_{\text{reason}}$", "d^(0.75) and v_reason"),
        (r"$F_1$-score, CO$_2$, $\pi_{0.5}$", "F1-score, CO2, π0.5"),
        ("float8_e4m3 and SSN_NLP", "float8_e4m3 and SSN_NLP"),
    ],
)
def test_raised_numbers_keep_their_height_and_indexes_join(raw, read):
    assert plain(raw) == read


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("mathcal{O}(mathcal{C}/m)", "O(C/m)"),
        ("texttt{D}ual-texttt{H}ead", "Dual-Head"),
        ("on GitHub repository^{text 1}.", "on GitHub repository¹."),
        ("{BERT} is nalis{é}", "BERT is nalisé"),
        ("the set {a, b}", "the set {a, b}"),
    ],
)
def test_remnants_without_a_backslash_are_known(raw, read):
    assert plain(raw) == read


@pytest.mark.parametrize(
    "text",
    [
        "$5 and $10",
        "from $4,500/task to $12/task",
        "US$500; about 2$",
        "between $5-$10",
        "5% of 10% ~ 3%, about ~40, 10~20",
        "https://a.org/~me/c_d^2%20x?q=$1&r=$2",
    ],
)
def test_prices_percentages_and_addresses_stay_as_they_are(text):
    assert plain(text) == text


def test_an_escaped_price_is_no_mathematics():
    assert plain(r"costs \$5 and \$10 and 3$\times$ less") == "costs $5 and $10 and 3× less"


def test_a_percent_sign_never_eats_the_rest_of_the_line():
    assert plain(r"\textbf{up} by 4\%-20\% of 50% more") == "up by 4%-20% of 50% more"


@pytest.mark.parametrize(
    ("raw", "read"),
    [("e.g.~10% of LLMs~(new)", "e.g. 10% of LLMs (new)"), ("vs~0.52 at 5~pp", "vs 0.52 at 5 pp"), ("(~5M)", "(~5M)")],
)
def test_a_tie_is_a_space_and_an_approximation_is_none(raw, read):
    assert plain(raw) == read


@pytest.mark.parametrize("start", ["\\(", "\\cite[", "~", "\\textbf{", "{\\em ", "$", "^{", "\\frac{a}", "<a ", "\\'", "http://"])
def test_a_long_run_of_openings_is_read_to_its_end(start):
    assert plain(start * (50_000 // len(start)) + " the last word").endswith("word")


@pytest.mark.parametrize(
    ("broken", "read"),
    [
        (r"\textbf{never closed", "textbf{never closed"),
        ("closed} twice}", "closed} twice}"),
        (r"\frac{a} alone", r"frac{a} alone"),
        (r"ends with \ ", "ends with  "),
        ("one $ only", "one $ only"),
        ("x^{ and _{", "x^{ and _{"),
    ],
)
def test_broken_latex_loses_no_word(broken, read):
    assert plain(broken).replace("{a}", "a") == read.replace("{a}", "a")
