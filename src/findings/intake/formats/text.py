"""How the text of a file is written, found out by reading all of it once; then its lines, as a stream.

A byte order mark decides; else the zero bytes of UTF-16; else strict UTF-8; else the single bytes of Windows (cp1252,
and latin-1 for the five bytes that mean nothing in it). A file that is UTF-8 in some lines and single bytes in others
was pasted together from two: it is read as most of its lines are written, and a cell of the other kind is a fault.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from findings.errors import InputRefused, Problem

LONGEST_LINE = 20_000_000
"""Characters; a longer line is no row of a survey, and would have to be held as a whole."""
NUL_BYTE = "nul_byte"
MIXED_ENCODING = "mixed_encoding"
SINGLE_BYTES = "cp1252"
_CHUNK = 1 << 20
_SAMPLE = 1 << 16
_MARKS = (  # UTF-32 first: its mark begins as that of UTF-16 does
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_MARKS_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HIGH = re.compile(rb"[\x80-\xff]")
_PIECES = re.compile(rb'[,;\t|"]')
_LINE_END = re.compile("[\r\n]")


@dataclass(frozen=True)
class TextFile:
    """A file of text, found out.

    Parameters
    ----------
    encoding
        As the analyst would name it.
    says
        The same for a person, with what else was found.
    lines
        Every line with its end, which a cell may hold; calling it again reads again.
    fault
        A cell -> why it cannot be used; None where no cell has a fault.
    """

    encoding: str
    says: str
    lines: Callable[[], Iterator[str]]
    fault: Callable[[str], str] | None


@dataclass(frozen=True)
class _Written:
    codec: str
    errors: str
    fault: Callable[[str], str] | None = None


def open_text(path: Path, encoding: str) -> TextFile:
    """Find out how a file is written, or hold it to what the parameters say.

    Raises
    ------
    InputRefused
        If it is empty, is not written as the parameters say, or has a line that is too long.
    """
    codec = _codec(encoding, _sample(path))
    says = encoding if encoding != "detect" else ""
    if codec == "utf-16" and not _sample(path, 2).startswith(_MARKS_16):
        # Most bytes are some letter in UTF-16: what has neither mark nor zero bytes would be read as nonsense.
        do = "Leave 'data.encoding' out, or save it as UTF-8; in Excel: CSV UTF-8."
        problem = Problem(path.name, "the file is not utf-16", "no byte order mark and no zero bytes", do=do)
        raise InputRefused([problem])
    written = _Written(codec, "strict")
    besides = ""
    try:
        nul = _read_through(path, written)
    except UnicodeDecodeError as error:
        if encoding != "detect" or codec.startswith(("utf-16", "utf-32")):
            raise InputRefused([_not_so(path, written, encoding, error)]) from None
        written, besides = _not_utf8(path)
        nul = _read_through(path, written)
    name = written.codec.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    with_mark = " with a byte order mark" if _sample(path, 3) == codecs.BOM_UTF8 else ""
    faults = [fault for fault in (written.fault, _nul_fault if nul else None) if fault]
    return TextFile(name, says or name + with_mark + besides, lambda: _lines(path, written), _any_of(faults))


def guessed_head(path: Path, encoding: str, size: int = _SAMPLE) -> str:
    """The beginning of the file as text, without reading the rest; only for looking at."""
    sample = _sample(path, size)
    codec = _codec(encoding, sample)
    if codec == "utf-8-sig" and encoding == "detect":
        try:
            codecs.getincrementaldecoder("utf-8-sig")("strict").decode(sample)
        except UnicodeDecodeError:
            codec = SINGLE_BYTES
    # Python's utf-16 asks for a mark, or else takes the order of the computer that it runs on.
    return sample.decode("utf-16-le" if codec == "utf-16" and not sample.startswith(_MARKS_16) else codec, "replace")


def _sample(path: Path, size: int = _SAMPLE) -> bytes:
    with path.open("rb") as file:
        return file.read(size)


def _codec(encoding: str, sample: bytes) -> str:
    """As Python calls it: with a byte order mark passed over, and the order of the bytes where none says it."""
    found = _by_first_bytes(sample)
    if encoding == "detect" or (encoding == "utf-16" and found.startswith("utf-16")):
        return "utf-8-sig" if found == "utf-8" else found
    return "utf-8-sig" if encoding == "utf-8" else encoding


def _by_first_bytes(sample: bytes) -> str:
    for mark, codec in _MARKS:
        if sample.startswith(mark):
            return codec
    # A text in a European language has a zero byte beside almost every letter of UTF-16, always on one side.
    pairs = len(sample) // 2
    first, second = sample[0 : 2 * pairs : 2].count(0), sample[1 : 2 * pairs : 2].count(0)
    if pairs and max(first, second) * 2 > pairs and min(first, second) * 20 < pairs:
        return "utf-16-le" if second > first else "utf-16-be"
    return "utf-8"


def _decoded(path: Path, written: _Written) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(written.codec)(written.errors)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)


def _read_through(path: Path, written: _Written) -> bool:
    """Decode all of it, and say whether it holds a NUL; refuse a line that is too long to hold."""
    nul = False
    length = 0
    some = False
    for text in _decoded(path, written):
        nul = nul or "\0" in text
        some = some or not (not text or text.isspace())
        first = _LINE_END.search(text)
        last = max(text.rfind("\n"), text.rfind("\r"))
        length = length + len(text) if first is None else length + first.start()
        if length > LONGEST_LINE:
            raise InputRefused([_too_long(path, written)])
        if first is not None:
            length = len(text) - last - 1
    if not some:
        raise InputRefused([Problem(path.name, "the file is empty", do="Export it again, or name another file.")])
    return nul


def _lines(path: Path, written: _Written) -> Iterator[str]:
    # No translation of line ends: those within a cell are its own.
    with path.open(encoding=written.codec, errors=written.errors, newline="") as file:
        yield from file


def _not_utf8(path: Path) -> tuple[_Written, str]:
    """How to read a file that is not UTF-8 throughout, and what to say about it."""
    as_utf8 = single = 0
    mixed = False
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE):
            for one in line.split(b"\r"):
                if not _HIGH.search(one):
                    continue
                if _is_utf8(one):
                    as_utf8 += 1
                else:
                    single += 1
                    # Both kinds may stand on one line, in cells beside each other.
                    mixed = mixed or any(_HIGH.search(piece) and _is_utf8(piece) for piece in _PIECES.split(one))
    if as_utf8 > single:
        return _Written("utf-8-sig", "surrogateescape", _stray_byte), " (but some cells in another encoding)"
    codecs.register_error(_LATIN_1, _as_latin_1)
    if as_utf8 or mixed:
        return _Written(SINGLE_BYTES, _LATIN_1, _utf8_within), " (but some cells in UTF-8)"
    return _Written(SINGLE_BYTES, _LATIN_1), ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


_LATIN_1 = "findings.latin-1"


def _as_latin_1(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


def _nul_fault(cell: str) -> str:
    return NUL_BYTE if "\0" in cell else ""


def _stray_byte(cell: str) -> str:
    if cell.isascii():
        return ""
    return MIXED_ENCODING if any("\udc80" <= one <= "\udcff" for one in cell) else ""


def _utf8_within(cell: str) -> str:
    """Whether a cell of single bytes would be whole as UTF-8, which hardly a word of single bytes is."""
    if cell.isascii():
        return ""
    try:
        b"".join(_byte(one) for one in cell).decode("utf-8")
    except UnicodeDecodeError:
        return ""
    return MIXED_ENCODING


def _byte(character: str) -> bytes:
    try:
        return character.encode(SINGLE_BYTES)
    except UnicodeEncodeError:
        return character.encode("latin-1")


def _any_of(faults: list[Callable[[str], str]]) -> Callable[[str], str] | None:
    if len(faults) < 2:
        return faults[0] if faults else None
    return lambda cell: next((reason for fault in faults if (reason := fault(cell))), "")


def _too_long(path: Path, written: _Written) -> Problem:
    ends = 0
    length = 0
    for text in _decoded(path, written):
        for piece in re.split("(\r\n|\r|\n)", text):
            if piece in ("\r\n", "\r", "\n"):
                ends, length = ends + 1, 0
            elif (length := length + len(piece)) > LONGEST_LINE:
                break
        if length > LONGEST_LINE:
            break
    return Problem(
        f"{path.name}, line {ends + 1}",
        "a line that is too long to be a row",
        allowed=f"{LONGEST_LINE} characters",
        do="Look at how the lines end, and for a file within a cell; export it again.",
    )


def _not_so(path: Path, written: _Written, encoding: str, error: UnicodeDecodeError) -> Problem:
    name = written.codec.removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    place, byte = _first_fault(path, written.codec)
    likely = "utf-16" if _sample(path, 2) in _MARKS_16 else "cp1252"
    do = f"Say how it is encoded with 'data.encoding: {likely}', or save it as UTF-8."
    if encoding == "detect" or likely == encoding:
        do = "Save it as UTF-8; in Excel: CSV UTF-8."
    return Problem(f"{path.name}, {place}", f"the file is not {name}", byte or str(error.reason), do=do)


def _first_fault(path: Path, codec: str) -> tuple[str, str]:
    """The line and the byte at which it cannot be decoded; text before is bounded by the chunks."""
    decoder = codecs.getincrementaldecoder(codec)("strict")
    ends = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            # By small steps, so that what was decoded before the fault can be counted.
            for start in range(0, len(chunk), 64):
                piece = chunk[start : start + 64]
                try:
                    ends += decoder.decode(piece).count("\n")
                except UnicodeDecodeError as error:
                    data = error.object
                    return f"line {ends + data[: error.start].count(10) + 1}", f"byte 0x{data[error.start]:02x}"
    return f"line {ends + 1}", "it ends within a character"


def quoted(text: str) -> str:
    """A text as YAML and JSON write it."""
    return json.dumps(text, ensure_ascii=False)
