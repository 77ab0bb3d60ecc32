import time

import pytest

from trends.sources.fields.abstracts import read_abstract


@pytest.mark.parametrize(
    "abstract",
    [
        "<jats:title>Abstract</jats:title><jats:p>We walk.</jats:p>",
        "<jats:sec>\n  <jats:title>Summary : </jats:title>\n<jats:p>We walk.</jats:p></jats:sec>",
        "<p><b>Abstract</b> We walk.</p>",
        "ABSTRACT We walk.",
        "Abstract We walk.",
        "Abstract: We walk.",
        "Abstract—We walk.",
        "Abstract-We walk.",
        "Abstract\nWe walk.",
        "Summary. We walk.",
        "Abstract We walk. © 2023 Toy Press. All rights reserved.",
        "COPYRIGHT 2021 ACM. We walk.",
    ],
)
def test_headings_and_notices_are_taken_off(abstract):
    assert read_abstract(abstract) == "We walk."


@pytest.mark.parametrize(
    "abstract",
    [
        "Abstract Meaning Representation is a graph.",
        "Abstract interpretation of programs.",
        "Abstract-based summaries are short.",
        "Abstracts: how to read them.",
        "Summary statistics mislead.",
        "ABSTRACT INTERPRETATION IS FUN.",
        "Walks are of interest. Abstract: none.",
    ],
)
def test_a_text_about_abstracts_stays(abstract):
    assert read_abstract(abstract) == abstract


@pytest.mark.parametrize("abstract", ["Abstract", "ABSTRACT.", "<jats:title>Abstract</jats:title>"])
def test_a_heading_alone_is_no_abstract(abstract):
    assert read_abstract(abstract) == ""


@pytest.mark.parametrize("part", [" ", "\n", "<jats:title>", "</b> ", "Abstract", "Abstract ", "Abstract. ", "<", ". : "])
def test_no_text_takes_long(part):
    began = time.process_time()
    read_abstract(part * (50_000 // len(part)))
    read_abstract("<jats:title>Abstract" + part * (50_000 // len(part)))
    assert time.process_time() - began < 5
