"""Rules of progress: a log hears of each finished stage, and a terminal of papers and tokens per second."""

from io import StringIO

from trends.cli.bars import Bars


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_gets_a_line_per_finished_stage_and_none_for_quick_steps():
    log = StringIO()
    heard = Bars(log)
    for stage in ("embed", "charts"):
        for done in (1, 2, 3):
            heard(stage, done, 3, tokens=done * 100)
    heard.close()
    assert log.getvalue() == "embed: done\ncharts: done\n"


def test_a_terminal_sees_papers_and_tokens_per_second():
    screen = Terminal()
    heard = Bars(screen)
    heard("embed", 900, 1_000)
    heard("embed", 1_000, 1_000, tokens=20_000)
    heard.close()
    assert "embed: 100%" in screen.getvalue()
    assert "1000/1000" in screen.getvalue()
    assert "tokens/s" in screen.getvalue()
