from trends.charts.rows import ROW, between_names, names_above, rows_height


def test_a_line_between_names_crosses_none():
    names = names_above(["one", "two", "three"])["annotations"]
    pieces = between_names({"x0": 1, "x1": 1}, n_rows=3)
    for name in names:
        foot, top = name["y"] - (name["yshift"] - 6) / ROW, name["y"] - (name["yshift"] + 6) / ROW
        assert not any(piece["y0"] < foot and top < piece["y1"] for piece in pieces)
    assert all(piece["y0"] < row < piece["y1"] for row, piece in enumerate(pieces))


def test_few_rows_leave_room_for_the_names_of_dates_below_them():
    margin = {"t": 10, "b": 40}
    assert rows_height(1, margin=margin) == rows_height(3, margin=margin) == 50 + 3 * ROW
