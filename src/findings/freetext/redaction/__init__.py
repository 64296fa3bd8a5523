"""Taking out of a text what could lead to a person."""

from findings.freetext.redaction.redact import Redacted, redact
from findings.freetext.redaction.rules import RedactionRules
from findings.freetext.redaction.span import Kind, Span

__all__ = ["Kind", "Redacted", "RedactionRules", "Span", "redact"]
