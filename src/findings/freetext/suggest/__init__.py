"""Help for whoever codes: suggested themes and codes, for the coder's workbook only, and nothing that counts."""

from findings.freetext.suggest.codes import Suggestions, suggested_codings, suggestions
from findings.freetext.suggest.nearest import nearest
from findings.freetext.suggest.themes import SuggestedTheme, suggested_themes

__all__ = ["SuggestedTheme", "Suggestions", "nearest", "suggested_codings", "suggested_themes", "suggestions"]
