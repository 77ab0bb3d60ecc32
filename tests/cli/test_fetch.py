import json

import httpx
import polars as pl
import pytest

from trends.cli import main
from trends.cli.fetch import wait_aloud
from trends.sources.services.arxiv import ARXIV, ArxivQuery
from trends.sources.services.client import Client

QUERY = ["--search", "gardens", "--since", "2024-01-01", "--until", "2024-02-01"]


def call(*arguments):
    """Run a command in this process and return its exit code."""
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    return stopped.value.code


def arxiv(request):
    entries = "".join(
        f"<entry><id>http://arxiv.org/abs/2401.{number:05}v1</id><title>Gardens, part {number}</title>"
        f"<published>2024-01-{number:02}T00:00:00Z</published></entry>\n"
        for number in range(1, 13)
    )
    feed = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
    return httpx.Response(200, text=f"{feed}<opensearch:totalResults>12</opensearch:totalResults>\n{entries}</feed>\n")


@pytest.fixture
def answered(tmp_path):
    """A file to fetch into, all answers for which are there already: the command needs no network."""
    output = tmp_path / "papers.parquet"
    folder = tmp_path / "papers.parquet.answers"
    with Client(store=folder, transport=httpx.MockTransport(arxiv)) as client:
        list(ARXIV.answers(ArxivQuery(search="gardens", since="2024-01-01", until="2024-02-01"), client))
    question = {"kind": "arxiv", "search": "gardens", "categories": [], "since": "2024-01-01", "until": "2024-02-01"}
    (folder / "query").write_text(json.dumps({"question": question, "until": "2024-02-01"}))
    return output


def test_fetched_papers_are_a_table_and_every_record_is_accounted_for(answered, capsys):
    assert call("fetch", "arxiv", *QUERY, "-o", answered, "--json") == 0
    printed = capsys.readouterr()
    account = json.loads(printed.out)
    assert pl.read_parquet(answered).height == account["n_papers"] == account["n_records"] == 12
    assert (account["n_asked"], account["n_stored"]) == (0, 1)
    assert account["query"]["until"] == "2024-02-01"
    assert "papers until 2024-02-01" in printed.err


def test_people_are_told_in_lines(answered, capsys):
    assert call("fetch", "arxiv", *QUERY, "-o", answered) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "12 records: 12 papers, 0 joined to another, 0 skipped, 0 not asked for"
    assert lines[-1] == f"papers: {answered}"


def test_the_same_command_again_writes_the_same_bytes(answered):
    assert call("fetch", "arxiv", *QUERY, "-o", answered) == 0
    first = answered.read_bytes()
    assert call("fetch", "arxiv", *QUERY, "-o", answered) == 0
    assert answered.read_bytes() == first


def test_a_category_that_gave_no_paper_is_told(tmp_path, capsys):
    days = {"since": "2024-01-01", "until": "2024-02-01"}
    with Client(store=tmp_path / "answers", transport=httpx.MockTransport(arxiv)) as client:
        list(ARXIV.answers(ArxivQuery(categories=("cs.LQ",), **days), client))
    question = {"kind": "arxiv", "search": "", "categories": ["cs.LQ"], **days}
    (tmp_path / "answers" / "query").write_text(json.dumps({"question": question, "until": days["until"]}))
    command = ["fetch", "arxiv", "--categories", "cs.LQ", *QUERY[2:], "--answers", tmp_path / "answers"]
    assert call(*command, "-o", tmp_path / "papers.parquet") == 0
    assert "  skipped: nothing in cs.LQ (1)" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["arxiv", "--search", "hedges", *QUERY[2:]], "holds the answers to another query"),
        (["arxiv", "--search", "gardens", "--since", "soon"], "since is 'soon': "),
        (["arxiv", "--since", "2024-01-01"], "search and categories are empty"),
        (["openreview"], "venues is missing, it must say which papers"),
        (["arxiv", "--search", "gardens", "--since", "2024-02-01", "--until", "2024-01-01"], "since must be the earlier day"),
    ],
)
def test_what_cannot_be_asked_is_one_line_and_changes_nothing(arguments, sentence, answered, capsys):
    assert call("fetch", *arguments, "-o", answered) == 1
    complaint = [line for line in capsys.readouterr().err.splitlines() if line.startswith("trends: ")]
    assert len(complaint) == 1
    assert sentence in complaint[0]
    assert not answered.exists()


def test_a_file_that_was_not_fetched_is_not_overwritten(tmp_path, capsys):
    (tmp_path / "mine.parquet").write_text("mine")
    assert call("fetch", "arxiv", *QUERY, "-o", tmp_path / "mine.parquet") == 1
    assert "was not fetched by this command" in capsys.readouterr().err
    assert [path.read_text() for path in tmp_path.iterdir()] == ["mine"]


def test_a_long_wait_is_told_and_a_short_one_is_not(capsys):
    waited = []
    wait_aloud(3.0, sleep=waited.append)
    assert capsys.readouterr().err == ""
    wait_aloud(900.0, sleep=waited.append)
    assert capsys.readouterr().err == "waiting 900 seconds before the service is asked again\n"
    assert waited == [3.0, 900.0]


def test_a_service_that_nobody_knows_and_a_missing_file_are_wrong_usage():
    assert call("fetch", "nowhere", "-o", "x.parquet") == 2
    assert call("fetch", "arxiv", *QUERY) == 2


def test_every_service_has_a_command_that_names_its_terms_and_fields(capsys):
    from trends.sources.services.catalogue import SERVICES

    for service in SERVICES:
        assert call("fetch", service.name, "--help") == 0
        shown = " ".join(capsys.readouterr().out.split())
        assert all(part in shown for part in (service.home, service.terms, service.key or ""))
        assert all(f"--{name.replace('_', '-')}" in shown for name in service.query.model_fields if name != "kind")
