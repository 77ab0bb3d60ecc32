import numpy as np
import pytest
from scipy.sparse import block_diag, coo_matrix, csr_matrix

from trends.topics.graph.communities import absorb_small, find_best_communities, find_communities, join_until, modularity, shrink


def graph_of(n_nodes, *edges):
    """Make a graph of edges, given as (node, node) or (node, node, weight)."""
    rows, columns, weights = zip(*[(*edge, 1.0)[:3] for edge in edges], strict=True)
    half = coo_matrix((weights, (rows, columns)), shape=(n_nodes, n_nodes))
    return (half + half.T).tocsr()


def clique(n_nodes):
    return csr_matrix(np.ones((n_nodes, n_nodes)) - np.eye(n_nodes))


def ring_of_cliques(n_cliques, n_nodes):
    ring = [(i * n_nodes, (i + 1) % n_cliques * n_nodes + 1) for i in range(n_cliques)]
    return (block_diag([clique(n_nodes)] * n_cliques) + graph_of(n_cliques * n_nodes, *ring)).tocsr()


def planted(n_groups, n_each, *, inside, outside, seed):
    """Draw a graph in which papers of a group are linked more often than others."""
    random = np.random.default_rng(seed)
    groups = np.repeat(np.arange(n_groups), n_each)
    chance = np.where(groups[:, None] == groups, inside, outside)
    upper = np.triu(random.random(chance.shape) < chance, k=1)
    return csr_matrix((upper + upper.T).astype(np.float64)), groups


def find(graph, *, within=None, resolution=1.0, seed=0):
    whole = np.zeros(graph.shape[0], dtype=np.int64) if within is None else within
    return find_communities(graph, within=whole, resolution=resolution, rng=np.random.default_rng(seed))


def find_best(graph, *, resolution=1.0, seed=0):
    return find_best_communities(graph, resolution=resolution, rng=np.random.default_rng(seed))


def same_groups(one, other):
    return len(set(zip(one.tolist(), other.tolist(), strict=True))) == len(set(one.tolist())) == len(set(other.tolist()))


TRIANGLES = graph_of(6, (0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3), (2, 3))  # two cliques with a bridge
SIDES = np.array([0, 0, 0, 1, 1, 1])
# Who of a karate club met whom outside it: Zachary 1977, "An information flow model for conflict and fission in small groups".
KARATE_CLUB = (
    "0-1 0-2 0-3 0-4 0-5 0-6 0-7 0-8 0-10 0-11 0-12 0-13 0-17 0-19 0-21 0-31 1-2 1-3 1-7 1-13 1-17 1-19 1-21 1-30 "
    "2-3 2-7 2-8 2-9 2-13 2-27 2-28 2-32 3-7 3-12 3-13 4-6 4-10 5-6 5-10 5-16 6-16 8-30 8-32 8-33 9-33 13-33 14-32 "
    "14-33 15-32 15-33 18-32 18-33 19-33 20-32 20-33 22-32 22-33 23-25 23-27 23-29 23-32 23-33 24-25 24-27 24-31 "
    "25-31 26-29 26-33 27-33 28-31 28-33 29-32 29-33 30-32 30-33 31-32 31-33 32-33"
)


def test_modularity_is_that_of_a_hand_computation():
    inside, degree = 6 / 7, 7 / 14  # 6 of 7 links lie inside, each side has half of all ends
    assert modularity(TRIANGLES, SIDES) == pytest.approx(inside - 2 * degree**2)
    assert modularity(TRIANGLES, SIDES, resolution=2.0) == pytest.approx(inside - 4 * degree**2)
    assert modularity(TRIANGLES, np.zeros(6, dtype=np.int64)) == pytest.approx(0)


def test_two_cliques_with_a_bridge_are_two_communities():
    assert same_groups(find(TRIANGLES), SIDES)
    assert same_groups(find_best(TRIANGLES), SIDES)


def test_groups_joined_to_nodes_keep_all_links():
    assert shrink(TRIANGLES, SIDES).toarray().tolist() == [[6, 1], [1, 6]]


@pytest.mark.parametrize("seed", range(5))
def test_communities_are_never_worse_than_those_that_were_planted(seed):
    graph, groups = planted(6, 40, inside=0.3, outside=0.06, seed=seed)
    assert modularity(graph, find(graph, seed=seed)) >= modularity(graph, groups)
    assert modularity(graph, find_best(graph, seed=seed)) >= modularity(graph, groups)


def test_the_best_of_some_tries_is_better_than_a_single_one_on_average():
    gains = []
    for seed in range(10):
        graph, _ = planted(8, 25, inside=0.25, outside=0.1, seed=seed)
        gains.append(modularity(graph, find_best(graph, seed=seed)) - modularity(graph, find(graph, seed=seed)))
    assert np.mean(gains) > 0


