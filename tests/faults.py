"""What a reader of one value says of a text it cannot take."""

from __future__ import annotations

from collections.abc import Callable

import pytest


def fault(read: Callable[[object], object], found: object) -> str:
    """What the reader says of a value it cannot take."""
    with pytest.raises(ValueError, match=r".") as caught:
        read(found)
    return str(caught.value)
