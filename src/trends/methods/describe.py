"""The manifest of a run as the methods section of a paper: what was done, with every setting that shaped it."""

from collections.abc import Mapping
from typing import Any, Final

Manifest = Mapping[str, Any]

_REASONS: Final = {
    "undated": "without a date",
    "other stratum": "of none of those that are held constant",
    "too coarse": "with a date coarser than the period",
    "before since": "from before the span",
    "after until": "from after the span",
    "too early": "from a thin start",
    "too late": "from behind a gap at the end",
    "not trusted": "from periods of which papers are missing",
}

_GROWTH: Final = """
Growth is the slope of a negative-binomial regression (NB2) of a topic's counts on time with the log of the total as offset
[@cameron2013], a level for each stratum that is held constant, a bend where the share turns upwards or downwards (p ≤ 0.05), and
a season where there are months, weeks or quarters of two years or more; of a bent topic the mean slope is given. Overdispersion
is estimated for each topic and drawn towards that of all [@smyth2004]; standard errors are widened where a topic stays above or
below its trend for several periods [@zeger1988]. Intervals are of 95%, from Student's t. A topic counts as rising or falling
where q ≤ 0.05 after correction for the number of topics [@benjamini1995]. Bursts are spans in which an automaton of three
states, each at twice the share of the one before, leaves the lowest, at γ = 1.75 [@kleinberg2003]; changes of level are found by
optimal partitioning under a likelihood of counts [@jackson2005]; an onset is the break of a broken line [@muggeo2003]; emergence
is scored by novelty, sure growth, coherence, persistence and spread [@rotolo2015]. A share to expect goes on from the
exponentially smoothed log odds of the share [@gardner1985], as fast as the literature around the topic's papers grew and half as
fast after a year; its 90% interval is simulated, as wide as nine in ten past steps were.
"""


def describe(manifest: Manifest) -> str:
    """Tell how a run was made, in paragraphs for the methods section of a paper.

    Parameters
    ----------
    manifest
        Of a run that has counted its topics.

    Returns
    -------
    str
        Paragraphs of plain sentences with a blank line between them. Literature is cited by key, as Markdown does it:
        ``[@newman2006]``; see `to_plain`, `to_latex` and `make_bibliography`.
    """
    steps = (_tell_papers, _tell_vectors, _tell_topics, _tell_counting, _tell_growth, _tell_software)
    return "\n\n".join(text for step in steps if (text := step(manifest)))


def _tell_papers(manifest: Manifest) -> str:
    facts, settings = manifest["stages"]["corpus"]["facts"], manifest["settings"]["sources"]
    formats = sorted({file["format"] for file in facts["files"] if file["format"]})
    lost = {
        "n_filtered": "left out by the filters",
        "n_merged": "merged with another of the same paper",
        "n_skipped": "unreadable",
    }
    became = [f"{facts[name]:,} were {what}" for name, what in lost.items() if facts[name]]
    sentences = [
        f"The corpus holds the titles and abstracts of {facts['n_papers']:,} papers, from {_count(facts['n_records'], 'record')}"
        + (f" ({', '.join(formats)})" if formats else "")
        + (f", of which {_join(became)}." if became else ".")
    ]
    if settings["since"] or settings["until"]:
        sentences.append(f"Papers were read {_span(settings['since'], settings['until'])}.")
    if settings["categories"]:
        sentences.append(f"Only papers of the categories {_join(settings['categories'])} were read.")
    if facts["n_undated"]:
        n_undated = facts["n_undated"]
        sentences.append(
            f"{n_undated:,} {'has' if n_undated == 1 else 'have'} no date: topics include them, counts over time do not."
        )
    return " ".join(sentences)


def _tell_vectors(manifest: Manifest) -> str:
    facts, kind = manifest["stages"]["embeddings"]["facts"], manifest["settings"]["embed"]["kind"]
    model = {
        "sentence": "the sentence encoder {model} [@reimers2019]",
        "static": "{model}, a static model that adds up the vectors of words [@tulkens2024]",
        "lsa": "latent semantic analysis of their words [@deerwester1990]",
        "hashing": "their words, hashed and randomly projected [@achlioptas2003]",
        "endpoint": "the model {model}",
        "precomputed": "vectors that were computed beforehand",
    }.get(kind, "{model}").format(model=facts["model"].removesuffix(", static"))
    if "minilm" in facts["model"].lower():
        model = model.replace("[@", "[@wang2020; @")
    told = {"weights": "weights: {}", "version": "version {}", "precision": "{} precision", "prompt": "prompt: {}"}
    details = "; ".join(words.format(facts[name]) for name, words in told.items() if facts.get(name, "none") != "none")
    n_beyond = int(facts.get("n_texts_beyond_window", 0))
    sentences = [f"Each paper was represented by a vector of {facts['n_dims']} dimensions from {model}."]
    if details:
        sentences.append(f"{details[0].upper()}{details[1:]}.")
    if n_beyond:
        what = "were cut" if facts.get("long_texts") == "cut" else "were read in parts, whose vectors were averaged"
        sentences.append(f"{n_beyond:,} texts of more than {facts['max_tokens']} tokens {what}.")
    return " ".join(sentences)


