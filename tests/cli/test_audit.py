import json

import pytest
from click.testing import CliRunner

from trends.cli.audit import audit
from trends.datasets import make_corpus
from trends.workspace import store


@pytest.fixture(scope="module")
def papers(tmp_path_factory):
    path = tmp_path_factory.mktemp("audit") / "papers.parquet"
    store.write_table(make_corpus(n_papers=1500).corpus.table, path)
    return path


def test_findings_are_printed_as_sentences_with_what_to_do(papers):
    done = CliRunner().invoke(audit, [str(papers)])
    assert done.exit_code == 0
    assert "What to know:\n  - 60 papers (" not in done.stdout
    assert "have no date." in done.stdout
    assert "What to count:\n  - " in done.stdout


def test_programs_get_findings_coverage_and_advice(papers):
    done = CliRunner().invoke(audit, [str(papers), "--json"])
    told = json.loads(done.stdout)
    assert set(told) == {"findings", "every", "coverage", "advice"}
    assert {"stratum_kind", "stratum", "period", "n_papers", "trusted", "reason"} == set(told["coverage"][0])
    assert told["advice"]["reasons"]


def test_records_that_were_joined_are_listed_with_the_reason(tmp_path):
    papers = tmp_path / "papers.csv"
    papers.write_text("title,abstract,doi\nOne paper,Short.,10.1234/a\nOne paper,Long text.,10.1234/a\n")
    done = CliRunner().invoke(audit, [str(papers), "--merged"])
    assert "papers.csv, line 3: joined: same id" in done.stdout
    assert "that another had told of: 1" in done.stdout


def test_papers_must_be_named():
    assert CliRunner().invoke(audit, []).exit_code == 2


def test_a_page_shows_the_findings_above_the_chart(papers, tmp_path):
    page = tmp_path / "audit.html"
    done = CliRunner().invoke(audit, [str(papers), "-o", str(page)])
    assert done.stdout.endswith(f"chart: {page}\n")
    text = page.read_text()
    assert text.index("<h2>What bends curves</h2>") < text.index("<h2>What to count</h2>") < text.index("figure-coverage")
    said = done.stdout.split("  - ")[1].splitlines()
    assert f"<li>{said[0]}<span>{said[1].strip()}</span></li>" in text


def test_categories_and_days_limit_what_is_looked_at(papers):
    def n_papers(*options):
        told = json.loads(CliRunner().invoke(audit, [str(papers), "--json", *options]).stdout)
        return sum(row["n_papers"] for row in told["coverage"] if row["stratum_kind"] == "all")

    assert 0 < n_papers("--category", "cs.CV") < n_papers("--category", "cs.CV,cs.LG") < n_papers()
    assert 0 < n_papers("--since", "2022-01-01", "--until", "2023-01-01") < n_papers("--since", "2022-01-01")


def test_columns_of_other_names_are_told_as_to_a_run(tmp_path):
    table = tmp_path / "papers.csv"
    table.write_text("Heading,Text\nOne paper,Short.\n")
    done = CliRunner().invoke(audit, [str(table), "--set", "sources.columns.title=Heading"])
    assert (done.exit_code, "No paper is dated" in done.stdout) == (0, True)
