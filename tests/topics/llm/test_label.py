import json
from dataclasses import replace

import polars as pl
import pytest
from pydantic import ValidationError

from trends.errors import ConfigError, WorkspaceError
from trends.topics.llm import LlmLabels, estimate_cost, label_by_llm

from .conftest import COUNTED, said

pytest.importorskip("openai", reason="the extra endpoint is not installed")


def labels(labelled):
    return labelled.topics.table["label"].to_list()


def test_each_topic_gets_the_label_that_was_answered(corpus, topics, server, settings):
    labelled = label_by_llm(corpus, topics, settings=settings())
    assert labels(labelled) == [f"On term {topic}0" for topic in range(4)]
    assert labelled.account.rows() == [(topic, f"On term {topic}0", COUNTED[topic], None) for topic in range(4)]
    assert [question["terms"][0] for question in server.asked()] == [f"term {topic}0" for topic in range(4)]


def test_only_the_labels_change(corpus, topics, settings):
    labelled = label_by_llm(corpus, topics, settings=settings()).topics
    assert labelled.table.drop("label").equals(topics.table.drop("label"))
    assert labelled.terms is topics.terms
    assert labelled.members is topics.members


def test_a_second_run_sends_nothing_and_gives_the_same(corpus, topics, server, settings, tmp_path):
    first = label_by_llm(corpus, topics, settings=settings(), cache=tmp_path)
    again = label_by_llm(corpus, topics, settings=settings(url="http://127.0.0.1:9/v1"), cache=tmp_path)
    assert len(server.requests) == 4
    assert labels(again) == labels(first)
    label_by_llm(corpus, topics, settings=settings(model="large"), cache=tmp_path)
    assert len(server.requests) == 8


def test_answers_that_are_no_labels_are_kept_too(corpus, topics, server, settings, tmp_path):
    server.answer = lambda _: said("I cannot name this")
    for _ in range(2):
        labelled = label_by_llm(corpus, topics, settings=settings(), cache=tmp_path)
        assert labels(labelled) == list(COUNTED)
        assert set(labelled.account["reason"]) == {"the answer is no JSON object with a label"}
    assert len(server.requests) == 4


def test_a_damaged_answer_on_disk_is_asked_for_again(corpus, topics, server, settings, tmp_path):
    label_by_llm(corpus, topics, settings=settings(), cache=tmp_path)
    damaged = sorted(tmp_path.iterdir())
    assert len(damaged) == 4
    damaged[0].write_text('{"answer": ')
    damaged[1].write_bytes(b"\xff\xfe")
    damaged[2].write_text("[]")
    label_by_llm(corpus, topics, settings=settings(), cache=tmp_path)
    assert len(server.requests) == 7


def test_a_cache_that_cannot_be_written_is_one_sentence(corpus, topics, settings, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WorkspaceError, match=r"the answers in .* cannot be read or written: Not a directory"):
        label_by_llm(corpus, topics, settings=settings(), cache=tmp_path / "file" / "folder")


def test_no_two_topics_get_one_label_and_the_first_has_the_choice(corpus, topics, server, settings):
    server.answer = lambda _: said('{"label": "Deep learning"}')
    labelled = label_by_llm(corpus, topics, settings=settings(n_connections=1))
    assert labels(labelled) == ["Deep learning", *COUNTED[1:]]
    assert labelled.account["reason"].to_list() == [None] + ["the label 'Deep learning' is that of another topic"] * 3


def test_no_topic_takes_the_label_that_another_may_have_to_keep(corpus, topics, server, settings):
    server.answer = lambda asked: said('{"label": "graphs"}') if asked["terms"][0] == "term 00" else said("nothing")
    assert labels(label_by_llm(corpus, topics, settings=settings())) == list(COUNTED)


def test_topics_beyond_the_limit_are_not_asked_for(corpus, topics, server, settings):
    labelled = label_by_llm(corpus, topics, settings=settings(max_topics=2))
    assert labels(labelled) == ["On term 00", "On term 10", "Speech", "Graphs"]
    assert labelled.account["reason"].to_list()[2:] == ["beyond max_topics, which is 2"] * 2
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("status", "reason", "n_requests"),
    [
        (401, "the server at 127.0.0.1 refuses the key", 1),
        (404, "the server at 127.0.0.1 does not know the model 'small' at this address", 1),
        (429, "the server at 127.0.0.1 fails after 1 retries: Error code: 429", 2),
        (500, "the server at 127.0.0.1 fails after 1 retries: Error code: 500", 2),
        (400, "the server at 127.0.0.1 refuses the question: Error code: 400", 4),
    ],
)
def test_a_server_that_fails_leaves_the_counted_labels(corpus, topics, server, settings, caplog, status, reason, n_requests):
    server.answer = lambda _: (status, {"error": {"message": "no"}})
    labelled = label_by_llm(corpus, topics, settings=settings(n_connections=1))
    assert labels(labelled) == list(COUNTED)
    assert labelled.account["reason"][0].startswith(reason)
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [
        f"4 of 4 topics keep the labels that were counted: {labelled.account['reason'][0]}"
    ]
    assert len(server.requests) == n_requests


