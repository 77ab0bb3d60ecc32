"""Topics of the same papers at several resolutions."""

from dataclasses import dataclass

import polars as pl

from trends.data.topics import OUTLIER, Topics
from trends.errors import DataError


@dataclass(frozen=True)
class Layers:
    """Layers of topics, coarse to fine.

    Attributes
    ----------
    topics
        The topics of each layer, at least one layer, all of the same papers. A finer layer splits the topics of the one
        before, but where a person corrected the chosen layer.
    chosen
        Position of the layer that series, charts and report are made of.
    """

    topics: tuple[Topics, ...]
    chosen: int

    def __post_init__(self) -> None:
        """Check the rules."""
        if not 0 <= self.chosen < len(self.topics):
            raise DataError(f"the chosen layer is {self.chosen}, there are {len(self.topics)}")
        for layer in self.topics[1:]:
            if not layer.members["id"].equals(self.topics[0].members["id"]):
                raise DataError("layers hold different papers, they must hold the same in the same order")

    @property
    def n_layers(self) -> int:
        """Number of layers."""
        return len(self.topics)

    def parents(self, layer: int) -> pl.DataFrame:
        """Find where each topic of a layer lies in the layer before.

        Parameters
        ----------
        layer
            From 1 to n_layers − 1.

        Returns
        -------
        A row per topic, sorted: ``topic``, ``parent`` (the topic of the layer before that holds most of its papers, ties to
        the lower id; null where none holds any) and ``n_shared``, how many it holds.
        """
        pairs = pl.DataFrame({"topic": self.topics[layer].members["topic"], "parent": self.topics[layer - 1].members["topic"]})
        shared = (
            pairs.filter((pl.col("topic") != OUTLIER) & (pl.col("parent") != OUTLIER))
            .group_by("topic", "parent")
            .agg(pl.len().cast(pl.Int64).alias("n_shared"))
            .sort("topic", "n_shared", "parent", descending=[False, True, False])
            .unique("topic", keep="first", maintain_order=True)
        )
        return self.topics[layer].table.select("topic").join(shared, on="topic", how="left", maintain_order="left")

    def outline(self) -> pl.DataFrame:
        """List the topics of every layer with the topic of the layer before that holds them.

        Returns
        -------
        ``layer, topic, label, n_papers, parent, parent_label``, coarse to fine, each layer in the order of its table;
        ``parent`` is null in the coarsest layer.
        """
        first = self.topics[0].table.with_columns(parent=pl.lit(None, pl.Int64), parent_label=pl.lit(None, pl.String))
        listed = [first]
        for layer in range(1, self.n_layers):
            above = self.topics[layer - 1].table.select(parent="topic", parent_label="label")
            parents = self.parents(layer).join(above, on="parent", how="left")
            listed.append(self.topics[layer].table.join(parents, on="topic", how="left", maintain_order="left"))
        numbered = [table.with_columns(layer=pl.lit(layer, pl.Int64)) for layer, table in enumerate(listed)]
        return pl.concat([table.select("layer", "topic", "label", "n_papers", "parent", "parent_label") for table in numbered])

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<li>{'<b>' if number == self.chosen else ''}layer {number}: {layer.n_topics} topics"
            f"{' (chosen)</b>' if number == self.chosen else ''}</li>"
            for number, layer in enumerate(self.topics)
        )
        return f"<p><b>{self.n_layers} layers</b>, coarse to fine</p><ol start='0'>{rows}</ol>"
