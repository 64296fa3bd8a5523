"""What every noun of the parameters is: frozen, with no keys but its own."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Text = Annotated[str, Field(min_length=1)]


class Frozen(BaseModel):
    """A noun: no unknown keys, no change after it was made."""

    model_config = ConfigDict(frozen=True, extra="forbid")
