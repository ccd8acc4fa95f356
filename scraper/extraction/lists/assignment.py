"""Which field gets which column when each column serves one field only: the assignment with the largest total."""

from collections.abc import Mapping, Sequence


def best_assignment(scores: Sequence[Mapping[int, float]]) -> list[int | None]:
    """For each row the column it gets (None: none), so that the scores add up to the most.

    `scores[row]` has the positive scores of the columns that fit the row. The Hungarian method by shortest augmenting
    paths (Kuhn 1955; Jonker and Volgenant 1987), with one more column per row that stands for "none" at 0.
    """
    columns = sorted({column for row in scores for column in row})
    width = len(columns) + len(scores)
    costs = [
        [-row.get(column, 0.0) if column in row else _NEVER for column in columns]
        + [0.0 if number == at else _NEVER for at in range(len(scores))]
        for number, row in enumerate(scores)
    ]
    owners = _owners(costs, width)
    found: list[int | None] = [None] * len(scores)
    for at, column in enumerate(columns):
        if owners[at] >= 0:
            found[owners[at]] = column
    return found


_NEVER = 1e6  # the cost of a column that does not fit


def _owners(costs: Sequence[Sequence[float]], width: int) -> list[int]:
    """The row of each column, -1 for free ones, at the least cost; each row gets one."""
    owner = [-1] * width
    row_price = [0.0] * len(costs)
    column_price = [0.0] * width
    for start in range(len(costs)):
        distance = [float("inf")] * width
        came_from = [-1] * width
        done = [False] * width
        row, column = start, -1
        while True:
            reached, step = -1, float("inf")
            for at in range(width):
                if done[at]:
                    continue
                reduced = costs[row][at] - row_price[row] - column_price[at]
                if reduced < distance[at]:
                    distance[at], came_from[at] = reduced, column
                if distance[at] < step:
                    reached, step = at, distance[at]
            _pay(done, owner, start, (row_price, column_price, distance, step))
            column = reached
            if owner[column] < 0:
                break
            done[column] = True
            row = owner[column]
        while column >= 0:
            before = came_from[column]
            owner[column] = owner[before] if before >= 0 else start
            column = before
    return owner


def _pay(
    done: Sequence[bool],
    owner: Sequence[int],
    start: int,
    prices: tuple[list[float], list[float], list[float], float],
) -> None:
    """Raise the prices of the rows and columns reached so far by the step, so that the next column comes free."""
    row_price, column_price, distance, step = prices
    row_price[start] += step
    for at, is_done in enumerate(done):
        if is_done:
            row_price[owner[at]] += step
            column_price[at] -= step
        else:
            distance[at] -= step
