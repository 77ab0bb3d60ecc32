"""Files of papers become shards of vectors, each once, however often the job is killed."""

import io
import json
from pathlib import Path

import fsspec
import numpy as np
import polars as pl
import pytest

from trends.data import CORPUS_SCHEMA, Corpus
from trends.embed.encoder import encode_all
from trends.embed.files import embed_files
from trends.embed.precomputed import Precomputed
from trends.errors import ConfigError, SourceError, WorkspaceError


def papers(n_papers: int, *, first: int = 0) -> pl.DataFrame:
    numbers = range(first, first + n_papers)
    return pl.DataFrame(
        {
            "id": [f"sha:{n:04}" for n in numbers],
            "title": [f"On word{n}" for n in numbers],
            "abstract": [f"We study word{n} and more." for n in numbers],
        }
    )


@pytest.fixture
def source(tmp_path) -> Path:
    """Two files, of 25 and of 10 papers."""
    folder = tmp_path / "papers"
    folder.mkdir()
    papers(25).write_parquet(folder / "a.parquet", row_group_size=7)
    papers(10, first=25).write_parquet(folder / "b.parquet")
    return folder


def embed(source, output, encoder, **settings):
    return embed_files([f"{source}/*.parquet"], str(output), encoder=encoder, rows_per_shard=10, **settings)


def vectors_of(output) -> pl.DataFrame:
    return pl.read_parquet(output / "part-*.parquet").sort("id")


def test_each_paper_gets_the_vector_of_its_text_under_its_id(source, tmp_path, counting):
    account = embed(source, tmp_path / "out", counting())
    found = vectors_of(tmp_path / "out")
    assert found["id"].to_list() == papers(35)["id"].to_list()
    texts = [f"On word{n}. We study word{n} and more" for n in range(35)]
    assert (found["embedding"].to_numpy() == encode_all(counting(), texts)).all()
    assert found.schema["embedding"] == pl.Array(pl.Float32, 8)
    assert (account.n_files, account.n_papers, account.n_shards, account.n_made) == (2, 35, 4, 4)
    assert account.n_tokens == 35 * 7


def test_texts_are_joined_as_those_of_a_corpus(source, tmp_path, counting):
    encoder = counting()
    embed(source, tmp_path / "out", encoder)
    table = pl.concat([papers(35), pl.DataFrame(schema=CORPUS_SCHEMA)], how="diagonal")
    lists = pl.col("authors", "categories", "sources").fill_null([])
    assert sorted(encoder.asked) == sorted(Corpus.of(table.with_columns(lists).select(CORPUS_SCHEMA.names())).texts())


def test_a_job_that_was_killed_makes_only_the_shards_that_are_missing(source, tmp_path, counting):
    embed(source, tmp_path / "whole", counting())
    killed = counting(fail_after=20)
    with pytest.raises(KeyboardInterrupt):
        embed(source, tmp_path / "out", killed)
    assert len(list((tmp_path / "out").glob("part-*"))) == 2
    (tmp_path / "out" / ".part-half.parquet.tmp").write_bytes(b"PAR1 and no more")

    heard, again = [], counting()
    account = embed(source, tmp_path / "out", again, progress=lambda *step, tokens=0: heard.append((*step, tokens)))
    assert set(again.asked).isdisjoint(killed.asked)
    assert (account.n_papers, account.n_shards, account.n_made) == (35, 4, 2)
    assert heard == [("embed", 20, 35, 0), ("embed", 25, 35, 5 * 7), ("embed", 35, 35, 15 * 7)]
    assert vectors_of(tmp_path / "out").equals(vectors_of(tmp_path / "whole"))


def test_a_finished_job_encodes_nothing_even_from_files_that_moved(source, tmp_path, counting):
    embed(source, tmp_path / "out", counting())
    source.rename(tmp_path / "elsewhere")
    idle = counting()
    assert embed(tmp_path / "elsewhere", tmp_path / "out", idle).n_made == 0
    assert idle.asked == []


def test_files_that_are_new_join_those_that_are_done(source, tmp_path, counting):
    embed(source, tmp_path / "out", counting())
    papers(3, first=35).write_parquet(source / "c.parquet")
    account = embed(source, tmp_path / "out", counting())
    assert (account.n_files, account.n_papers, account.n_made) == (3, 38, 1)


def test_rows_without_text_or_id_are_skipped_and_listed_also_by_later_calls(tmp_path, counting):
    bad = pl.DataFrame(
        {
            "id": ["a", "b", None, "d", "e", ""],
            "title": ["One", None, "Three", " . ", None, "Six"],
            "abstract": [None, "two", "three", "", None, "six"],
        }
    )
    bad.write_parquet(tmp_path / "a.parquet")
    encoder = counting()
    first = embed(tmp_path, tmp_path / "out", encoder)
    assert sorted(encoder.asked) == ["One", "two"]
    assert first.n_papers == 2
    assert first.skipped.rows() == [
        (str(tmp_path / "a.parquet"), 2, None, "no id"),
        (str(tmp_path / "a.parquet"), 3, "d", "no text"),
        (str(tmp_path / "a.parquet"), 4, "e", "no text"),
        (str(tmp_path / "a.parquet"), 5, "", "no id"),
    ]
    again = embed(tmp_path, tmp_path / "out", encoder)
    assert (again.n_papers, again.n_made) == (2, 0)
    assert again.skipped.equals(first.skipped)


