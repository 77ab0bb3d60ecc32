import inspect
from copy import deepcopy

import pytest

from trends.methods import describe, make_bibliography, to_plain
from trends.methods.references import find_keys
from trends.stats import REASONS
from trends.stats.events.bursts import find_bursts

MANIFEST = {
    "settings": {
        "sources": {"since": None, "until": None, "categories": []},
        "embed": {"kind": "sentence"},
        "stats": {"since": None, "until": None},
    },
    "software": {"trends": "0.1.0", "numpy": "2.4.6", "plotly": "7.1.0"},
    "stages": {
        "corpus": {
            "facts": {
                "n_papers": 1200,
                "n_records": 1234,
                "n_merged": 30,
                "n_skipped": 4,
                "n_filtered": 0,
                "n_undated": 1,
                "files": [{"format": "bibtex"}, {"format": "csv"}, {"format": "csv"}],
            }
        },
        "embeddings": {
            "facts": {
                "model": "all-MiniLM-L6-v2",
                "version": "sha256:53aa",
                "n_dims": "384",
                "precision": "float32",
                "prompt": "none",
                "n_texts_beyond_window": "12",
                "max_tokens": "256",
                "long_texts": "cut",
            }
        },
        "topics": {
            "facts": {
                "adopted": False,
                "chosen_layer": 1,
                "n_outliers": 48,
                "n_papers_grouped": 1200,
                "n_topics": 18,
                "n_topics_of_layers": [16, 18, 61],
                "resolution": 1.5,
                "settings": {"n_runs": 10, "n_neighbours": 15, "outliers": "floor", "seed": 7, "guides": []},
            }
        },
        "stats": {
            "facts": {
                "periods": "quarters, as asked: 19 complete ones",
                "strata": "Each venue is held constant.",
                "denominator": "papers in 5 strata",
                "papers": {"counted": 1100, "undated": 1, "too coarse": 99},
            }
        },
    },
}


def changed(stage, **facts):
    """Return the manifest with other facts of a stage."""
    manifest = deepcopy(MANIFEST)
    manifest["stages"][stage]["facts"] |= facts
    return manifest


@pytest.mark.parametrize(
    "part",
    [
        "1,200 papers, from 1,234 records (bibtex, csv)",
        "of which 30 were merged with another of the same paper and 4 were unreadable",
        "1 has no date",
        "a vector of 384 dimensions from the sentence encoder all-MiniLM-L6-v2",
        "Version sha256:53aa; float32 precision",
        "12 texts of more than 256 tokens were cut",
        "at resolution 1.5, seed 7",
        "Of 3 layers with 16, 18 and 61 topics, layer 2 (layer = 1 in the settings, which count from 0) was chosen",
        "The result is 18 topics, with 48 papers in none",
        "found again 10 times",
        "1,100 papers were counted",
        "1 without a date and 99 with a date coarser than the period",
        "Each venue is held constant. Shares are of papers in 5 strata",
        "negative-binomial regression",
        "q ≤ 0.05 after correction for the number of topics (Benjamini & Hochberg 1995)",
        "trends 0.1.0",
    ],
)
def test_every_setting_that_shaped_the_run_is_told(part):
    assert part in to_plain(describe(MANIFEST))


def test_all_that_is_cited_has_an_entry_and_nothing_is_cited_that_was_not_used():
    text = describe(MANIFEST)
    assert make_bibliography(text, version="0.1.0").count("\n@") + 1 == len(find_keys(text))
    assert {"reimers2019", "wang2020", "newman2006", "benjamini1995", "kleinberg2003"} <= set(find_keys(text))
    assert not {"tulkens2024", "deerwester1990", "mcinnes2017"} & set(find_keys(text))


@pytest.mark.parametrize(
    ("kind", "cited"), [("static", "tulkens2024"), ("lsa", "deerwester1990"), ("hashing", "achlioptas2003"), ("endpoint", None)]
)
def test_each_embedder_is_cited_by_its_own_paper(kind, cited):
    manifest = deepcopy(MANIFEST)
    manifest["settings"]["embed"]["kind"] = kind
    keys = find_keys(describe(manifest))
    assert "reimers2019" not in keys
    assert cited is None or cited in keys


def test_a_clusterer_of_another_package_is_named_with_its_options_and_communities_are_not():
    settings = MANIFEST["stages"]["topics"]["facts"]["settings"]
    hdbscan = {"path": "hdbscan.HDBSCAN", "options": {"min_cluster_size": 15}}
    umap = {"path": "umap.UMAP", "options": {}}
    text = describe(changed("topics", settings=settings | {"clusterer": hdbscan, "reducer": umap}))
    assert (
        "found by hdbscan.HDBSCAN(min_cluster_size=15) [@mcinnes2017], on vectors reduced by umap.UMAP() [@mcinnes2018]" in text
    )
    assert "communities" not in text


def test_papers_that_only_joined_topics_are_told_apart():
    text = describe(changed("topics", n_papers_grouped=1000))
    assert "found among 1,000 papers; the others joined the nearest" in text
    assert "joined the nearest" not in describe(MANIFEST)


def test_topics_of_another_model_are_said_to_be_taken_over():
    text = describe(changed("topics", adopted=True))
    assert "taken over from a fitted BERTopic model [@grootendorst2022]" in text
    assert "found again" not in text


def test_without_dates_nothing_is_said_about_growth():
    text = describe(changed("stats", papers={"counted": 0, "undated": 1200}))
    assert "nothing was counted over time" in text
    assert "regression" not in text


def test_why_papers_were_not_counted_is_told_in_words_for_every_reason():
    text = describe(changed("stats", papers=dict.fromkeys(REASONS, 2)))
    assert [reason for reason in REASONS if f"2 {reason}" in text] == []


def test_what_is_said_of_bursts_is_what_the_statistics_do():
    usual = {name: parameter.default for name, parameter in inspect.signature(find_bursts).parameters.items()}
    assert (usual["ratio"], usual["gamma"], usual["n_states"]) == (2.0, 1.75, 3)
    assert "three states, each at twice the share of the one before, leaves the lowest, at γ = 1.75" in describe(MANIFEST)
