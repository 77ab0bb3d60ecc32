"""Which abstracts are not English."""

from typing import Final

import polars as pl

# One word in six of English prose is among these. Of 176,000 abstracts one in seventy has them more rarely than one word in
# sixteen, nearly all French and Chinese ones among them, so that only few need the slow look.
_ENGLISH: Final = r"(?i)\b(?:the|and|of|to|for|with|this|that|which|are|from|by|we)\b"
_ENGLISH_SHARE: Final = 0.06
_READ_CHARS: Final = 600
_SURE: Final = 0.6  # lists of names and titles are no language, and are called many with less
_FEW_LETTERS: Final = 40


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


def _identify(texts: pl.Series) -> list[tuple[str, float]]:
    """Return the most likely language of each text and how sure that is; the model is loaded where there is a text."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    if texts.is_empty():
        return []
    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    return [identifier.classify(text) for text in texts]
