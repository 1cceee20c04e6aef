"""How many people each interview of a standard loop needs. Pure."""

from collections.abc import Collection, Mapping, Sequence


def seats(
    focus: Mapping[int, Sequence[int]],
    *,
    must_have: Collection[int],
    must_have_raters: int,
    least_people: int,
) -> dict[int, int]:
    """Places for each kit: one, and more where one each is not enough for the policy.

    First every must-have that some kit covers gets its raters, each time in the kit that helps most
    must-haves (then the one with fewest places, then the first). Then places are added evenly until
    there are as many as `least_people`. A must-have that no kit covers cannot be helped and adds none.
    """
    places = dict.fromkeys(focus, 1)
    coverable = {each for each in must_have if any(each in covered for covered in focus.values())}

    def missing() -> set[int]:
        return {
            each
            for each in coverable
            if sum(places[kit] for kit, covered in focus.items() if each in covered) < must_have_raters
        }

    while wanting := missing():
        best = max(focus, key=lambda kit: (len(wanting & set(focus[kit])), -places[kit]))
        places[best] += 1
    while places and sum(places.values()) < least_people:
        fewest = min(places, key=lambda kit: places[kit])
        places[fewest] += 1
    return places
