"""The scoring rule: pure Python, exact, without database, clock or framework.

1. Dimension means first; the score is their mean weighted by the rubric (`composite`).
2. The band comes from the score, lower bounds inclusive (`values.Rubric.band_of`).
3. Too little evidence gives no recommendation; caps hold it at "no"; flags change nothing
   (`recommendation`). Reasons come back as data and are worded in `sentences`.
4. How sure the score is, in closed form (`stability`); it decides nothing.
5. `result.assess` says all of this about one application, `cases` reads and writes it as JSON,
   `comparing` sets two candidates side by side, `rounding` is for display alone.

Every decision is made in whole numbers or exact fractions.
"""

from scorecards.scoring.comparing import Comparison, compare
from scorecards.scoring.composite import Tally, tally, tally_of
from scorecards.scoring.recommendation import Recommendation, recommend
from scorecards.scoring.result import Result, assess
from scorecards.scoring.stability import Stability
from scorecards.scoring.values import (
    BANDS,
    NOT_ENOUGH_EVIDENCE,
    Band,
    Code,
    Dimension,
    Policy,
    Rating,
    RedFlag,
    Rubric,
    Variances,
)

# Stored with every decision; a change of the rule's meaning gets a new one.
RULE_VERSION = "1"

__all__ = [
    "BANDS",
    "NOT_ENOUGH_EVIDENCE",
    "RULE_VERSION",
    "Band",
    "Code",
    "Comparison",
    "Dimension",
    "Policy",
    "Rating",
    "Recommendation",
    "RedFlag",
    "Result",
    "Rubric",
    "Stability",
    "Tally",
    "Variances",
    "assess",
    "compare",
    "recommend",
    "tally",
    "tally_of",
]
