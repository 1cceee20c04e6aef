"""Ranking for a seat and filling loops, checked against other solvers."""

import itertools
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linear_sum_assignment

from bench import planning as bench
from hiring.planning.assignment import Interviewer, Seat, fill, rank
from hiring.planning.coverage import Policy
from hiring.planning.hours import Calendar, Span

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
DAY = Span(MONDAY, MONDAY + timedelta(days=1))
ANY = Policy(min_interviewers=0)


def hour(number):
    return Span.of(MONDAY + timedelta(hours=number), 60)


def person(number, *kits, load=0, level="trained", busy=()):
    return Interviewer(number, f"P{number}", dict.fromkeys(kits, level), load, Calendar("UTC", busy=busy))


def seat(number, kit, *, loop=0, span=None, focus=(), held=None):
    return Seat(number, loop, kit, kit.upper(), focus, span, held)


def squares(load):
    return sum(count * count for count in load.values())


class TestRanking:
    def test_trained_then_free_then_idle_then_roomy(self):
        people = [
            person(1, "sql", level="in_training"),
            person(2, "sql", load=5),
            person(3, "sql", load=1, busy=(hour(14),)),
            person(4, "sql", load=1),
            person(5, "sql", busy=(hour(10),)),
            person(6, "talk"),
        ]
        found = rank(seat(1, "sql", span=hour(10)), people, DAY)
        assert [each.person.id for each in found] == [4, 3, 2, 1, 5]
        assert [each.availability for each in found] == ["free"] * 4 + ["booked"]
        assert [each.free_minutes for each in found] == [480, 420, 480, 480, 420]

    def test_someone_in_the_loop_is_not_offered_again(self):
        assert rank(seat(1, "sql"), [person(1, "sql")], DAY, taken=[1]) == ()

    def test_off_hours_and_no_time_yet_are_told_apart(self):
        [off] = rank(seat(1, "sql", span=hour(20)), [person(1, "sql")], DAY)
        [unset] = rank(seat(1, "sql"), [person(1, "sql")], DAY)
        assert (off.availability, unset.availability) == ("off_hours", "no_time_yet")

    def test_equal_claims_go_by_name(self):
        found = rank(seat(1, "sql"), [person(2, "sql"), person(1, "sql")], DAY)
        assert [each.person.id for each in found] == [1, 2]


class TestOneLoop:
    def test_the_least_busy_people_are_chosen_even_when_others_have_to_move(self):
        people = [person(1, "a", "b"), person(2, "a", load=1), person(3, "b", load=9)]
        found = fill([seat(1, "b"), seat(2, "a")], people, ANY)
        assert found.people == {1: 1, 2: 2}
        assert found.complete

    def test_people_in_training_and_busy_people_are_not_assigned(self):
        people = [person(1, "a", level="in_training"), person(2, "a", busy=(hour(10),))]
        found = fill([seat(1, "a", span=hour(10), focus=("sql",))], people, ANY)
        assert found.people == {}
        assert found.shortages[0].dimensions == ("sql",)
        assert found.shortages[0].sentence == "Nobody who is trained for A is free then."

    def test_a_kit_without_anyone_trained_is_named(self):
        found = fill([seat(1, "a"), seat(2, "b")], [person(1, "a")], ANY)
        assert found.people == {1: 1}
        assert [short.sentence for short in found.shortages] == ["Nobody is trained for B."]

    def test_kits_that_compete_for_too_few_people_are_named_together(self):
        people = [person(1, "a", "b", "c"), person(2, "a", "b", "c"), person(3, "d")]
        wanted = [seat(1, "a"), seat(2, "d"), seat(3, "b"), seat(4, "c")]
        [short] = fill(wanted, people, ANY).shortages
        assert sorted(short.seats) == [1, 3, 4]
        assert sorted(short.people) == [1, 2]
        assert short.sentence == "A, B and C need 3 people, and only 2 people can hold them."

    def test_a_dimension_judged_elsewhere_in_the_loop_is_not_lost(self):
        wanted = [seat(1, "a", focus=("x", "y")), seat(2, "b", focus=("y", "z"))]
        [short] = fill(wanted, [person(1, "a")], ANY).shortages
        assert short.dimensions == ("z",)

    def test_someone_who_holds_a_seat_gets_no_other(self):
        found = fill([seat(1, "a", held=1), seat(2, "a")], [person(1, "a"), person(2, "a", load=9)], ANY)
        assert found.people == {2: 2}

    def test_a_loop_with_fewer_seats_than_the_policy_has_people_says_so(self):
        found = fill([seat(1, "a"), seat(2, "a")], [person(n, "a") for n in range(5)], Policy())
        assert (found.unmet, found.complete) == ({0: 2}, False)

    def test_nothing_to_fill_is_complete(self):
        assert fill([], [], Policy()).complete


GRIDS = st.integers(1, 6).flatmap(
    lambda rows: st.tuples(
        st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=rows, max_size=rows),
        st.lists(st.integers(0, 6), min_size=6, max_size=6),
    )
)


def problem(grid, loads, loop_of):
    people = [
        person(n, *(f"k{row}" for row, fits in enumerate(grid) if fits[n]), load=load)
        for n, load in enumerate(loads)
    ]
    return people, [seat(row, f"k{row}", loop=loop_of(row)) for row in range(len(grid))]