def test_a_file_of_bad_rows_alone_is_done_too(tmp_path, counting):
    pl.DataFrame({"id": ["a"], "title": [""], "abstract": [""]}).write_parquet(tmp_path / "a.parquet")
    assert embed(tmp_path, tmp_path / "out", counting()).n_made == 1
    assert embed(tmp_path, tmp_path / "out", counting()).n_made == 0
    assert vectors_of(tmp_path / "out").shape == (0, 2)


@pytest.mark.parametrize("change", [{"fingerprint": "another"}, {}], ids=["another encoder", "another size of shards"])
def test_an_output_of_another_job_is_refused(source, tmp_path, counting, change):
    embed_files([f"{source}/*.parquet"], str(tmp_path / "out"), encoder=counting(), rows_per_shard=10 if change else 5)
    with pytest.raises(
        WorkspaceError, match=r"holds vectors of (fingerprint 'counting', not 'another'|rows_per_shard 5, not 10)"
    ):
        embed(source, tmp_path / "out", counting(**change))


def test_vectors_of_papers_that_changed_are_refused(source, tmp_path, counting):
    embed(source, tmp_path / "out", counting())
    papers(11, first=25).write_parquet(source / "b.parquet")
    with pytest.raises(WorkspaceError, match="which is of none of the inputs"):
        embed(source, tmp_path / "out", counting())


def test_the_output_says_what_its_vectors_are_of(source, tmp_path, counting):
    embed(source, tmp_path / "out", counting())
    assert json.loads((tmp_path / "out/_meta.json").read_text()) == {"fingerprint": "counting", "rows_per_shard": 10}


def test_shards_are_precomputed_vectors(source, tmp_path, counting, corpus_of):
    embed(source, tmp_path / "out", counting())
    corpus = corpus_of([f"Title {n}" for n in range(35)])
    corpus = Corpus.of(corpus.table.with_columns(papers(35)["id"]))
    encoder = Precomputed(path=str(tmp_path / "out")).load(corpus)
    assert np.allclose(encode_all(encoder, corpus.texts()), vectors_of(tmp_path / "out")["embedding"].to_numpy(), atol=1e-6)


def test_an_object_store_is_read_and_written_like_a_folder(tmp_path, counting):
    memory = fsspec.filesystem("memory")
    for name, n_papers in {"a": 12, "b": 5}.items():
        buffer = io.BytesIO()
        papers(n_papers).write_parquet(buffer)
        memory.pipe_file(f"/{tmp_path.name}/{name}.parquet", buffer.getvalue())
    inputs, output = f"memory://{tmp_path.name}/*.parquet", f"memory://{tmp_path.name}-out"
    account = embed_files([inputs], output, encoder=counting(), rows_per_shard=10)
    assert (account.n_papers, account.n_made) == (17, 3)
    assert embed_files([inputs], output, encoder=counting(), rows_per_shard=10).n_made == 0


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is no Parquet file"),
        (b"id,title,abstract\n", "is no Parquet file"),
        (b"PAR1" * 9, "cannot be read"),
        ({"id": ["a"], "title": ["b"]}, "has nothing as column 'abstract', it must be text"),
        ({"id": [1], "title": ["b"], "abstract": ["c"]}, "has Int64 as column 'id', it must be text"),
    ],
)
def test_a_file_that_holds_no_papers_is_an_error(tmp_path, counting, content, message):
    path = tmp_path / "a.parquet"
    path.write_bytes(content) if isinstance(content, bytes) else pl.DataFrame(content).write_parquet(path)
    with pytest.raises(SourceError, match=message):
        embed(tmp_path, tmp_path / "out", counting())
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("pattern", "message"), [("/nowhere/*.parquet", "no file matches"), ("tape://x", "cannot be found")])
def test_papers_that_are_nowhere_are_an_error(tmp_path, counting, pattern, message):
    with pytest.raises(SourceError, match=message):
        embed_files([pattern], str(tmp_path / "out"), encoder=counting())


def test_copies_of_a_file_are_refused(source, tmp_path, counting):
    (source / "copy.parquet").write_bytes((source / "b.parquet").read_bytes())
    with pytest.raises(SourceError, match=r"b.parquet' and '.*copy.parquet' are copies"):
        embed(source, tmp_path / "out", counting())


def test_a_shard_has_a_row_or_more(source, tmp_path, counting):
    with pytest.raises(ConfigError, match="rows_per_shard is 0, it must be at least 1"):
        embed_files([f"{source}/*.parquet"], str(tmp_path / "out"), encoder=counting(), rows_per_shard=0)


def test_an_output_that_cannot_be_written_is_an_error(source, tmp_path, counting):
    (tmp_path / "out").write_text("a file")
    with pytest.raises(WorkspaceError, match=r"the folder '.*/out/below' cannot be used: "):
        embed(source, tmp_path / "out" / "below", counting())
