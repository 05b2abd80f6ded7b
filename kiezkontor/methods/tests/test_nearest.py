import pytest

from kiezkontor.methods.nearest import nearest_lines

HERE = (52.5, 13.4)
# At this latitude 0.001 degrees are 111 m to the north and 68 m to the east.
TO_THE_NORTH = [[[13.399, 52.501], [13.401, 52.501]]]
TO_THE_EAST = [[[13.401, 52.499], [13.401, 52.501]]]
FAR_AND_NEAR = [[[13.5, 52.5], [13.6, 52.5]], [[13.4003, 52.49], [13.4003, 52.51]]]
ONLY_A_NAME: list[list[list[float]]] = []
A_DOT = [[[13.4, 52.5]]]


@pytest.mark.parametrize(
    ("groups", "within_m", "nearest"),
    [
        ([TO_THE_NORTH, TO_THE_EAST], 120, 1),
        ([TO_THE_NORTH, TO_THE_EAST], 60, None),
        ([TO_THE_NORTH], 120, 0),
        ([TO_THE_NORTH, FAR_AND_NEAR], 120, 1),
        ([TO_THE_EAST, TO_THE_EAST], 120, 0),
        ([ONLY_A_NAME, A_DOT, TO_THE_EAST], 120, 2),
        ([ONLY_A_NAME], 120, None),
        ([], 120, None),
    ],
)
def test_the_nearest_street(groups, within_m, nearest):
    assert nearest_lines(groups, [HERE], within_m=within_m) == [nearest]


def test_each_point_has_its_own_answer():
    points = [HERE, (52.6, 13.4), (52.5009, 13.4)]
    assert nearest_lines([TO_THE_NORTH, TO_THE_EAST], points, within_m=100) == [1, None, 0]
    assert nearest_lines([TO_THE_NORTH], [], within_m=100) == []
