"""The recount: every cell counted again by another engine, by code that shares nothing with what it counts again.

It reads files only: the questionnaire, the responses or the tally, the ledger, the evidence. Identifiers, rules of
counting and rounding are written here a second time, from the documentation.
"""

from findings.audit.recount.check import cell_problems
from findings.audit.recount.engine import cells_of, recount
from findings.audit.recount.printed import sql_of
from findings.audit.recount.questionnaire import Questionnaire, read_questionnaire

__all__ = ["Questionnaire", "cell_problems", "cells_of", "read_questionnaire", "recount", "sql_of"]
