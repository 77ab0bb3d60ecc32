import re

import bibtexparser
import pytest

from trends.methods import references
from trends.methods.references import find_keys, make_bibliography, to_latex, to_plain

TEXT = "Groups [@newman2006] are found again [@traag2019; @hennig2007], at 95% of A_B."


def test_keys_are_listed_once_and_in_order():
    assert find_keys(TEXT + " [@newman2006]") == ["hennig2007", "newman2006", "traag2019"]


def test_plain_text_names_authors_and_year():
    assert to_plain(TEXT) == ("Groups (Newman 2006) are found again (Traag, Waltman & van Eck 2019; Hennig 2007), at 95% of A_B.")


@pytest.mark.parametrize(
    ("key", "name"),
    [("wang2020", "Wang et al. 2020"), ("sparckjones1972", "Spärck Jones 1972"), ("plotly", "Plotly Technologies Inc. 2015")],
)
def test_names_of_many_authors_with_accents_and_of_firms_are_written_as_people_do(key, name):
    assert to_plain(f"So [@{key}].") == f"So ({name})."


def test_latex_cites_by_key_and_escapes_what_it_would_read_as_a_command():
    assert to_latex(TEXT) == r"Groups~\cite{newman2006} are found again~\cite{traag2019,hennig2007}, at 95\% of A\_B."
    assert to_latex(r"\input{secret} $x$ #1") == r"{\textbackslash}input\{secret\} \$x\$ \#1"


def test_the_bibliography_holds_what_is_cited_and_nothing_else():
    parsed = bibtexparser.parse_string(make_bibliography(TEXT, version="1"))
    assert sorted(parsed.entries_dict) == find_keys(TEXT)
    assert not parsed.failed_blocks


def test_the_package_is_cited_with_its_version():
    assert "version 1.2.3" in make_bibliography("Made by [@trends].", version="1.2.3")


@pytest.mark.parametrize("key", sorted(references._entries()))
def test_every_entry_has_what_a_reader_needs_to_find_it(key):
    fields = {field.key for field in references._entries()[key].fields}
    assert {"author", "title"} <= fields
    assert key == "trends" or {"year"} <= fields
    assert key == "trends" or fields & {"journal", "booktitle", "publisher", "howpublished", "url"}
    assert re.fullmatch(r"[a-z]+([0-9]{4})?", key)
