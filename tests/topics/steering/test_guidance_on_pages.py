"""Guides on real papers: what is asked for is found, by the words of the papers and vectors of those words alone."""

import re
from pathlib import Path

import numpy as np
import pytest

from trends.embed import Lsa, encode_all
from trends.sources.read import read
from trends.topics.names.phrases import count_phrases
from trends.topics.steering.guidance import Guide, apply_guides

PAGES = Path(__file__).parents[3] / "../shared/corpora/pages"
GUIDES = [
    (Guide(label="Machine unlearning", terms=("machine unlearning", "unlearn*"), must_exist=True), r"unlearn"),
    (Guide(label="Out-of-distribution detection", must_exist=True), r"(out-of-distribution|\booD) (detection|data)"),
]


@pytest.fixture(scope="module")
def real():
    if not PAGES.is_dir():
        pytest.skip("the saved pages of the shared corpora are not here")
    corpus = read([PAGES])
    guided = apply_guides(
        np.zeros(corpus.n_papers, dtype=np.int64),
        [guide for guide, _ in GUIDES],
        matrix=encode_all(Lsa().load(corpus), corpus.texts()),
        counts=count_phrases(corpus.texts(), min_papers=2),
        encode=None,
        min_papers=7,
    )
    return corpus.table["title"].to_list(), corpus.texts(), guided


@pytest.mark.parametrize(("guide", "says_so"), GUIDES, ids=["unlearning", "ood"])
def test_nine_in_ten_titles_that_say_so_are_in_the_topic_and_few_papers_that_never_do(real, guide, says_so):
    titles, texts, guided = real
    (topic,) = (topic for topic, label in guided.labels.items() if label == guide.label)
    inside = guided.groups == topic
    in_title, in_text = (np.array([bool(re.search(says_so, text, re.IGNORECASE)) for text in of]) for of in (titles, texts))
    assert (inside & in_title).sum() >= 0.9 * in_title.sum()
    assert (inside & in_text).sum() >= 0.8 * inside.sum()
