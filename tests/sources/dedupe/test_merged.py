from trends.sources import Source, read
from trends.sources.dedupe import list_merged


def source(name, text):
    return Source(name, content=text.encode())


def test_every_joined_record_is_listed_beside_its_paper():
    one = source("one.csv", "title,doi\nA walk on graphs,10.1145/1\nA tree in bloom,\nA walk on graphs,10.1145/1\n")
    two = source("two.csv", "title,doi\nA Tree in Bloom,10.1145/2\nA bird at dawn,10.1145/3\n")
    assert list_merged(read([one, two])).rows() == [
        ("doi:10.1145/1", "A walk on graphs", "one.csv", 4, "joined: same id"),
        ("doi:10.1145/2", "A tree in bloom", "two.csv", 2, "joined: same title"),
    ]


def test_an_id_longer_than_notes_are_shown_still_finds_its_paper():
    table = "title,doi\n" + f"A walk on graphs,10.1145/{'x' * 100}\n" * 2
    assert list_merged(read([source("x.csv", table)]))["title"].to_list() == ["A walk on graphs"]


def test_nothing_is_listed_where_nothing_was_joined():
    assert list_merged(read([source("x.csv", "title\nA walk\n")])).height == 0
