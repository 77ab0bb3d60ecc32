import pytest

from trends.sources.fields.preprints import Venue, read_venue


@pytest.mark.parametrize(
    ("text", "arxiv"),
    [
        ("arXiv preprint arXiv:1706.03762", "arXiv:1706.03762"),
        ("arXiv:1706.03762 [cs]", "arXiv:1706.03762"),
        ("ArXiv abs/1706.03762v5", "arXiv:1706.03762"),
        ("CoRR abs/1706.03762", "arXiv:1706.03762"),
        ("CoRR, cs.CL/0112017", "arXiv:cs.CL/0112017"),
        ("arXiv (Cornell University)", None),
        ("arXiv e-prints", None),
        ("CoRR", None),
    ],
)
def test_every_name_of_the_server_is_one_venue_and_the_id_in_it_is_not_lost(text, arxiv):
    assert read_venue(text) == Venue("arXiv", arxiv)


@pytest.mark.parametrize("text", ["Corrosion Science", "Journal of arXiv Studies", "Nature 1706.03762", "  Annals"])
def test_other_venues_stay_what_they_are(text):
    assert read_venue(text) == Venue(text, None)


def test_no_text_is_no_venue():
    assert read_venue("") == Venue(None, None)
