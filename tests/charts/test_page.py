from trends.charts import draw
from trends.charts.page import render_page


def test_a_page_needs_no_network_and_carries_title_and_caption(make_tables):
    chart = draw("lines", make_tables([[5, 6]]))
    page = render_page(chart)
    assert 'src="http' not in page
    assert f"<h1>{chart.title}</h1>" in page
    assert chart.caption.replace("'", "&#x27;") in page


def test_a_page_is_the_same_each_time_and_offers_no_upload(make_tables):
    chart = draw("lines", make_tables([[5, 6]]))
    page = render_page(chart)
    assert page == render_page(chart)
    assert '"showSendToCloud": false' in page


def test_a_label_cannot_close_the_script(make_tables):
    page = render_page(draw("lines", make_tables([[5, 6]], labels=["</script><script>alert(1)</script>"])))
    assert "<script>alert(1)" not in page


def test_an_empty_chart_is_a_page_with_its_reason(make_tables):
    page = render_page(draw("lines", make_tables([[5]])))
    assert "at least 2 are needed" in page
    assert "Plotly.newPlot(" not in page
