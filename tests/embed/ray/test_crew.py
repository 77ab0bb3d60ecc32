"""Workers find their place on machines of any size."""

import pytest

from trends.embed.ray.crew import Crew, Machine, plan_crew
from trends.errors import ConfigError


@pytest.mark.parametrize(
    ("machines", "crew"),
    [
        pytest.param([Machine(16, 0)], Crew(4, 4, 0), id="a box of cores has a worker for each four"),
        pytest.param([Machine(2, 0)], Crew(1, 2, 0), id="a small laptop has one worker with all cores"),
        pytest.param([Machine(64, 8)], Crew(8, 4, 1), id="a box of GPUs has a worker on each"),
        pytest.param([Machine(16, 8)], Crew(8, 2, 1), id="no GPU stays idle for want of cores"),
        pytest.param([Machine(64, 0), Machine(32, 4), Machine(32, 4)], Crew(8, 4, 1), id="a head without GPU is left alone"),
        pytest.param([Machine(0, 0), Machine(8, 0)], Crew(2, 4, 0), id="a head without cores is left alone"),
        pytest.param([Machine(6, 0), Machine(6, 0)], Crew(2, 4, 0), id="a worker does not lie across machines"),
    ],
)
def test_by_default_workers_fill_the_machines(machines, crew):
    assert plan_crew(machines) == crew


def test_fewer_workers_may_be_asked_for():
    assert plan_crew([Machine(8, 0)], n_workers=3, cores_per_worker=2) == Crew(3, 2, 0)


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"n_workers": 5}, "n_workers is 5, the machines have room for 2 with 4 cores for each"),
        ({"cores_per_worker": 16}, "no machine has 16 cores for a worker"),
        ({"n_workers": 0}, "n_workers is 0, it must be at least 1"),
        ({"cores_per_worker": -1}, "cores_per_worker is -1, it must be at least 1"),
    ],
)
def test_more_than_there_is_room_for_is_refused_rather_than_waited_for(asked, message):
    with pytest.raises(ConfigError, match=message):
        plan_crew([Machine(8, 0)], **asked)


def test_a_cluster_of_nothing_is_refused():
    with pytest.raises(ConfigError, match="no machine has 1 cores"):
        plan_crew([])
