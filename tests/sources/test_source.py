from trends.sources import Source, read
from trends.sources.source import printable


def test_what_is_shown_of_a_file_is_one_line_that_no_terminal_obeys():
    assert printable("a\x1b[2Jb\x00\x9b c\n\td\udce9") == "a [2Jb c d\\udce9"
    assert printable("Salz der Erde – 地の塩") == "Salz der Erde – 地の塩"


def test_so_is_what_is_noted_of_a_bad_record():
    corpus = read([Source("x", content=b'{"title": "Salt", "abstract": "We taste."}\n{"title": "\x1b]0;mine\x07\n')])
    assert corpus.intake.notes["value"].to_list() == ['{"title": " ]0;mine']
