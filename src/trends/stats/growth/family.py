"""The family of topics: nodes of the tree above the topics of a run, and the finer topics below them."""

from typing import Final

import polars as pl

from trends.data import Layers, Tree

STABILITY_SCHEMA: Final = pl.Schema({"n_found": pl.Int64(), "n_runs": pl.Int64(), "stability": pl.Float64()})
FAMILY_SCHEMA: Final = pl.Schema(
    {
        "node": pl.Int64(),
        "parent": pl.Int64(),
        "layer": pl.Int64(),
        "topic": pl.Int64(),
        "label": pl.String(),
        **STABILITY_SCHEMA,
    }
)


def list_family(tree: Tree, layers: Layers) -> pl.DataFrame:
    """List every node of the tree over the chosen layer, and below its leaves the topics of the finer layers.

    Returns
    -------
    Columns of `FAMILY_SCHEMA`, a row per node, sorted. ``node`` is the id in the tree, so that a topic of the chosen layer has
    its own; finer topics follow, layer by layer. ``parent`` is null for the root, and for a finer topic whose papers are
    outliers in the layer before. ``layer`` and ``topic`` say which topic it is, null for inner nodes of the tree. A finer
    topic that holds the very papers of its parent is the same topic and has no row. ``n_found``, ``n_runs`` and ``stability``
    are as in `Topics`, those of a finer topic inside the one that holds it; null for inner nodes, and where nobody measured.
    """
    inner = tree.table["parent"].drop_nulls().unique().implode()
    leaf = ~pl.col("node").is_in(inner)
    rows = [
        tree.table.select(
            "node",
            "parent",
            layer=pl.when(leaf).then(pl.lit(layers.chosen, pl.Int64)),
            topic=pl.when(leaf).then("node"),
            label="label",
        )
    ]
    above = layers.topics[layers.chosen].table.select(parent="topic", node="topic")
    first = tree.table.select(pl.col("node").max().fill_null(-1)).item() + 1
    for layer in range(layers.chosen + 1, layers.n_layers):
        below = _number(layers, layer, above=above, first=first)
        rows.append(below.filter("new").select("node", "parent", "layer", "topic", "label"))
        above = below.select(parent="topic", node="node")
        first += rows[-1].height
    known = [
        topics.table.select("topic", *STABILITY_SCHEMA).with_columns(layer=pl.lit(layer, pl.Int64))
        for layer, topics in enumerate(layers.topics)
    ]
    family = pl.concat(rows, how="vertical").join(pl.concat(known), on=["layer", "topic"], how="left")
    return family.select(FAMILY_SCHEMA.names()).cast(dict(FAMILY_SCHEMA)).sort("node")  # type: ignore[arg-type]


def _number(layers: Layers, layer: int, *, above: pl.DataFrame, first: int) -> pl.DataFrame:
    """Give nodes to the topics of a layer, from `first` on; one with the papers of its parent has the parent's node.

    `above` holds the ``node`` of each topic of the layer before, there called ``parent``.
    """
    sizes = layers.topics[layer - 1].table.select(parent="topic", n_above="n_papers")
    held = layers.parents(layer).join(sizes, on="parent", how="left", maintain_order="left")
    topics = layers.topics[layer].table.select("topic", "label", "n_papers").join(held, on="topic", maintain_order="left")
    same = ((pl.col("n_papers") == pl.col("n_shared")) & (pl.col("n_above") == pl.col("n_shared"))).fill_null(False)
    placed = topics.join(above.rename({"node": "above"}), on="parent", how="left", maintain_order="left").with_columns(new=~same)
    own = first - 1 + pl.col("new").cast(pl.Int64).cum_sum()
    return placed.select(
        "topic",
        "label",
        "new",
        node=pl.when("new").then(own).otherwise("above"),
        parent="above",
        layer=pl.lit(layer, pl.Int64),
    )
