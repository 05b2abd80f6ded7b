import pytest
import shapely

from kiezkontor.methods.halfway import halfway

A_WAY = [[13.0, 52.0], [13.4, 52.0]]
ITS_END = [[13.4, 52.0], [13.8, 52.0]]
A_SHORTER_END = [[13.4, 52.0], [13.7, 52.0]]
A_BRANCH = [[13.4, 52.0], [13.4, 52.1]]
THE_WEST = shapely.box(12.9, 51.0, 13.2, 53.0)
ELSEWHERE = shapely.box(9.0, 51.0, 9.2, 53.0)


@pytest.mark.parametrize(
    ("lines", "within", "middle"),
    [
        ([A_WAY], None, (52.0, 13.2)),
        # Pieces that follow each other are one street; where it forks, its longest piece counts.
        ([A_WAY, ITS_END], None, (52.0, 13.4)),
        ([ITS_END, A_WAY], None, (52.0, 13.4)),
        ([A_WAY, A_SHORTER_END, A_BRANCH], None, (52.0, 13.2)),
        ([A_WAY, ITS_END], THE_WEST, (52.0, 13.1)),
        ([A_WAY], ELSEWHERE, None),
        ([], None, None),
        ([[[13.0, 52.0]]], None, None),
        ([[[13.0, 52.0], [13.0, 52.0]]], None, None),
    ],
)
def test_the_middle_of_a_street_lies_on_it(lines, within, middle):
    assert halfway(lines, within=within) == (middle and pytest.approx(middle))
