import json

import pytest

from trends.cli import main
from trends.sources import FORMATS
from trends.sources.services.catalogue import SERVICES


def call(*arguments):
    """Run a command in this process and return its exit code."""
    with pytest.raises(SystemExit) as stopped:
        main([str(argument) for argument in arguments])
    return stopped.value.code


def test_all_formats_and_services_are_listed_for_people_with_their_terms(capsys):
    assert call("sources") == 0
    shown = capsys.readouterr().out
    assert all(known.name in shown and known.about in shown for known in FORMATS)
    assert all(known.name in shown and known.terms in shown and (known.key or "") in shown for known in SERVICES)


def test_all_formats_and_services_are_listed_for_programs(capsys):
    assert call("sources", "--json") == 0
    listed = json.loads(capsys.readouterr().out)
    assert [entry["format"] for entry in listed["formats"]] == [known.name for known in FORMATS]
    assert [entry["service"] for entry in listed["services"]] == [known.name for known in SERVICES]
