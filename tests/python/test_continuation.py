"""Branches over one knob, sweeps along them, one branch over two knobs."""

from __future__ import annotations

import pickle

import guyline as gl
import numpy as np
import pytest
from guyline import _core


@pytest.fixture(scope="module")
def tipping(body: gl.Model) -> gl.Continuation:
    return gl.continuation(body, "adductors.stiffness", 0.2, 1.2, least_tilt_deg=-70)


def test_a_branch_is_what_standing_says(body: gl.Model) -> None:
    found = gl.continuation(body, "psoas.length", -0.2, 0.1)
    assert found.status is gl.ContinuationStatus.complete
    assert (found.folds, found.branch_points) == ((), ())
    (branch,) = found.branches
    assert branch.ends == (gl.BranchEnd.range, gl.BranchEnd.range)
    assert branch.stable.all()
    for i in (0, len(branch) // 2, -1):
        posture = body.vary(psoas={"length": float(branch.values[i])}).stand()
        assert branch.anterior_tilt_deg[i] == pytest.approx(posture.anterior_tilt_deg, abs=1e-8)
        assert branch.stiffness_Nm_per_deg[i] == pytest.approx(posture.stiffness_Nm_per_deg)


def test_acute_and_options_are_passed_on(body: gl.Model) -> None:
    found = gl.continuation(
        body, "hamstrings.length", -0.1, 0.0, acute=True, trunk_inclination_deg=2
    )
    (branch,) = found.branches
    shortest = int(np.argmin(branch.values))
    posture = body.vary(hamstrings={"length": -0.1}, acute=True).stand(trunk_inclination_deg=2)
    assert found.acute
    assert branch.anterior_tilt_deg[shortest] == pytest.approx(posture.anterior_tilt_deg, abs=1e-8)


def test_between_two_folds_there_are_three_postures(
    body: gl.Model, tipping: gl.Continuation
) -> None:
    lower, upper = sorted(fold.value for fold in tipping.folds)
    for value, count in ((lower - 1e-6, 1), (0.5 * (lower + upper), 3), (upper + 1e-6, 1)):
        crossings = sum(
            int((np.diff(np.sign(branch.values - value)) != 0).sum()) for branch in tipping.branches
        )
        assert crossings == count
    assert "fold" in repr(tipping)
    for fold in tipping.folds:
        assert fold.branches == (0,)
        assert not fold.corner


def test_the_body_tips_at_the_folds_and_comes_back_elsewhere(tipping: gl.Continuation) -> None:
    both = tipping.hysteresis(reference_tilt_deg=-5)
    lower, upper = sorted(fold.value for fold in tipping.folds)
    assert both.up.status is both.down.status is gl.PassageStatus.complete
    (forward,), (back,) = both.up.jumps, both.down.jumps
    assert forward.value == pytest.approx(upper, abs=1e-7)
    assert back.value == pytest.approx(lower, abs=1e-7)
    assert forward.tilt_to_deg is not None
    assert forward.tilt_to_deg > forward.tilt_from_deg
    assert back.tilt_to_deg is not None
    assert back.tilt_to_deg < back.tilt_from_deg
    assert (np.diff(both.up.values) >= 0).all()
    assert (np.diff(both.down.values) <= 0).all()


def test_a_sweep_that_leaves_the_range_says_so(body: gl.Model) -> None:
    found = gl.continuation(body, "adductors.stiffness", 0.1, 1.0)
    down = found.hysteresis().down
    assert down.status in (gl.PassageStatus.fell, gl.PassageStatus.broken)
    assert found.hysteresis().up.status is gl.PassageStatus.no_start


def test_a_map_is_what_standing_says(body: gl.Model) -> None:
    a, b = [-0.2, 0.0, 0.2], [-0.5, -0.2, 0.0, 0.2]
    found = gl.tilt_map(body, "hamstrings.length", a, "hip_flexors.length", b)
    assert found.status.shape == (3, 4)
    assert found.tears == ()
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            posture = body.vary(hamstrings={"length": x}, hip_flexors={"length": y}).stand()
            followed = found.status[i, j] == gl.CellStatus.followed
            assert followed == (posture.status == gl.PostureStatus.solved)
            assert np.isnan(found.anterior_tilt_deg[i, j]) == (not followed)
            if followed:
                tilt = found.anterior_tilt_deg[i, j]
                assert tilt == pytest.approx(posture.anterior_tilt_deg, abs=1e-8)
                stiffness = found.stiffness_Nm_per_deg[i, j]
                assert stiffness == pytest.approx(posture.stiffness_Nm_per_deg)
    assert (found.status == gl.CellStatus.followed).any()
    assert (found.status == gl.CellStatus.range).any()


def test_a_map_ends_at_the_fold_where_another_branch_has_a_posture(body: gl.Model) -> None:
    values = np.linspace(0.2, 1.0, 17)
    found = gl.tilt_map(
        body, "adductors.stiffness", values, "psoas.tone", [0.01], least_tilt_deg=-70
    )
    folds = gl.continuation(body, "adductors.stiffness", 0.2, 1.0, least_tilt_deg=-70).folds
    lower = min(fold.value for fold in folds)
    assert ((found.status[:, 0] == gl.CellStatus.followed) == (values > lower)).all()
    assert (found.status == gl.CellStatus.fold).sum() == 1


def test_answers_are_frozen_and_can_be_pickled(body: gl.Model, tipping: gl.Continuation) -> None:
    grid = gl.tilt_map(body, "psoas.tone", [0.01, 0.02], "hamstrings.tone", [0.01, 0.02])
    for answer in (tipping, grid, tipping.hysteresis(reference_tilt_deg=-5)):
        again = pickle.loads(pickle.dumps(answer))
        assert again == answer
        assert repr(again) == repr(answer)
    again = pickle.loads(pickle.dumps(tipping))
    for array in (tipping.branches[0].values, again.branches[0].values, grid.status):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    assert again.hysteresis(reference_tilt_deg=-5) == tipping.hysteresis(reference_tilt_deg=-5)


def test_words_are_those_of_cpp() -> None:
    enums = (gl.ContinuationStatus, gl.BranchEnd, gl.PassageStatus, gl.CellStatus)
    assert [[str(word) for word in enum] for enum in enums] == _core.continuation_words()


def test_misuse_is_refused_in_words(body: gl.Model) -> None:
    with pytest.raises(gl.UnknownName, match="psoas"):
        gl.continuation(body, "soas.length", -0.1, 0.1)
    with pytest.raises(gl.UnknownName, match="length"):
        gl.continuation(body, "psoas.lenght", -0.1, 0.1)
    with pytest.raises(ValueError, match="a dot"):
        gl.continuation(body, "psoas", -0.1, 0.1)
    with pytest.raises(TypeError, match="string"):
        gl.continuation(body, 3, -0.1, 0.1)  # type: ignore[arg-type]
    with pytest.raises(
        ValueError, match=r"lower end of psoas\.length = -2 .* allowed -0\.5 to 0\.5"
    ):
        gl.continuation(body, "psoas.length", -2, 0.1)
    with pytest.raises(ValueError, match="empty"):
        gl.continuation(body, "psoas.length", 0.1, 0.1)
    with pytest.raises(TypeError, match="acute"):
        gl.continuation(body, "psoas.length", -0.1, 0.1, acute=1)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="tilt is empty"):
        gl.continuation(body, "psoas.length", -0.1, 0.1, least_tilt_deg=40)
    with pytest.raises(ValueError, match="reference_tilt_deg"):
        gl.continuation(body, "psoas.length", -0.1, 0.1).hysteresis(reference_tilt_deg=50)
    with pytest.raises(ValueError, match="ascend"):
        gl.tilt_map(body, "psoas.length", [0.1, 0.0], "hamstrings.length", [0.0])
    with pytest.raises(ValueError, match="at least one"):
        gl.tilt_map(body, "psoas.length", [], "hamstrings.length", [0.0])
    with pytest.raises(ValueError, match="out of range"):
        gl.tilt_map(body, "psoas.length", [0.0, 0.7], "hamstrings.length", [0.0])
    with pytest.raises(ValueError, match="turned twice"):
        gl.tilt_map(body, "psoas.length", [0.0], "hip_flexors.length", [0.0])
