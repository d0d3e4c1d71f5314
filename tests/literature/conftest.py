"""The option that writes docs/validation.md, and what the papers share."""

from __future__ import annotations

import guyline as gl
import pytest
from literature import rows


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--write-validation",
        action="store_true",
        help="write docs/validation.md and its figures from what the tests find",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The page comes last: it shows what the others found."""
    items.sort(key=lambda item: item.path.name == "test_validation_page.py")


@pytest.fixture(scope="session")
def judge() -> rows.Judge:
    return rows.judge_row


@pytest.fixture(scope="session")
def body() -> gl.Model:
    """The man of the tables: 75 kg, 1.75 m, pelvic incidence 50 deg."""
    return gl.bridge()


@pytest.fixture(scope="session")
def rest(body: gl.Model) -> gl.Posture:
    posture = body.stand()
    assert posture.status is gl.PostureStatus.solved and not posture.reason
    return posture


@pytest.fixture(scope="session")
def standing(body: gl.Model, rest: gl.Posture) -> gl.Pose:
    """The pose of relaxed standing."""
    return body.at(
        ankle_dorsiflexion_deg=rest.ankle_dorsiflexion_deg,
        knee_flexion_deg=rest.knee_flexion_deg,
        hip_flexion_deg=rest.hip_flexion_deg,
        lumbar_flexion_deg=rest.lumbar_flexion_deg,
    )
