"""How often topics use words and terms, counted once, as a `CountVectorizer` of the same vocabulary counts them."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import polars as pl
from scipy.sparse import csr_matrix

from trends.topics.names.stopwords import STOP_WORDS

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import CountVectorizer

_WORD: Final = r"[^\W_]+(?:[-'][^\W_]+)*"
_SIGN: Final = r"[^\s]"  # for papers that have no word at all
_PARENTHESIS: Final = re.compile(r" \([^)]*\)")
_FEWEST_USES: Final = 2


class Vocabulary(NamedTuple):
    """Words and terms, and who uses them.

    Attributes
    ----------
    vectorizer
        Splits texts into these words and terms; plain parameters only, so that BERTopic can save and load it.
    counts
        float64 (n_texts, n_words), uses of each word or term in each text; columns in alphabetical order.
    """

    vectorizer: "CountVectorizer"
    counts: csr_matrix


def count_vocabulary(texts: Sequence[str], *, terms: Sequence[str]) -> Vocabulary:
    """Count the words of texts, and terms of several words among them.

    Words that are used once in all texts, and stop words, are left out unless they are terms. Only runs of words that are
    terms are counted: scikit-learn builds every run, which takes four times as long and fifty times the vocabulary.

    Parameters
    ----------
    texts
        Long ones, such as all papers of a topic joined.
    terms
        Terms as people write them, ``out-of-distribution (OOD) detection`` with and without what is in parentheses; those
        that no text uses are left out.
    """
    from sklearn.feature_extraction.text import CountVectorizer

    pattern = _WORD if any(re.search(_WORD, text) for text in texts) else _SIGN
    split = pl.Series(texts).str.to_lowercase().str.extract_all(pattern)
    words = pl.DataFrame({"text": range(len(texts)), "word": split}).explode("word")
    spellings = [*terms, *(_PARENTHESIS.sub("", term) for term in terms)]
    phrases = sorted({" ".join(re.findall(pattern, spelling.lower())) for spelling in spellings} - {""})
    longest = max([phrase.count(" ") + 1 for phrase in phrases], default=1)
    runs = [_runs(words, phrases=phrases, length=length) for length in range(2, longest + 1)]
    uses = pl.concat([words, *runs]).group_by("text", "word").len("n")
    known = _choose(uses, terms=phrases)
    column = pl.DataFrame({"word": known, "column": range(len(known))})
    cells = uses.join(column, on="word").sort("text", "column")
    place = (cells["text"].to_numpy(), cells["column"].to_numpy())
    vectorizer = CountVectorizer(vocabulary=dict(column.iter_rows()), token_pattern=rf"(?u){pattern}", ngram_range=(1, longest))
    vectorizer.fit([""])  # it reads no text where the vocabulary is given, and BERTopic saves what this sets
    counts = csr_matrix((cells["n"].cast(pl.Float64).to_numpy(), place), shape=(len(texts), len(known)))
    return Vocabulary(vectorizer, counts)


def _runs(words: pl.DataFrame, *, phrases: Sequence[str], length: int) -> pl.DataFrame:
    """Find the runs of so many words of one text that are phrases: a row per run, ``text`` and ``word``."""
    wanted = [phrase for phrase in phrases if phrase.count(" ") == length - 1]
    starts = words["word"].is_in([phrase.split(" ")[0] for phrase in wanted]).arg_true()
    starts = starts.filter(starts + length <= words.height)
    places = [words[starts + step] for step in range(length)]
    runs = places[0].select("text", word=pl.concat_str([place["word"] for place in places], separator=" "))
    return runs.filter((places[0]["text"] == places[-1]["text"]) & runs["word"].is_in(wanted))


def _choose(uses: pl.DataFrame, *, terms: Sequence[str]) -> list[str]:
    """Choose the words to keep, sorted; all where none is worth keeping."""
    is_term = pl.col("word").is_in(list(terms))
    is_telling = (pl.col("n") >= _FEWEST_USES) & ~pl.col("word").is_in(list(STOP_WORDS))
    totals = uses.drop_nulls().group_by("word").agg(pl.col("n").sum()).sort("word")
    kept = totals.filter(is_term | is_telling)
    return (kept if kept.height else totals)["word"].to_list()
