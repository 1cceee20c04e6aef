"""Who should hold which interview of a loop. Pure values in, frozen values out; no Django, no clock.

- `coverage`: which dimension is judged by whom, and where a loop has holes.
- `hours`: when a person can be asked, given working hours, time zone and what is booked already.
- `times`: when a set of people could meet.
- `assignment`: who suits a seat, and the fairest way to fill every seat of one loop or of many.
- `balancing`: the exact algorithm under it.
"""
