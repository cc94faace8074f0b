"""The same promises, wherever a register is kept."""

import pytest

from engtrack.store import Register, open_register


@pytest.fixture(params=["file", "server"])
def place(request, tmp_path) -> str:
    """Where an empty register can be."""
    return str(tmp_path / "engtrack.json") if request.param == "file" else request.getfixturevalue("server").emptied()


@pytest.fixture
def register(place) -> Register:
    def refuse(sentence: str) -> None:
        raise AssertionError(f"unexpected warning: {sentence}")

    return open_register(place, refuse)
