"""What long runs of one thing cost the readers of bibliographies: a pattern that tries each split of them would take hours."""

import json

import pytest

from trends.sources import SourceSettings
from trends.sources.fields.preprints import read_venue
from trends.sources.files.bibtex import BIBTEX
from trends.sources.files.csl_json import CSL_JSON
from trends.sources.files.nbib import NBIB
from trends.sources.files.ris import RIS
from trends.sources.opening import Opened

LONG = 20_000


@pytest.mark.parametrize("fmt", [BIBTEX, CSL_JSON, NBIB, RIS], ids=lambda fmt: fmt.name)
@pytest.mark.parametrize("run", [" ", "\n", "{", "[{", '{"a":', "@a{", "@a{b,c=", "%@", "# ", '"', "a-", "1/", "TY  - A\n", "\\"])
def test_a_long_run_of_anything_ends_soon(fmt, run):
    for text in (run * (LONG // len(run)), "@a{" + run * (LONG // len(run)) + "x"):
        fmt.fits(text)
        list(fmt.read(Opened("x", ('{"title": ""}' + text).encode()), SourceSettings()))


@pytest.mark.parametrize("run", [" ", "a-", "1 ", "- ", "a.", "<jats:title>Abstract "])
def test_so_does_one_in_a_field(run):
    value = run * (LONG // len(run))
    read_venue(f"arxiv {value}")
    fields = {"title": value, "abstract": value, "container-title": value, "issued": f"1{value}x"}
    list(CSL_JSON.read(Opened("x", json.dumps(fields).encode()), SourceSettings()))
    list(RIS.read(Opened("x", f"TY  - A\nTI  - {value}\nDA  - 1{value}x\nVL  - {value}".encode()), SourceSettings()))
    list(NBIB.read(Opened("x", f"PMID- 1\nTI  - {value}\nDP  - 2023 {value}x".encode()), SourceSettings()))
    bib = f"@misc{{a, month = {{{value}}}, date = {{2023{value}}}, url = {{{value}}}, author = {{{value}}}}}"
    list(BIBTEX.read(Opened("x", bib.encode()), SourceSettings()))
