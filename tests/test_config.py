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
    config = override(override(Config(), ["embed.batch_tokens=8"]), ["embed.kind=lsa", "embed.n_dims=32"])
    assert config.embed.model_dump(include={"kind", "n_dims"}) == {"kind": "lsa", "n_dims": 32}


def test_an_unknown_setting_of_an_embedder_names_those_of_its_kind():
    with pytest.raises(ConfigError, match=r"embed\.batch_tokens is not a setting, known are kind, n_dims"):
        override(Config(), ["embed.kind=lsa", "embed.batch_tokens=3"])


def test_a_span_that_ends_before_it_begins_is_refused_before_any_work():
    with pytest.raises(ConfigError, match="since before until"):
        override(Config(), ["stats.since=2024-01-01", "stats.until=2023-01-01"])


def test_a_title_of_digits_is_a_title():
    assert override(Config(), ["report.title=2024"]).report.title == "2024"


def test_embed_without_a_kind_means_the_sentence_embedder():
    assert make_config({"embed": {"batch_tokens": 8}}, origin="test").embed.kind == "sentence"


@pytest.mark.parametrize(
    ("assignment", "sentence"),
    [
        ("topics.min_paper=3", r"topics\.min_paper is not a setting, known are .*min_papers"),
        ("topics.min_papers=1", r"topics\.min_papers is 1, it must be greater than or equal to 2"),
        ("topics.min_papers=many", r"topics\.min_papers is 'many', it must be a valid integer"),
        ("embed.kind=bert", r"embed\.kind is 'bert', it must be one of 'sentence', 'static', 'lsa', 'hashing', 'endpoint'"),
        ("embed.batch=3", r"embed\.batch is not a setting, known are batch_tokens"),
        ("stats.every=decade", r"stats\.every\S* is 'decade', it must be 'day', 'week'"),
        ("sources.columns.titel=Name", r"sources\.columns is .*'titel' is no field of a paper"),
        ("stats.since=2020", r"stats\.since is 2020, it must be a day such as 2023-01-31"),
        ("stats.since=nonsense", r"stats\.since is 'nonsense', it must be a day such as 2023-01-31"),
        ("topics.seed=5000000000", r"topics\.seed is 5000000000, it must be less than 4294967296"),
        ("topics={n_topics = 5, layer = 1}", r": topics must be set with one of n_topics and layer alone$"),
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


def test_the_choice_of_a_kind_comes_before_its_settings_in_whatever_order_they_were_typed():
    typed = ["embed.n_dims=64", "embed.kind=hashing"]
    assert override(Config(), typed).embed == override(Config(), typed[::-1]).embed
    assert override(Config(), typed).embed.n_dims == 64
