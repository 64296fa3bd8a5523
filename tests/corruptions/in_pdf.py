"""Corruptions of the PDF: a digit of its text, and its attachment."""

from __future__ import annotations

import random
import re
from pathlib import Path

from corruptions.corruption import NotHereError, other_digit


def pdf_digit(run: Path, draw: random.Random) -> str:
    """One glyph of a number in the PDF is another, in the file's own code for its letters."""
    import pikepdf

    path = run / "public/report.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        places = []
        for number, page in enumerate(pdf.pages):
            fonts = page.resources.get("/Font", {})
            codes = {name: _digit_codes(font) for name, font in fonts.items()}
            font = ""
            for at, (operands, operator) in enumerate(pikepdf.parse_content_stream(page)):
                if str(operator) == "Tf":
                    font = str(operands[0])
                elif str(operator) in ("Tj", "TJ"):
                    shown_bytes = _bytes_of(operands)
                    digits = codes.get(font, {})
                    if shown_bytes and all(code in digits for code in _pairs(shown_bytes)):
                        places.append((number, at, font))
        # The first page after the contents: what stands before is furniture and page numbers.
        places = [place for place in places if place[0] > len(pdf.pages) // 2]
        if not places:
            raise NotHereError
        number, at, font = draw.choice(places)
        page = pdf.pages[number]
        stream = list(pikepdf.parse_content_stream(page))
        digits = _digit_codes(page.resources["/Font"][font])
        code = _pairs(_bytes_of(stream[at][0]))[-1]
        others = sorted(other for other, digit in digits.items() if digit != digits[code])
        if not others:
            raise NotHereError
        new = draw.choice(others)
        raw = _bytes_of(stream[at][0])
        stream[at] = ([pikepdf.String(raw[:-2] + new)], pikepdf.Operator("Tj"))
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(stream))
        pdf.save(path, deterministic_id=True)
    return f"page {number + 1}: {digits[code]} -> {digits[new]}"


def _bytes_of(operands: object) -> bytes:
    import pikepdf

    first = next(iter(operands))  # type: ignore[call-overload]
    parts = first if isinstance(first, pikepdf.Array) else [first]
    return b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))


def _pairs(raw: bytes) -> list[bytes]:
    return [raw[n : n + 2] for n in range(0, len(raw), 2)]


def _digit_codes(font: object) -> dict[bytes, str]:
    """Code of a glyph -> the digit that it means, from the font's ToUnicode map."""
    import pikepdf

    stream = font.get("/ToUnicode") if isinstance(font, pikepdf.Dictionary) else None
    if stream is None:
        return {}
    text = stream.read_bytes().decode("latin-1")
    codes: dict[bytes, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
        for code, meaning in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            letter = bytes.fromhex(meaning).decode("utf-16-be")
            if letter in tuple("0123456789"):
                codes[bytes.fromhex(code)] = letter
    return codes


def pdf_attachment(run: Path, draw: random.Random) -> str:
    import pikepdf

    path = run / "public/report.pdf"
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        spec = pdf.attachments["evidence.csv"]
        content = bytearray(spec.get_file().read_bytes())
        place = draw.choice([n for n, byte in enumerate(content) if chr(byte).isdigit()])
        content[place] = ord(other_digit(chr(content[place])))
        spec.obj.EF.F.write(bytes(content))
        pdf.save(path, deterministic_id=True)
    return f"byte {place} of the attachment"
