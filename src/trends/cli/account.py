"""What became of the records of a run, in lines for people."""

from typing import Any

import click


def print_account(manifest: dict[str, Any]) -> None:
    """Say what became of every record, and what was found."""
    stages = manifest["stages"]
    if "corpus" in stages:
        account = stages["corpus"]["facts"]
        click.echo(
            f"{account['n_records']:,} records: {account['n_papers']:,} papers ({account['n_undated']:,} undated), "
            f"{account['n_merged']:,} joined to another, {account['n_skipped']:,} skipped"
            + (f", {account['n_filtered']:,} not asked for" if account["n_filtered"] else "")
        )
        for reason in account["reasons"]:
            click.echo(f"  {reason['kind']}: {reason['reason']} ({reason['n']:,})")
    if "embeddings" in stages:
        facts = stages["embeddings"]["facts"]
        n_long = int(facts["n_texts_beyond_window"])
        if n_long:
            fate = {"cut": "cut", "average": "averaged over their windows"}[facts["long_texts"]]
            click.echo(f"{n_long:,} papers are longer than the model's {facts['max_tokens']} tokens and were {fate}")
    if "topics" in stages:
        facts = stages["topics"]["facts"]
        click.echo(f"{facts['n_topics']:,} topics, {facts['n_outliers']:,} papers in none")
    if "audit" in stages:
        click.echo("what the audit of the papers advises:")
        for reason in stages["audit"]["facts"]["advice"]:
            click.echo(f"  {reason}")
    if "stats" in stages:
        _print_plan(stages["stats"]["facts"])


def _print_plan(facts: dict[str, Any]) -> None:
    """Say what was counted, and why just that."""
    click.echo(f"periods: {facts['periods']}")
    lost = [f"{n:,} {reason}" for reason, n in facts["papers"].items() if n and reason != "counted"]
    others = f"; not counted: {', '.join(lost)}" if lost else ""
    click.echo(f"papers over time: {facts['papers']['counted']:,} counted{others}")
    click.echo(facts["strata"])
