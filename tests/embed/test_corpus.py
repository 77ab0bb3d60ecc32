"""Rules of embedding a corpus: one row per paper, nothing encoded twice, nothing lost when killed."""

import numpy as np
import pytest

from trends.embed import Hashing, embed

TITLES = [f"paper {number}" for number in range(3_000)]


def test_a_row_per_paper_in_corpus_order_exactly_as_encoded(corpus_of, counting):
    corpus = corpus_of(TITLES[:50])
    embeddings = embed(corpus, encoder=counting())
    assert embeddings.ids.equals(corpus.ids)
    assert embeddings.matrix.tobytes() == counting().encode(corpus.texts()).tobytes()
    assert embeddings.model == "counting"


def test_the_cache_changes_nothing_but_the_work(corpus_of, counting, tmp_path):
    corpus = corpus_of(TITLES)
    plain = embed(corpus, encoder=counting())
    first, second = counting(), counting()
    filled = embed(corpus, encoder=first, cache=tmp_path)
    cached = embed(corpus, encoder=second, cache=tmp_path)
    assert plain.matrix.tobytes() == filled.matrix.tobytes() == cached.matrix.tobytes()
    assert len(first.asked) == len(TITLES)
    assert second.asked == []


def test_only_new_texts_are_encoded(corpus_of, counting, tmp_path):
    embed(corpus_of(TITLES[:20]), encoder=counting(), cache=tmp_path)
    encoder = counting()
    embed(corpus_of(TITLES[10:25]), encoder=encoder, cache=tmp_path)
    assert encoder.asked == TITLES[20:25]


def test_equal_texts_are_encoded_once(corpus_of, counting):
    encoder = counting()
    matrix = embed(corpus_of(["same", "other", "same"]), encoder=encoder).matrix
    assert encoder.asked == ["same", "other"]
    assert (matrix[0] == matrix[2]).all()


def test_a_killed_run_goes_on_where_it_stopped(corpus_of, counting, tmp_path):
    killed, resumed = counting(fail_after=2_000), counting()
    with pytest.raises(KeyboardInterrupt):
        embed(corpus_of(TITLES), encoder=killed, cache=tmp_path)
    embed(corpus_of(TITLES), encoder=resumed, cache=tmp_path)
    assert killed.asked + resumed.asked == TITLES


def test_a_damaged_shard_is_encoded_again(corpus_of, counting, tmp_path):
    corpus = corpus_of(TITLES)
    whole = embed(corpus, encoder=counting(), cache=tmp_path)
    shard = min(tmp_path.rglob("*.npy"))
    shard.write_bytes(shard.read_bytes()[:1_000])
    encoder = counting()
    assert embed(corpus, encoder=encoder, cache=tmp_path).matrix.tobytes() == whole.matrix.tobytes()
    assert 0 < len(encoder.asked) < len(TITLES)


def test_another_model_does_not_use_the_cache(corpus_of, counting, tmp_path):
    embed(corpus_of(TITLES[:5]), encoder=counting(), cache=tmp_path)
    encoder = counting(fingerprint="counting, revised")
    embed(corpus_of(TITLES[:5]), encoder=encoder, cache=tmp_path)
    assert encoder.asked == TITLES[:5]


def test_progress_counts_cached_texts_as_done(corpus_of, counting, tmp_path):
    embed(corpus_of(TITLES[:1_000]), encoder=counting(), cache=tmp_path)
    heard = []
    embed(corpus_of(TITLES), encoder=counting(), cache=tmp_path, progress=lambda *step: heard.append(step))
    assert heard == [("embed", 2_024, 3_000), ("embed", 3_000, 3_000)]


def test_a_corpus_without_papers_has_no_rows(corpus_of):
    assert embed(corpus_of([]), encoder=Hashing(n_dims=4).load([])).matrix.shape == (0, 4)


def test_embeddings_do_not_depend_on_the_papers_beside_them(corpus_of):
    encoder = Hashing().load([])
    many, few = embed(corpus_of(TITLES[:40]), encoder=encoder), embed(corpus_of(TITLES[:4]), encoder=encoder)
    assert np.array_equal(many.matrix[:4], few.matrix)
