"""Which abstracts are not English, and which topics are made of them."""

from typing import Final

import polars as pl

from trends.data import Corpus, Topics

# One word in six of English prose is among these. Of 176,000 abstracts one in seventy has them more rarely than one word in
# sixteen, nearly all French and Chinese ones among them, so that only few need the slow look.
_ENGLISH: Final = r"(?i)\b(?:the|and|of|to|for|with|this|that|which|are|from|by|we)\b"
_ENGLISH_SHARE: Final = 0.06
_READ_CHARS: Final = 600
_SURE: Final = 0.6  # lists of names and titles are no language, and are called many with less
_FEW_LETTERS: Final = 40
NAMES: Final = {
    "ar": "Arabic",
    "ca": "Catalan",
    "cs": "Czech",
    "de": "German",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}

_LARGEST_SHARE: Final = 0.5

TOPIC_LANGUAGES_SCHEMA: Final = pl.Schema({"topic": pl.Int64, "language": pl.String, "share": pl.Float64})


def find_languages(abstracts: pl.Series) -> pl.Series:
    """Tell the language of each abstract.

    Parameters
    ----------
    abstracts
        Texts, none null.

    Returns
    -------
    pl.Series
        ISO 639 codes in the same order: ``en`` also where a text is too short or too odd to tell.
    """
    texts = pl.DataFrame({"text": abstracts.str.slice(0, _READ_CHARS)}).with_row_index("row")
    words, known = pl.col("text").str.count_matches(" ", literal=True) + 1, pl.col("text").str.count_matches(_ENGLISH)
    has_letters = pl.col("text").str.len_bytes() >= _FEW_LETTERS
    doubtful = texts.filter(has_letters, known < _ENGLISH_SHARE * words)
    codes = [code if chance >= _SURE and code != "zxx" else "en" for code, chance in _identify(doubtful["text"])]
    other = doubtful.select("row", pl.Series("language", codes, dtype=pl.String))
    return texts.join(other, on="row", how="left", maintain_order="left")["language"].fill_null("en")


def find_topic_languages(corpus: Corpus, topics: Topics) -> pl.DataFrame:
    """Find the topics that are a language rather than a subject.

    Returns
    -------
    Columns of `TOPIC_LANGUAGES_SCHEMA`, sorted by topic: a row for each topic of which at least half of the abstracts are in
    one ``language`` other than English, by its English name or else its ISO 639 code; ``share`` says what part of them, a
    fraction.
    """
    told = corpus.table.select("id", "abstract").join(topics.members.select("id", "topic"), on="id", maintain_order="left")
    told = told.filter(pl.col("abstract") != "", pl.col("topic").is_in(topics.table["topic"].implode()))
    languages = told.select("topic", language=find_languages(told["abstract"])).group_by("topic", "language").len()
    shares = languages.with_columns(share=pl.col("len") / pl.col("len").sum().over("topic"))
    foreign = shares.filter(pl.col("language") != "en", pl.col("share") >= _LARGEST_SHARE).with_columns(
        pl.col("language").replace(NAMES)
    )
    # Where two languages hold half each, the one that sorts first.
    single = foreign.sort("topic", "language").unique("topic", keep="first", maintain_order=True)
    return single.select(TOPIC_LANGUAGES_SCHEMA.names()).cast(dict(TOPIC_LANGUAGES_SCHEMA))  # type: ignore[arg-type]


def _identify(texts: pl.Series) -> list[tuple[str, float]]:
    """Return the most likely language of each text and how sure that is; the model is loaded where there is a text."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    if texts.is_empty():
        return []
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return [identifier.classify(text) for text in texts]