def _tell_topics(manifest: Manifest) -> str:
    facts = manifest["stages"]["topics"]["facts"]
    settings = facts["settings"]
    if facts["adopted"]:
        how = "Topics were taken over from a fitted BERTopic model [@grootendorst2022]."
    elif settings.get("clusterer"):
        how = _tell_plugins(settings)
    else:
        how = _tell_communities(facts, n_papers=manifest["stages"]["corpus"]["facts"]["n_papers"])
    n_topics, n_outliers = _count(facts["n_topics"], "topic"), _count(facts["n_outliers"], "paper")
    sentences = [how, f"The result is {n_topics}, with {n_outliers} in none."]
    if settings.get("guides"):
        sentences.append(f"Topics to look for were given by name: {_join([guide['label'] for guide in settings['guides']])}.")
    sentences.append(
        "Topics are named after phrases that many of their papers use and few others, counted once per paper, in the manner of "
        "class-based tf-idf [@grootendorst2022]."
    )
    if settings.get("llm"):
        sentences.append(f"The labels were written by the language model {settings['llm']['model']}.")
    if settings["n_runs"] and not facts["adopted"]:
        sentences.append(
            f"Topics were found again {settings['n_runs']} times, from other seeds and from parts of the papers, finer ones "
            "inside the topic that holds them; those of which less than 0.6 came back on average (papers in both over papers in "
            "either) are marked † [@hennig2007]."
        )
    sentences.append(
        f"The map was drawn by UMAP [@mcinnes2018] with {settings['n_neighbours']} neighbours; it has no say in the topics."
    )
    return " ".join(sentences)


def _tell_plugins(settings: Mapping[str, Any]) -> str:
    """Name the classes of others that found the topics."""
    path = settings["clusterer"]["path"]
    cited = " [@mcinnes2017]" if path.lower().endswith("hdbscan") else ""
    clusterer = f"Topics were found by {_call(settings['clusterer'])}{cited}"
    reducer = settings.get("reducer")
    if not reducer:
        return f"{clusterer}."
    cited = " [@mcinnes2018]" if reducer["path"].lower().endswith("umap") else ""
    return f"{clusterer}, on vectors reduced by {_call(reducer)}{cited}."


def _call(plugin: Mapping[str, Any]) -> str:
    options = ", ".join(f"{name}={value}" for name, value in plugin["options"].items())
    return f"{plugin['path']}({options})"


def _tell_communities(facts: Mapping[str, Any], *, n_papers: int) -> str:
    settings, layer, layers = facts["settings"], facts["chosen_layer"], facts["n_topics_of_layers"]
    number = f"layer = {layer} in the settings, which count from 0"
    sentences = [
        "Papers were linked to those near them by their vectors and by rare phrases that they share [@sparckjones1972], and "
        "topics are communities of this graph of highest modularity [@newman2006], found by moving papers and then parts "
        f"of groups [@traag2019], at resolution {facts['resolution']:g}, seed {settings['seed']}."
    ]
    if facts["n_papers_grouped"] < n_papers:
        sentences.append(f"They were found among {facts['n_papers_grouped']:,} papers; the others joined the nearest.")
    if settings.get("min_papers"):
        sentences.append(f"A topic has at least {settings['min_papers']} papers.")
    if settings.get("n_topics") or settings.get("layer") is not None:
        sentences.append(
            f"Of {_count(len(layers), 'layer')}, from coarse to fine, layer {layer + 1} ({number}) was chosen by hand."
        )
    elif len(layers) > 1:
        sentences.append(
            f"Of {len(layers)} layers with {_join([f'{n:,}' for n in layers])} topics, layer {layer + 1} ({number}) was chosen "
            "because its topics come back from parts of the papers almost as well as those of any finer one [@benhur2002]."
        )
    if settings["outliers"] == "floor":
        sentences.append("A paper far less like its topic than the others there was taken out [@tukey1977].")
    return " ".join(sentences)


def _tell_counting(manifest: Manifest) -> str:
    facts = manifest["stages"]["stats"]["facts"]
    counted = facts["papers"].get("counted", 0)
    if not counted:
        return "No paper has a date that is precise enough, so that nothing was counted over time."
    left_out = [f"{n:,} {_REASONS.get(reason, reason)}" for reason, n in facts["papers"].items() if n and reason != "counted"]
    bounds = manifest["settings"]["stats"]
    sentences = [
        f"{counted:,} papers were counted by topic and calendar period: {facts['periods']}.",
        f"Left out of the counts: {_join(left_out)}." if left_out else "",
        f"The user set the span {_span(bounds['since'], bounds['until'])}." if bounds["since"] or bounds["until"] else "",
        facts["strata"],
        f"Shares are of {facts.get('denominator') or 'all papers of a period'}, those in no topic included, with 95% intervals "
        "[@wilson1927].",
        "A period that is not over takes no part in any estimate.",
    ]
    return " ".join(sentence for sentence in sentences if sentence)


def _tell_growth(manifest: Manifest) -> str:
    if not manifest["stages"]["stats"]["facts"]["papers"].get("counted", 0):
        return ""
    return " ".join(_GROWTH.split())


def _tell_software(manifest: Manifest) -> str:
    cited = {
        "trends": "trends",
        "numpy": "harris2020",
        "scipy": "virtanen2020",
        "scikit-learn": "pedregosa2011",
        "plotly": "plotly",
    }
    versions = [
        f"{name} {version}" + (f" [@{cited[name]}]" if name in cited else "") for name, version in manifest["software"].items()
    ]
    return f"Software: {_join(versions)}."


def _count(n: int, noun: str) -> str:
    return f"{n:,} {noun}" if n == 1 else f"{n:,} {noun}s"


def _join(words: list[str]) -> str:
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _span(since: str | None, until: str | None) -> str:
    return " ".join([f"from {since}"] * bool(since) + [f"before {until}"] * bool(until))
