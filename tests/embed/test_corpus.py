"""Rules of embedding a corpus: one row per paper, nothing encoded twice, nothing lost when killed."""

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from trends.embed.corpus import _CHUNK, Account, embed
from trends.errors import WorkspaceError

HERE = Path(__file__).parent
TITLES = [f"paper {number}" for number in range(3_000)]

# Embeds titles `since` to `until` in a process of its own, telling after each batch how far it is.
WORKER = """
import sys
from pathlib import Path
from conftest import Counting, build
from trends.embed.corpus import embed

cache, matrix_file, since, until, batch_size, delay_seconds = sys.argv[1:]
corpus = build([f"paper {number}" for number in range(int(since), int(until))])
print("ready", flush=True)
sys.stdin.readline()
embed(
    corpus,
    encoder=Counting(batch_size=int(batch_size), delay_seconds=float(delay_seconds)),
    cache=Path(cache),
    matrix_file=Path(matrix_file),
    progress=lambda stage, done, total, tokens: print(done, flush=True),
)
"""


def start_worker(cache: Path, matrix_file: Path, *, since: int, until: int, batch_size: int, delay_seconds: float):
    options = [cache, matrix_file, since, until, batch_size, delay_seconds]
    command = [sys.executable, "-c", WORKER, *map(str, options)]
    worker = subprocess.Popen(command, cwd=HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert worker.stdout.readline() == "ready\n"
    return worker


def keys_on_disk(root: Path) -> list[bytes]:
    return [key for path in root.rglob("*.npy") for key in np.load(path)["key"].tolist()]


def hearing(heard: list):
    return lambda *step, tokens=0: heard.append((*step, tokens))


def test_a_row_per_paper_in_corpus_order_exactly_as_encoded(corpus_of, counting):
    corpus = corpus_of(TITLES[:50])
    embeddings = embed(corpus, encoder=counting()).embeddings
    assert embeddings.ids.equals(corpus.ids)
    for row in (0, 7, 49):
        (alone,) = counting().encode([TITLES[row]])
        assert np.array_equal(embeddings.matrix[row], alone.matrix[0])
    assert embeddings.model == "counting"


def test_the_cache_changes_nothing_but_the_work(corpus_of, counting, tmp_path):
    corpus = corpus_of(TITLES)
    plain = embed(corpus, encoder=counting()).embeddings
    first, second = counting(), counting()
    filled = embed(corpus, encoder=first, cache=tmp_path).embeddings
    cached = embed(corpus, encoder=second, cache=tmp_path).embeddings
    assert plain.matrix.tobytes() == filled.matrix.tobytes() == cached.matrix.tobytes()
    assert sorted(first.asked) == sorted(TITLES)
    assert second.asked == []


def test_only_new_texts_are_encoded(corpus_of, counting, tmp_path):
    embed(corpus_of(TITLES[:20]), encoder=counting(), cache=tmp_path)
    encoder = counting()
    embed(corpus_of(TITLES[10:25]), encoder=encoder, cache=tmp_path)
    assert sorted(encoder.asked) == TITLES[20:25]


def test_equal_texts_are_encoded_once(corpus_of, counting):
    encoder = counting()
    matrix = embed(corpus_of(["same", "other", "same"]), encoder=encoder).embeddings.matrix
    assert sorted(encoder.asked) == ["other", "same"]
    assert np.array_equal(matrix[0], matrix[2])
    assert not np.array_equal(matrix[0], matrix[1])


def test_an_interrupted_run_loses_nothing_that_was_encoded(corpus_of, counting, tmp_path):
    killed, resumed = counting(fail_after=1_500), counting()
    with pytest.raises(KeyboardInterrupt):
        embed(corpus_of(TITLES), encoder=killed, cache=tmp_path)
    embed(corpus_of(TITLES), encoder=resumed, cache=tmp_path)
    assert sorted(killed.asked + resumed.asked) == sorted(TITLES)


def test_a_killed_process_loses_at_most_64_batches(corpus_of, counting, tmp_path):
    worker = start_worker(tmp_path, tmp_path / "half", since=0, until=1_000, batch_size=2, delay_seconds=0.002)
    with worker:
        worker.stdin.write("go\n")
        worker.stdin.flush()
        n_heard = next(int(line) for line in worker.stdout if int(line) >= 500)
        worker.kill()
    assert worker.returncode == -signal.SIGKILL

    n_kept = len(keys_on_disk(tmp_path))
    assert n_heard - 2 * 64 < n_kept < 1_000
    encoder = counting()
    resumed = embed(corpus_of(TITLES[:1_000]), encoder=encoder, cache=tmp_path)
    assert len(encoder.asked) == resumed.account.n_encoded == 1_000 - n_kept
    assert resumed.embeddings.matrix.tobytes() == embed(corpus_of(TITLES[:1_000]), encoder=counting()).embeddings.matrix.tobytes()


def test_two_processes_at_once_share_a_cache_without_writing_anything_twice(corpus_of, counting, tmp_path):
    spans = [(0, 800), (400, 1_200)]
    cache, files = tmp_path / "cache", [tmp_path / "first.npy", tmp_path / "second.npy"]
    workers = [
        start_worker(cache, file, since=since, until=until, batch_size=1, delay_seconds=0.0005)
        for file, (since, until) in zip(files, spans, strict=True)
    ]
    for worker in workers:
        worker.stdin.write("go\n")
        worker.stdin.flush()
    for worker in workers:
        worker.communicate()
        assert worker.returncode == 0
    keys = keys_on_disk(cache)
    assert len(keys) == len(set(keys)) == 1_200
    for file, (since, until) in zip(files, spans, strict=True):
        plain = embed(corpus_of(TITLES[since:until]), encoder=counting()).embeddings
        assert np.load(file).tobytes() == plain.matrix.tobytes()
    encoder = counting()
    embed(corpus_of(TITLES[:1_200]), encoder=encoder, cache=cache)
    assert encoder.asked == []


def test_what_another_process_writes_is_used_from_the_next_chunk_on(corpus_of, counting, tmp_path):
    titles = [f"paper {number}" for number in range(_CHUNK + 100)]
    last = titles[-100:]

    def other_process(stage, done, total, /, *, tokens=0):
        if done == 4_096:
            embed(corpus_of(last), encoder=counting(), cache=tmp_path)

    encoder = counting(batch_size=4_096)
    account = embed(corpus_of(titles), encoder=encoder, cache=tmp_path, progress=other_process).account
    assert not set(last) & set(encoder.asked)
    assert (account.n_known, account.n_encoded) == (100, _CHUNK)


def test_a_damaged_shard_is_encoded_again(corpus_of, counting, tmp_path):
    corpus = corpus_of(TITLES)
    whole = embed(corpus, encoder=counting(), cache=tmp_path).embeddings
    shard = min(tmp_path.rglob("*.npy"))
    shard.write_bytes(shard.read_bytes()[:1_000])
    encoder = counting()
    assert embed(corpus, encoder=encoder, cache=tmp_path).embeddings.matrix.tobytes() == whole.matrix.tobytes()
    assert 0 < len(encoder.asked) < len(TITLES)


def test_another_model_does_not_use_the_cache(corpus_of, counting, tmp_path):
    embed(corpus_of(TITLES[:5]), encoder=counting(), cache=tmp_path)
    encoder = counting(fingerprint="counting, revised")
    embed(corpus_of(TITLES[:5]), encoder=encoder, cache=tmp_path)
    assert sorted(encoder.asked) == TITLES[:5]


def test_an_encoder_as_fast_as_the_disk_leaves_the_cache_alone(corpus_of, counting, tmp_path):
    embed(corpus_of(TITLES[:5]), encoder=counting(is_costly=False), cache=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_account_tells_texts_from_papers_and_known_from_encoded(corpus_of, counting, tmp_path):
    embed(corpus_of(["a", "b c"]), encoder=counting(), cache=tmp_path)
    encoder = counting(max_tokens=2)
    account = embed(corpus_of(["a", "b c", "d e f", "g h i j", "d e f"]), encoder=encoder, cache=tmp_path).account
    assert account == Account(n_papers=5, n_texts=4, n_known=2, n_encoded=2, n_tokens=1 + 2 + 3 + 4 + 3, n_cut=3)


def test_cut_papers_are_counted_from_the_cache_too_and_never_without_a_window(corpus_of, counting, tmp_path):
    corpus = corpus_of(["a", "b c", "d e f"])
    embed(corpus, encoder=counting(), cache=tmp_path)
    assert embed(corpus, encoder=counting(max_tokens=1), cache=tmp_path).account.n_cut == 2
    assert embed(corpus, encoder=counting(max_tokens=None), cache=tmp_path).account.n_cut == 0


def test_progress_counts_cached_texts_as_done_and_tokens_only_where_encoded(corpus_of, counting, tmp_path):
    embed(corpus_of(TITLES[:10]), encoder=counting(), cache=tmp_path)
    heard = []
    embed(corpus_of(TITLES[:50]), encoder=counting(), cache=tmp_path, progress=hearing(heard))
    assert heard == [("embed", 10, 50, 0), ("embed", 26, 50, 32), ("embed", 42, 50, 64), ("embed", 50, 50, 80)]


def test_progress_starts_with_the_first_batch_where_nothing_is_cached(corpus_of, counting):
    heard = []
    embed(corpus_of(["same", "other", "same"]), encoder=counting(), progress=hearing(heard))
    assert heard == [("embed", 2, 2, 2)]


def test_a_matrix_file_holds_the_same_matrix_and_cannot_be_changed_through_the_result(corpus_of, counting, tmp_path):
    corpus, file = corpus_of(TITLES[:40] + TITLES[:3]), tmp_path / "matrix.npy"
    mapped = embed(corpus, encoder=counting(), matrix_file=file).embeddings.matrix
    assert np.load(file).tobytes() == mapped.tobytes() == embed(corpus, encoder=counting()).embeddings.matrix.tobytes()
    assert isinstance(mapped, np.memmap)
    assert not mapped.flags.writeable


def test_a_matrix_file_that_cannot_be_written_is_an_error(corpus_of, counting, tmp_path):
    with pytest.raises(WorkspaceError, match=r"matrix file .* cannot be written"):
        embed(corpus_of(TITLES[:3]), encoder=counting(), matrix_file=tmp_path / "nowhere" / "matrix.npy")


@pytest.mark.parametrize("name", [None, "matrix.npy"])
def test_a_corpus_without_papers_has_no_rows(corpus_of, counting, tmp_path, name):
    cache = tmp_path / "cache"
    embed(corpus_of(TITLES[:3]), encoder=counting(), cache=cache)
    embedded = embed(corpus_of([]), encoder=counting(), cache=cache, matrix_file=name and tmp_path / name)
    assert embedded.embeddings.matrix.shape == (0, 8)
    assert embedded.account == Account(n_papers=0, n_texts=0, n_known=0, n_encoded=0, n_tokens=0, n_cut=0)