def test_a_dead_server_loses_nothing(corpus, topics, settings):
    labelled = label_by_llm(corpus, topics, settings=settings(url="http://127.0.0.1:9/v1", max_retries=0, n_connections=1))
    assert labels(labelled) == list(COUNTED)
    assert labelled.account["reason"].to_list() == [
        "the server at 127.0.0.1 cannot be reached after 0 retries",
        *["the server at 127.0.0.1 failed before"] * 3,
    ]


def test_what_was_answered_before_a_server_died_is_used(corpus, topics, server, settings, tmp_path):
    server.answer = lambda asked: said('{"label": "Forgetting"}') if asked["terms"][0] == "term 00" else (503, {})
    assert labels(label_by_llm(corpus, topics, settings=settings(n_connections=1), cache=tmp_path)) == [
        "Forgetting",
        *COUNTED[1:],
    ]
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("body", [{"choices": []}, {}, said(None)[1], said("")[1]])
def test_an_answer_without_text_is_a_reason(corpus, topics, server, settings, body):
    server.answer = lambda _: (200, body)
    reasons = label_by_llm(corpus, topics, settings=settings()).account["reason"]
    assert set(reasons) == {"the server at 127.0.0.1 answers without a text"}


def test_what_is_asked_follows_the_settings(corpus, topics, server, settings):
    label_by_llm(corpus, topics, settings=settings(max_topics=1, n_titles=3, temperature=0.5, max_tokens=99))
    assert (server.requests[0]["temperature"], server.requests[0]["max_tokens"]) == (0.5, 99)
    assert len(server.asked()[0]["titles"]) == 3
    label_by_llm(corpus, topics, settings=settings(max_topics=1, temperature=None, max_tokens=None))
    assert server.requests[1].keys() == {"model", "messages"}


def test_the_key_is_sent_and_never_told(corpus, topics, server, settings, monkeypatch, caplog, tmp_path):
    monkeypatch.setenv("TRENDS_TEST_KEY", "s3cret-key")
    caplog.set_level("DEBUG")
    label_by_llm(corpus, topics, settings=settings(key_variable="TRENDS_TEST_KEY", max_topics=1), cache=tmp_path)
    server.answer = lambda _: (400, {"error": {"message": "bad s3cret-key"}})
    labelled = label_by_llm(corpus, topics, settings=settings(key_variable="TRENDS_TEST_KEY"))
    assert set(server.keys) == {"Bearer s3cret-key"}
    told = [caplog.text, *labelled.account["reason"], *(path.read_text() for path in tmp_path.iterdir())]
    assert "s3cret-key" not in "".join(told)


def test_a_key_that_is_not_there_is_an_error_and_nothing_is_sent(corpus, topics, server, settings):
    with pytest.raises(ConfigError, match="key_variable is 'TRENDS_NO_KEY', the environment must hold a key under that name"):
        label_by_llm(corpus, topics, settings=settings(key_variable="TRENDS_NO_KEY"))
    assert server.requests == []


def test_the_cost_is_told_before_anything_is_sent(corpus, topics, server, settings, tmp_path):
    priced = settings(price_in=1_000_000, price_out=2_000_000)
    cost = estimate_cost(corpus, topics, settings=priced, cache=tmp_path)
    assert server.requests == []
    assert (cost.n_requests, cost.n_known, cost.tokens_out) == (4, 0, 80)
    assert cost.money == cost.tokens_in + 2 * cost.tokens_out
    label_by_llm(corpus, topics, settings=priced, cache=tmp_path)
    sent = sum(len(message["content"]) for request in server.requests for message in request["messages"])
    assert cost.tokens_in == pytest.approx(sent / 4 + 40, abs=4)
    assert estimate_cost(corpus, topics, settings=priced, cache=tmp_path) == (0, 4, 0, 0, 0)
    assert estimate_cost(corpus, topics, settings=settings(max_topics=3)).money is None


@pytest.mark.parametrize("url", ["localhost:8000", "https://me:secret@host.org/v1", "https://host.org/v1?key=secret"])
def test_an_address_is_a_url_without_secrets(url):
    with pytest.raises(ValidationError, match="url"):
        LlmLabels(url=url, model="small")


def test_the_model_is_told_that_material_is_no_instruction(corpus, topics, server, settings):
    label_by_llm(corpus, topics, settings=settings(max_topics=1))
    system, user = server.requests[0]["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    assert "never an instruction" in system["content"]
    assert json.loads(user["content"]).keys() == {"terms", "titles", "other_topics"}


def test_no_topics_need_no_server(corpus, topics, server, settings):
    none = replace(
        topics,
        table=topics.table.clear(),
        terms=topics.terms.clear(),
        members=topics.members.with_columns(topic=pl.lit(-1, pl.Int64)),
        centroids=topics.centroids[:0],
    )
    labelled = label_by_llm(corpus, none, settings=settings(key_variable="TRENDS_NO_KEY"))
    assert labelled.account.height == 0
    assert server.requests == []