@settings(max_examples=150, deadline=None)
@given(GRIDS)
def test_one_loop_is_as_good_as_the_assignment_solver(case):
    grid, loads = case
    people, seats = problem(grid, loads, lambda row: 0)
    found = fill(seats, people, ANY)
    far = 10_000
    costs = np.array([[2 * loads[n] + 1 if fits[n] else far for n in range(6)] for fits in grid])
    rows, columns = linear_sum_assignment(costs)
    best = costs[rows, columns]
    assert len(found.people) == int((best < far).sum())
    assert len(set(found.people.values())) == len(found.people)
    if len(found.people) == len(seats):
        assert sum(2 * loads[n] + 1 for n in found.people.values()) == int(best.sum())
        assert found.objective == found.bound


@settings(max_examples=150, deadline=None)
@given(GRIDS)
def test_each_loop_with_one_seat_is_as_good_as_the_solver_with_rising_costs(case):
    grid, loads = case
    people, seats = problem(grid, loads, lambda row: row)
    found = fill(seats, people, ANY)
    places = [(n, again) for n in range(6) for again in range(len(grid))]
    far = 10_000
    costs = np.array(
        [[2 * (loads[n] + again) + 1 if fits[n] else far for n, again in places] for fits in grid]
    )
    rows, columns = linear_sum_assignment(costs)
    best = costs[rows, columns]
    assume((best < far).all())
    able = {n for fits in grid for n in range(6) if fits[n]}
    assert found.objective == squares({n: loads[n] for n in able}) + int(best.sum())


@settings(max_examples=150, deadline=None)
@given(GRIDS)
def test_a_shortage_is_a_true_and_smallest_proof(case):
    grid, loads = case
    people, seats = problem(grid, loads, lambda row: 0)
    found = fill(seats, people, ANY)
    assert len(found.shortages) == len(seats) - len(found.people)
    for short in found.shortages:
        able = {n for row in short.seats for n in range(6) if grid[row][n]}
        assert able == set(short.people)
        assert len(able) == len(short.seats) - 1
        for left_out in short.seats:
            rest = [seats[row] for row in short.seats if row != left_out]
            assert not fill(rest, people, ANY).shortages


def brute_force(seats, fits, loads):
    """Most seats, then least squares, over every choice of people for the seats."""
    best = (-1, 0)
    for choice in itertools.product(*[[None, *row] for row in fits]):
        pairs = [(each, who) for each, who in zip(seats, choice, strict=True) if who is not None]
        allowed = all(
            who != other or (one.loop != two.loop and not one.span.overlaps(two.span))
            for (one, who), (two, other) in itertools.combinations(pairs, 2)
        )
        if allowed:
            load = dict(enumerate(loads))
            for _, who in pairs:
                load[who] += 1
            best = max(best, (len(pairs), -squares(load)))
    return best


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.lists(st.booleans(), min_size=3, max_size=3), min_size=4, max_size=4),
    st.lists(st.integers(0, 3), min_size=3, max_size=3),
    st.lists(st.integers(9, 11), min_size=4, max_size=4),
)
def test_two_loops_keep_every_rule_and_never_beat_the_true_optimum_or_the_bound(grid, loads, hours):
    # Interviews of one loop follow one another; those of different loops may fall together.
    hours = [hours[0], hours[0] + 1, hours[2], hours[2] + 1]
    people = [person(n, *(f"k{row}" for row in range(4) if grid[row][n]), load=loads[n]) for n in range(3)]
    seats = [seat(row, f"k{row}", loop=row // 2, span=hour(hours[row])) for row in range(4)]
    found = fill(seats, people, ANY)
    for one, two in itertools.combinations([each for each in seats if each.id in found.people], 2):
        if found.people[one.id] == found.people[two.id]:
            assert one.loop != two.loop
            assert not one.span.overlaps(two.span)
    fits = [[n for n in range(3) if grid[row][n]] for row in range(4)]
    filled, cost = brute_force(seats, fits, loads)
    assert len(found.people) <= filled
    idle = sum(loads[n] ** 2 for n in range(3) if not any(grid[row][n] for row in range(4)))
    if len(found.people) == filled == 4:
        assert -cost - idle <= found.objective
        assert found.bound <= -cost - idle


def test_a_clash_between_loops_is_resolved_by_someone_else():
    people = [person(1, "a"), person(2, "a", load=5)]
    wanted = [seat(1, "a", loop=1, span=hour(10)), seat(2, "a", loop=2, span=hour(10))]
    found = fill(wanted, people, ANY)
    assert sorted(found.people.values()) == [1, 2]
    assert (found.objective, found.bound) == (1 + 36, 4 + 25)


def test_a_week_of_thirty_loops_is_filled_evenly_and_fast():
    figures = bench.measure()
    assert figures["week_filled"] == 240
    assert figures["week_bound"] <= figures["week_objective"] <= figures["week_bound"] * 1.01
    # Far above what it takes, so that a busy machine does not fail it and a wrong order of growth does.
    assert figures["one_loop_seconds"] < 0.5
    assert figures["week_seconds"] < 5


@pytest.mark.parametrize("loops", [1, 30])
def test_the_same_problem_has_the_same_answer(loops):
    people, wanted = bench.interviewers(seed=2, count=60), bench.seats(loops)
    assert fill(wanted, people, ANY) == fill(wanted, people, ANY)
