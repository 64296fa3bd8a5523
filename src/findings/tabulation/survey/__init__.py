"""The statistics of a probability sample: weights, raking, standard errors, intervals and comparisons.

Pure functions over arrays. Off unless a consultation declares itself a sample: who chose to answer was not drawn,
and nothing here is true of them.
"""

from findings.tabulation.survey.chi_square import ChiSquares, chi_squares, stack
from findings.tabulation.survey.correction import Correction, corrected
from findings.tabulation.survey.design import Design, make_design
from findings.tabulation.survey.effect_sizes import cohens_h
from findings.tabulation.survey.effective import Effective, effective_base, effective_bases
from findings.tabulation.survey.estimates import Linear, difference, mean, proportion, ratio, shares_by_group, total
from findings.tabulation.survey.intervals import Estimate, Interval, estimate, standard_error
from findings.tabulation.survey.letters import Family, Letters, column_letters, letter, letters_of
from findings.tabulation.survey.margins import Margin, check_margins
from findings.tabulation.survey.pairs import Pairs, compare_covaried, compare_pooled, weight_covariances
from findings.tabulation.survey.raking import Bounds, Raked, rake
from findings.tabulation.survey.rao_scott import RaoScott, rao_scott, rao_scott_of_weights
from findings.tabulation.survey.table_shares import TableShares, table_shares
from findings.tabulation.survey.variance import covariance, degrees_of_freedom, totals_of_cells, unexplained
from findings.tabulation.survey.verdict import Verdict
from findings.tabulation.survey.weights import as_weights, check_weights, fixed_point, mean_one
from findings.tabulation.survey.wilson import Shares, wilson, wilson_effective

__all__ = [
    "Bounds",
    "ChiSquares",
    "Correction",
    "Design",
    "Effective",
    "Estimate",
    "Family",
    "Interval",
    "Letters",
    "Linear",
    "Margin",
    "Pairs",
    "Raked",
    "RaoScott",
    "Shares",
    "TableShares",
    "Verdict",
    "as_weights",
    "check_margins",
    "check_weights",
    "chi_squares",
    "cohens_h",
    "column_letters",
    "compare_covaried",
    "compare_pooled",
    "corrected",
    "covariance",
    "degrees_of_freedom",
    "difference",
    "effective_base",
    "effective_bases",
    "estimate",
    "fixed_point",
    "letter",
    "letters_of",
    "make_design",
    "mean",
    "mean_one",
    "proportion",
    "rake",
    "rao_scott",
    "rao_scott_of_weights",
    "ratio",
    "shares_by_group",
    "stack",
    "standard_error",
    "table_shares",
    "total",
    "totals_of_cells",
    "unexplained",
    "weight_covariances",
    "wilson",
    "wilson_effective",
]
