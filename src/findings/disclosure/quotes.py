"""Which quotes are released where counts are hidden: those whose theme is shown, by the released cells and no count."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from findings.consultation.codeframe import THEMES
from findings.consultation.model import NoDisclosureControl, ThresholdDisclosure
from findings.consultation.names import CellId
from findings.evidence.cell import Cell
from findings.evidence.quote import Quote


def quotes_released(
    quotes: Collection[Quote], disclosure: NoDisclosureControl | ThresholdDisclosure, cells: Mapping[str, Cell]
) -> tuple[Quote, ...]:
    """The quotes that may stand beside these cells; all of them where no count is hidden.

    With a threshold a quote of a theme whose count is hidden is dropped, since it would say that somebody named the
    theme. A text that is quoted for several themes stays under the first that is shown. Nothing else is looked at, so
    who knows the cells learns nothing more from which quotes there are.

    Parameters
    ----------
    quotes
        As `findings.freetext` chose them, in the order of the frame.
    disclosure
        Of the consultation.
    cells
        The released cells, by their identifiers.

    Examples
    --------
    >>> from findings.consultation.model import ThresholdDisclosure
    >>> one = Quote(quote="q9_themes.cost.7", question="q9", themes=("cost",), text="Too dear.", speaker={})
    >>> quotes_released([one], ThresholdDisclosure(profile="threshold", threshold=10), {})
    ()
    """
    if disclosure.profile != "threshold":
        return tuple(quotes)
    seen: set[tuple[str, str]] = set()
    kept: list[Quote] = []
    for quote in quotes:
        shown = tuple(theme for theme in quote.themes if _is_shown(quote.question, theme, cells))
        of_theme = quote.quote.split(".")[1]
        if of_theme in shown and (quote.question, quote.text) not in seen:
            seen.add((quote.question, quote.text))
            kept.append(quote.model_copy(update={"themes": shown, "speaker": {}}))
    return tuple(kept)


def _is_shown(question: str, theme: str, cells: Mapping[str, Cell]) -> bool:
    cell = cells.get(CellId(question + THEMES, theme).text)
    return cell is not None and cell.visible
