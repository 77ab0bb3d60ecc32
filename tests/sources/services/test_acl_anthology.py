import json
import re
from datetime import date

import httpx
import pytest

from trends.errors import SourceError
from trends.sources.services.acl_anthology import ACL_ANTHOLOGY, AclAnthologyQuery

NAMES = (
    "2022.acl.xml",
    "2023.acl.xml",
    "2023.emnlp.xml",
    "2023.findings.xml",
    "P17.xml",
    "P99.xml",
    "W17.xml",
    "Z01.xml",
    "schema.rnc",
)


def volume(name):
    collection = name.removesuffix(".xml")
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<collection id="{collection}">\n<volume id="1"><meta>'
        "<booktitle>Proceedings of Nothing</booktitle><month>July</month><year>2023</year></meta>\n<frontmatter/>\n"
        '<paper id="1"><title>One</title></paper>\n<paper id="2"><title>Two</title></paper>\n</volume>\n</collection>\n'
    )


def anthology(request):
    if request.url.host == "api.github.com":
        tree = [{"path": name, "type": "blob"} for name in NAMES]
        return httpx.Response(200, text=json.dumps({"tree": tree, "truncated": False}))
    return httpx.Response(200, text=volume(request.url.path.rpartition("/")[2]))


def files_of(line, **fields):
    answers = list(ACL_ANTHOLOGY.answers(AclAnthologyQuery(**fields), line.client))
    assert all(answer.n_papers == 2 for answer in answers)
    return [re.sub(r"-\w{12}", "", answer.name) for answer in answers]


@pytest.mark.parametrize(
    ("fields", "names"),
    [
        ({"venues": ("acl",)}, ["P99.xml", "P17.xml", "2022.acl.xml", "2023.acl.xml"]),
        ({"venues": ("acl", "emnlp"), "since": date(2017, 6, 1)}, ["P17.xml", "2022.acl.xml", "2023.acl.xml", "2023.emnlp.xml"]),
        ({"venues": ("acl",), "until": date(2023, 1, 1)}, ["P99.xml", "P17.xml", "2022.acl.xml"]),
        ({"venues": ("ws", "findings")}, ["W17.xml", "2023.findings.xml"]),
        ({"since": date(2023, 1, 1)}, ["2023.acl.xml", "2023.emnlp.xml", "2023.findings.xml"]),
        ({"until": date(2002, 1, 1)}, ["P99.xml", "Z01.xml"]),
    ],
)
def test_the_files_of_venues_and_years_come_oldest_first(fields, names, wire):
    assert files_of(wire(anthology, store=None), **fields) == names


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"venues": ("emnpl",)}, "no collection 'emnpl', it has others such as emnlp"),
        ({"venues": ("emnlp",), "until": date(2000, 1, 1)}, "nothing of emnlp in these years"),
        ({"venues": ("acl", "emnlp"), "until": date(2000, 1, 1)}, "nothing of emnlp in these years"),
    ],
)
def test_what_the_anthology_does_not_have_is_said(fields, sentence, wire):
    with pytest.raises(SourceError, match=sentence):
        files_of(wire(anthology, store=None), **fields)


@pytest.mark.parametrize("listed", ["[]", "{}", '{"tree": [{}], "truncated": false}', '{"tree": [], "truncated": true}', "{"])
def test_a_list_of_files_that_changed_its_shape_is_one_sentence(listed, wire):
    with pytest.raises(SourceError, match="a list of files that is cut off or of another shape"):
        files_of(wire(lambda request: httpx.Response(200, text=listed), store=None))


def test_a_file_that_is_cut_in_half_is_asked_for_again(wire, tmp_path):
    halves = iter([100])

    def flaky(request):
        response = anthology(request)
        is_file = request.url.host != "api.github.com"
        return httpx.Response(200, text=response.text[: next(halves, None)]) if is_file else response

    assert files_of(wire(flaky, store=tmp_path), venues=("emnlp",)) == ["2023.emnlp.xml"]


def test_a_file_that_is_there_is_not_asked_for_again_nor_is_the_list(wire, tmp_path):
    first, second = wire(anthology, store=tmp_path), wire(anthology, store=tmp_path)
    files_of(first, venues=("emnlp",))
    files_of(second, venues=("acl", "emnlp"), since=date(2023, 1, 1))
    assert [request.url.path.rpartition("/")[2] for request in second.requests] == ["2023.acl.xml"]
