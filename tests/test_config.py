import pytest

from trends.config import Config, make_config, override, read_config
from trends.errors import ConfigError


def test_a_configuration_written_as_toml_reads_back_the_same(tmp_path):
    config = override(Config(inputs=("a.csv",)), ["topics.min_papers=20", "stats.since=2023-01-31", "embed.kind=lsa"])
    (tmp_path / "config.toml").write_text(config.to_toml())
    assert read_config(tmp_path / "config.toml") == config


def test_assignments_are_toml_or_else_text():
    config = override(Config(), ["topics.min_papers=20", "report.papers=false", "report.title=What rises", "stats.every=month"])
    assert (config.topics.min_papers, config.report.papers, config.report.title) == (20, False, "What rises")
    assert config.stats.every == "month"


def test_another_kind_of_embedder_starts_from_its_own_defaults():
    config = override(Config(), ["embed.batch_size=8", "embed.kind=lsa", "embed.n_dims=32"])
    assert config.embed.model_dump(include={"kind", "n_dims"}) == {"kind": "lsa", "n_dims": 32}


def test_embed_without_a_kind_means_the_sentence_embedder():
    assert make_config({"embed": {"batch_size": 8}}, origin="test").embed.kind == "sentence"


@pytest.mark.parametrize(
    ("assignment", "sentence"),
    [
        ("topics.min_paper=3", r"topics\.min_paper is not a setting, known are .*min_papers"),
        ("topics.min_papers=1", r"topics\.min_papers is 1, it must be greater than or equal to 2"),
        ("topics.min_papers=many", r"topics\.min_papers is 'many', it must be a valid integer"),
        ("embed.kind=bert", r"embed\.kind is 'bert', it must be one of 'sentence', 'lsa', 'hashing'"),
        ("embed.batch=3", r"embed\.sentence\.batch is not a setting, known are batch_size"),
        ("stats.every=decade", r"stats\.every\S* is 'decade', it must be 'day', 'week'"),
        ("sources.columns.titel=Name", r"sources\.columns is .*'titel' is no field of a paper"),
        ("nothing", r"must look like topics\.min_papers=20"),
        ("report.title.x=1", r"title is a setting, not a table"),
    ],
)
def test_a_wrong_setting_is_one_sentence_with_the_value_and_what_is_allowed(assignment, sentence):
    with pytest.raises(ConfigError, match=sentence) as caught:
        override(Config(), ["report.title=A", assignment])
    assert "\n" not in str(caught.value)


def test_a_file_that_is_missing_or_no_toml_is_one_sentence(tmp_path):
    with pytest.raises(ConfigError, match="cannot read"):
        read_config(tmp_path / "missing.toml")
    (tmp_path / "bad.toml").write_text("topics = [")
    with pytest.raises(ConfigError, match="is not TOML"):
        read_config(tmp_path / "bad.toml")
