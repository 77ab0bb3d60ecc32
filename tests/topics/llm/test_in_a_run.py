import json

import polars as pl
import pytest

from trends.config import make_config
from trends.datasets import make_corpus
from trends.pipeline import Job, run
from trends.workspace import Workspace, store

from .conftest import said

pytestmark = pytest.mark.slow


def test_labels_from_a_server_stand_wherever_the_topics_are_shown_and_are_asked_for_once(server, tmp_path):
    server.answer = lambda asked: said(json.dumps({"label": f"Studies of {asked['terms'][0]}"}))
    settings = {
        "embed": {"kind": "lsa", "n_dims": 32},
        "topics": {"n_runs": 0, "llm": {"url": server.url, "model": "small", "max_retries": 0}},
    }
    job = Job(make_config(settings, origin="test"), Workspace.create(tmp_path / "run"), corpus=make_corpus(n_papers=200).corpus)
    run(job)
    topics = store.read_topics(tmp_path / "run")
    assert topics.table["label"].str.starts_with("Studies of ").all()
    layers = store.read_layers(tmp_path / "run")
    assert layers.topics[layers.chosen].table.equals(topics.table)
    leaves = store.read_tree(tmp_path / "run").table.filter(pl.col("height") == 0)
    assert leaves.sort("node")["label"].equals(topics.table["label"])
    assert topics.table["label"][0] in (tmp_path / "run" / "report.html").read_text()
    asked = len(server.requests)
    assert asked == topics.n_topics
    longer = make_config({**settings, "topics": {**settings["topics"], "n_runs": 1}}, origin="test")
    assert run(Job(longer, job.workspace, corpus=job.corpus))[0] == "topics"  # found anew, from the same papers
    assert len(server.requests) == asked