def test_the_karate_club_splits_as_well_as_any_known_way():
    graph = graph_of(34, *(tuple(map(int, edge.split("-"))) for edge in KARATE_CLUB.split()))
    highest = 0.4198  # Aloise et al. 2010, "Column generation algorithms for exact modularity maximization"
    assert max(modularity(graph, find(graph, seed=seed)) for seed in range(5)) == pytest.approx(highest, abs=1e-4)
    assert max(modularity(graph, find_best(graph, seed=seed)) for seed in range(5)) == pytest.approx(highest, abs=1e-4)


def test_no_community_crosses_a_fence():
    graph, groups = planted(3, 40, inside=0.3, outside=0.1, seed=0)
    fence = np.random.default_rng(1).integers(2, size=120)
    found = find(graph, within=fence)
    assert all(len(set(fence[found == group])) == 1 for group in range(found.max() + 1))
    assert modularity(graph, found) >= modularity(graph, fence * 3 + groups)


def test_a_higher_resolution_sees_cliques_that_a_low_one_joins():
    graph = ring_of_cliques(30, 5)
    assert find(graph).max() + 1 < 30  # the limit of modularity: Fortunato & Barthélemy 2007
    assert same_groups(find(graph, resolution=4.0), np.repeat(np.arange(30), 5))


def test_nodes_without_links_stay_alone():
    graph = block_diag([clique(4), csr_matrix((2, 2))]).tocsr()
    assert same_groups(find(graph), np.array([0, 0, 0, 0, 1, 2]))
    assert find(csr_matrix((3, 3))).tolist() == [0, 1, 2]


def test_the_same_seed_gives_the_same_communities_and_heavier_links_change_nothing():
    graph, _ = planted(5, 30, inside=0.2, outside=0.08, seed=0)
    assert np.array_equal(find(graph, seed=4), find(graph, seed=4))
    assert np.array_equal(find(graph, seed=4), find(graph * 4, seed=4))


def test_joining_takes_the_pair_that_raises_modularity_most():
    links = [(0, 1, 3), (2, 3, 3), (4, 5, 3), (1, 2, 2), (3, 4, 1)]
    graph = graph_of(6, *links)
    pairs = np.array([0, 0, 1, 1, 2, 2])
    joined = join_until(graph, groups=pairs, within=np.zeros(6, dtype=np.int64), n_groups=2)
    assert joined.tolist() == [0, 0, 0, 0, 1, 1]


def test_joining_crosses_a_fence_only_where_nothing_else_is_left():
    graph = graph_of(6, (0, 1, 3), (2, 3, 3), (4, 5, 3), (1, 2, 2), (3, 4, 1))
    pairs, fence = np.array([0, 0, 1, 1, 2, 2]), np.array([0, 0, 1, 1, 1, 1])
    assert join_until(graph, groups=pairs, within=fence, n_groups=2).tolist() == fence.tolist()
    assert join_until(graph, groups=pairs, within=fence, n_groups=1).tolist() == [0] * 6


@pytest.mark.parametrize("n_groups", [1, 7, 19, 30])
def test_joining_leaves_exactly_as_many_as_asked_for(n_groups):
    graph = ring_of_cliques(30, 4)
    cliques = np.repeat(np.arange(30), 4)
    joined = join_until(graph, groups=cliques, within=np.zeros(120, dtype=np.int64), n_groups=n_groups)
    assert joined.max() + 1 == n_groups
    assert all(len(set(joined[cliques == group])) == 1 for group in range(30))


def absorb(graph, groups, *, within, min_papers):
    return absorb_small(graph, groups=np.array(groups), within=np.array(within), min_papers=min_papers).tolist()


def test_a_small_group_goes_to_the_large_one_that_it_links_to_most():
    graph = graph_of(7, (0, 1), (1, 2), (3, 4), (4, 5), (6, 0), (6, 3), (6, 4))
    assert absorb(graph, [0, 0, 0, 1, 1, 1, 2], within=[0] * 7, min_papers=2) == [0, 0, 0, 1, 1, 1, 1]


def test_a_small_group_stays_inside_its_fence_and_without_a_link_goes_to_the_largest_there():
    graph = graph_of(8, (0, 1), (1, 2), (3, 4), (5, 6), (7, 3), (7, 4))
    within = [0, 0, 0, 1, 1, 0, 0, 0]
    assert absorb(graph, [0, 0, 0, 1, 1, 2, 2, 3], within=within, min_papers=2) == [0, 0, 0, 1, 1, 2, 2, 0]


def test_a_fence_that_holds_only_small_groups_becomes_one():
    graph = graph_of(7, (0, 1), (1, 2), (3, 0), (4, 0), (5, 0))
    assert absorb(graph, [0, 0, 0, 1, 2, 3, 3], within=[0, 0, 0, 1, 1, 1, 1], min_papers=3) == [0, 0, 0, 1, 1, 1, 1]
