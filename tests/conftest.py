"""The sandbox of every test: no home directory, no clock of the machine, no terminal."""

import datetime as dt
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings
from typer.testing import CliRunner, Result

from engtrack.cli import app
from engtrack.cli.environment import Environment
from engtrack.store import Author
from engtrack.store.file import FileRegister

if TYPE_CHECKING:
    from tests.servers import TestServer

SEED = Path(__file__).parent.parent / "seeds" / "000_975d3c0c9cbb6028.txt"
FRIDAY = dt.date(2025, 5, 9)
NOW = dt.datetime(2025, 5, 9, 10, 0, tzinfo=dt.UTC)

settings.register_profile("engtrack", deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
settings.load_profile("engtrack")


@pytest.fixture(autouse=True)
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing of the machine's user reaches a test, and nothing of a test reaches the user's folders."""
    for name in [name for name in os.environ if name.startswith(("ENGTRACK_", "XDG_"))] + ["COLUMNS", "NO_COLOR"]:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home" / "data"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--on-server", action="store_true", help="keep the registers of command lines on PostgreSQL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--on-server"):
        kept = [item for item in items if item.get_closest_marker("files") is None]
        config.hook.pytest_deselected(items=[item for item in items if item not in kept])
        items[:] = kept


@pytest.fixture(scope="session")
def server() -> Iterator["TestServer"]:
    """A PostgreSQL server for all tests that ask for one."""
    from tests.servers import TestServer

    started = TestServer()
    yield started
    started.stop()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    return tmp_path / "engtrack.json"


@pytest.fixture
def address(request: pytest.FixtureRequest, store: Path) -> str:
    """Where the register of a command line is: in a file, or on a server where the tests are to run on one."""
    return request.getfixturevalue("server").emptied() if request.config.getoption("--on-server") else str(store)


@pytest.fixture
def environment(address: str, tmp_path: Path) -> Environment:
    environ = {"ENGTRACK_STORE": address, "ENGTRACK_USER": "ada"}
    return Environment(environ=environ, cwd=lambda: tmp_path, now=lambda: NOW)


class Runner:
    """Runs a command line in the sandbox."""

    def __init__(self, environment: Environment) -> None:
        self.environment = environment

    def __call__(self, *words: str, input: str | bytes | None = None, env: dict[str, str] | None = None) -> Result:
        self.environment.environ = {**self.environment.environ, **(env or {})}
        result = CliRunner().invoke(app, list(words), obj=self.environment, input=input)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    def content(self) -> tuple[bytes | None, bytes]:
        """All that is kept, to see whether something was changed."""
        return self.environment.register.parts()

    def json(self, *words: str) -> Any:
        result = self(*words, "--format", "json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)


@pytest.fixture
def run(environment: Environment) -> Runner:
    return Runner(environment)


@pytest.fixture
def filled(run: Runner) -> Runner:
    """A register that the real document was imported into."""
    assert run("import", str(SEED), "--yes").exit_code == 0
    return run


@pytest.fixture
def register(store: Path) -> FileRegister:
    def refuse(sentence: str) -> None:
        raise AssertionError(f"unexpected warning: {sentence}")

    return FileRegister(store, refuse)


@pytest.fixture
def author() -> Callable[[str], Author]:
    return lambda command: Author("ada", NOW, command)
