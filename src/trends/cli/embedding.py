"""Commands about embeddings: which there are, files of vectors, and the cache that runs share."""

import sys
from contextlib import AbstractContextManager, nullcontext, redirect_stdout
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from trends.cli.bars import Bars
from trends.cli.options import EMBED, FOLDER, JSON, RAY, SET, configure, print_json

if TYPE_CHECKING:
    from trends.embed import Embedder, Encoder


@click.command()
@JSON
def embedders(as_json: bool) -> None:
    """List embedders by need, for --embed."""
    from trends.embed import PRESETS

    rows = [
        {"name": name, **preset.settings.model_dump(include={"kind", "model"}), "n_dims": preset.n_dims}
        | {"millions_of_weights": preset.n_weights, "licence": preset.licence, "about": preset.about}
        for name, preset in PRESETS.items()
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        click.echo(f"{row['name']:<13}{row['about']}")
        size = f"{row['millions_of_weights']} million weights, {row['n_dims']} dimensions, {row['licence']}"
        click.echo(f"{'':<13}{row['kind']} {row['model']}, {size}")


@click.command()
@click.argument("inputs", nargs=-1, required=True)
@click.option("-o", "--output", required=True, metavar="FOLDER", help="Folder or URL for the vectors.")
@EMBED
@SET
@RAY
@click.option("--workers", type=click.IntRange(1), help="How many on the cluster; one a GPU where it is left out.")
@click.option("--rows-per-shard", type=click.IntRange(1), default=50_000, show_default=True, help="Rows in memory at once.")
@JSON
def embed(
    inputs: tuple[str, ...],
    output: str,
    embedder: str | None,
    assignments: tuple[str, ...],
    cluster: str | None,
    workers: int | None,
    rows_per_shard: int,
    as_json: bool,
) -> None:
    """Turn INPUTS, Parquet files of papers, into files of vectors, without ever holding all of them.

    INPUTS are paths, globs or URLs (s3://...) with the columns id, title and abstract. A job that was killed goes on with the
    shards that are missing. A run reads the vectors with embed.kind=precomputed.
    """
    from trends.embed import embed_files

    if workers and cluster is None:
        raise click.UsageError("--workers are those of a cluster: name it with --ray, local for this machine")
    settings = configure(None, papers=(), embedder=embedder, assignments=assignments).embed
    bars = Bars(sys.stderr)
    try:
        with redirect_stdout(sys.stderr), _encoder(settings, cluster=cluster, workers=workers) as encoder:
            account = embed_files(inputs, output, encoder=encoder, rows_per_shard=rows_per_shard, progress=bars)
    finally:
        bars.close()
    if as_json:
        print_json({**asdict(account), "skipped": account.skipped.to_dicts()})
        return
    click.echo(f"{account.n_papers:,} papers in {account.n_shards:,} shards, {account.n_made:,} of them made now: {output}")
    for row in account.skipped.iter_rows(named=True):
        click.echo(f"  skipped: {row['file']} row {row['row']:,}: {row['reason']}")


def _encoder(settings: "Embedder", *, cluster: str | None, workers: int | None) -> AbstractContextManager["Encoder"]:
    """Load an embedder here, or on the machines of a cluster."""
    from trends.embed import load_alone, open_ray

    if cluster is None:
        return nullcontext(load_alone(settings))
    return open_ray(settings, address=cluster, n_workers=workers)


@click.group()
def cache() -> None:
    """Look at the embeddings that runs share, or make room."""


_ROOT = click.option("--cache", "root", type=FOLDER, help="Folder of the cache; the user's where it is left out.")


@cache.command()
@_ROOT
@JSON
def info(root: Path | None, as_json: bool) -> None:
    """Say whose vectors are kept, how many, and when they were last used."""
    from trends.embed import list_models
    from trends.start import default_cache

    folder = root or default_cache()
    models = list_models(folder)
    if as_json:
        print_json({"folder": str(folder), "models": models.to_dicts()})
        return
    click.echo(f"{folder}: {models['n_vectors'].sum():,} vectors, {int(models['bytes'].sum()) / 1e6:,.1f} MB")
    for model in models.iter_rows(named=True):
        size = f"{model['n_vectors']:,} vectors, {model['bytes'] / 1e6:,.1f} MB"
        click.echo(f"  {size}, last used {model['last_used']:%Y-%m-%d}: {model['fingerprint'] or 'unknown'}")


@cache.command(name="prune")
@_ROOT
@click.option("--unused-days", type=click.IntRange(0, 36_500), metavar="DAYS", help="Remove what was not used for so long.")
@click.option("--model", metavar="TEXT", help="Remove where the model's description, as in `info`, contains this text.")
@click.option("--all", "everything", is_flag=True, help="Remove all vectors.")
def prune_command(root: Path | None, unused_days: int | None, model: str | None, everything: bool) -> None:
    """Remove vectors, and what killed processes left unfinished; what is removed is computed again when needed."""
    from trends.embed import prune
    from trends.start import default_cache

    if everything and (unused_days is not None or model is not None):
        raise click.UsageError("--all goes with neither --unused-days nor --model")
    now = datetime.now(UTC)
    since = None if unused_days is None else now - timedelta(days=unused_days)
    freed = prune(root or default_cache(), now=now, unused_since=since, models="" if everything else model)
    click.echo(f"freed {freed / 1e6:,.1f} MB")
