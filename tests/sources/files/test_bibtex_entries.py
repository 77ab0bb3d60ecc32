import pytest

from trends.sources.files.bibtex_entries import Entry, read_entries
from trends.sources.records import Skip


def entries(text):
    return list(read_entries(text))


def test_an_entry_has_a_kind_a_key_fields_and_a_line():
    assert entries("\n\n@InProceedings{ada, Title = {One},\n year = 2023, note = {}}") == [
        Entry("inproceedings", "ada", {"title": "One", "year": "2023"}, 3)
    ]


def test_an_entry_that_never_closes_costs_no_other(capfd):
    found = entries("@misc{a,\n title = {One {two}\n}\n@misc{b,\n title = {Two}\n}\n")
    assert found[0] == Skip("entry breaks the rules of BibTeX", "@misc{a,", 1)
    assert [entry.key for entry in found[1:]] == ["b"]
    assert capfd.readouterr().err == ""


def test_entries_with_one_key_are_all_read_and_of_one_field_the_first_counts():
    found = entries("@misc{a, title = {One}}\n@misc{a, title = {Two}, title = {Three}}\n@misc{a, title = {Four}}")
    assert [entry.fields["title"] for entry in found] == ["One", "Two", "Four"]


@pytest.mark.parametrize("text", ["title = {One}}", "title = {One}, note = {We {do}} it}"])
def test_a_brace_too_many_leaves_the_fields_behind_it_as_the_rest(text):
    cut_off, whole = entries(f"@misc{{a, {text},\n year = 2020\n}}\n@misc{{b, title = {{Two}}}}\n")
    assert (cut_off.fields["title"], cut_off.rest) == ("One", ",\n year = 2020\n}")
    assert (whole.fields["title"], whole.rest) == ("Two", "")


def test_words_between_entries_are_no_rest():
    assert [entry.rest for entry in entries("@misc{a, title = {One}}}\nNotes, and = signs\n@misc{b, title = {Two}}")] == ["", ""]


@pytest.mark.parametrize(
    "text", ["% @misc{a, title = {One}}\n", "@comment{ @misc }\n", '@preamble{"x"}\n', "@string{a = {b}}\n", "free text\n", ""]
)
def test_comments_and_macros_are_no_entries(text):
    assert entries(text) == []


def test_a_broken_comment_is_no_lost_record():
    assert [entry.key for entry in entries("@comment{ {open \n@misc{b, title = {Two}}")] == ["b"]


def test_a_percent_sign_inside_a_value_is_no_comment():
    (entry,) = entries("@misc{a, abstract = {We save 50\n% of all mail to a@b.org},\n title = {One}}")
    assert entry.fields["abstract"] == "We save 50\n% of all mail to a@b.org"


def test_macros_are_put_in_whatever_their_case_and_pieces_are_joined():
    (entry,) = entries('@string{J = "Journal"}\n@misc{a, journal = j # " of " # {#1}, month = jan, note = "a # b"}')
    assert entry.fields == {"journal": "Journal of #1", "month": "jan", "note": "a # b"}


def test_macros_that_double_each_other_do_not_fill_the_memory():
    doubled = "".join(f"@string{{m{n} = m{n - 1} # m{n - 1}}}\n" for n in range(1, 24))
    (entry,) = entries(f'@string{{m0 = "walk"}}\n{doubled}@misc{{a, title = m23}}')
    assert entry.fields["title"] == "walk" * 250


def test_a_paper_takes_the_book_and_the_date_from_its_cross_reference_and_nothing_else():
    book = "@book{B, title = {Book}, year = 2016, author = {Large, Ann}, doi = {10.1/b}}"
    paper = "@incollection{a, title = {Paper}, year = 2015, crossref = {b}}"
    for text in (f"{book}\n{paper}", f"{paper}\n{book}"):
        (found,) = [entry for entry in entries(text) if entry.kind == "incollection"]
        assert found.fields == {"title": "Paper", "booktitle": "Book", "year": "2015", "crossref": "b"}
