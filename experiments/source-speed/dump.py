"""Make up a dump in the shape of arXiv's, with what makes real ones hard to read."""

import gzip
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

CATEGORIES = ("hep-th", "hep-ph", "astro-ph.GA", "cond-mat.mtrl-sci", "math.AG", "math.PR", "quant-ph", "physics.optics")
CATEGORIES += ("cs.LG", "cs.CV", "cs.CL", "stat.ML", "eess.IV", "q-bio.NC", "cs.LO", "econ.EM")
HARD = (
    "an $\\mathcal{O}(n \\log n)$ bound,",
    "a {\\em nearly} optimal rate $\\alpha^{2}$,",
    "Poincar\\'e and G\\\"odel,",
    "über naïve Schätzer,",
    'the so-called "categories" of cs.LG,',
    "where p < 0.05 & n > 3,",
    "see https://example.org/code_of_ours,",
)
SYLLABLES = ("ba", "re", "mo", "ti", "ku", "la", "ne", "so", "vi", "du", "pa", "chi", "gro", "sta", "len", "mar")
EACH_BROKEN = 1_000  # one line in so many is cut off
FIRST_DAY = datetime(2007, 4, 2, 19, 18, 42, tzinfo=UTC)


def lines(n_records: int, *, seed: int = 0) -> Iterator[str]:
    """Yield lines of about 1.5 KB each; one paper in six is of ``cs.LG``, by its first category or another."""
    random = Random(seed)
    words = ["".join(random.choices(SYLLABLES, k=random.randint(2, 4))) for _ in range(20_000)]
    sentences = [" ".join(random.choices(words, k=random.randint(12, 30))) for _ in range(20_000)]
    names = [word.title() for word in words[:5_000]]
    for number in range(n_records):
        line = json.dumps(_entry(number, random=random, words=words, sentences=sentences, names=names), separators=(",", ":"))
        yield line[: len(line) // 2] if number % EACH_BROKEN == EACH_BROKEN - 1 else line


def _entry(number: int, *, random: Random, words: list[str], sentences: list[str], names: list[str]) -> dict[str, Any]:
    created = FIRST_DAY + timedelta(hours=number % 160_000, seconds=number)
    versions = [created + timedelta(days=200 * version) for version in range(random.choice((1, 1, 2, 4)))]
    people = [(random.choice(names), random.choice(names)) for _ in range(random.choice((1, 2, 3, 5, 9)))]
    abstract = [*random.choices(sentences, k=6), *random.choices(HARD, k=random.choice((0, 0, 1, 3)))]
    random.shuffle(abstract)
    return {
        "id": f"{created:%y%m}.{number % 100_000:05}",
        "submitter": " ".join(people[0]),
        "authors": ", ".join(" ".join(name) for name in people),
        "title": " ".join(random.choices(words, k=9)).capitalize(),
        "comments": "12 pages, 3 figures",
        "journal-ref": random.choice((None, None, f"J. Test. Sci. {number % 90} ({created.year}) 1-9")),
        "doi": random.choice((None, None, f"10.1000/test.{number}")),
        "report-no": None,
        "categories": " ".join(dict.fromkeys(random.choices(CATEGORIES, k=random.choice((1, 2, 2, 4))))),
        "license": "http://arxiv.org/licenses/nonexclusive-distrib/1.0/",
        "abstract": "  " + ". ".join(abstract).replace(" ", "\n", 3) + ".\n",
        "versions": [{"version": f"v{n}", "created": f"{day:%a, %-d %b %Y %H:%M:%S} GMT"} for n, day in enumerate(versions, 1)],
        "update_date": f"{versions[-1]:%Y-%m-%d}",
        "authors_parsed": [[family, given, ""] for given, family in people],
    }


def write(plain: Path, packed: Path, *, n_records: int) -> None:
    """Write a dump as it is, and once more compressed."""
    with plain.open("wb") as file, gzip.open(packed, "wb", compresslevel=6) as packing:
        for line in lines(n_records):
            content = f"{line}\n".encode()
            file.write(content)
            packing.write(content)
