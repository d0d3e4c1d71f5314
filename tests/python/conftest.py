"""What several tests share: the default body, its resting posture, where the sources are."""

from __future__ import annotations

from pathlib import Path

import guyline as gl
import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def body() -> gl.Model:
    return gl.bridge()


@pytest.fixture(scope="session")
def rest(body: gl.Model) -> gl.Posture:
    return body.stand()
