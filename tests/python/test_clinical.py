"""The card of an examination, and lengths given by the test that they change."""

from __future__ import annotations

import doctest
import inspect
import math
import pickle
import re

import guyline as gl
import pytest
from conftest import ROOT
from guyline import _core, clinical


@pytest.fixture(scope="module")
def card(body: gl.Model) -> gl.Examination:
    return body.examine()


def test_words_are_those_of_the_library() -> None:
    assert [limit.name for limit in gl.ClinicalLimit] == _core.clinical_limits()
    assert all(limit == i for i, limit in enumerate(gl.ClinicalLimit))
    source = inspect.getsource(gl.ClinicalLimit)
    for limit in gl.ClinicalLimit:
        assert re.search(rf'{limit.name} = {limit.value}\n    """.+"""', source), limit


def test_docstring_examples_run() -> None:
    result = doctest.testmod(clinical)
    assert result.failed == 0
    assert result.attempted >= 4


def test_every_test_is_on_the_card_and_in_its_docstring(card: gl.Examination) -> None:
    doc = inspect.getdoc(gl.Examination) or ""
    for name, test in card.tests.items():
        assert test.name == name
        assert f'"{name}"' in doc


def test_both_doors_are_one(body: gl.Model, card: gl.Examination) -> None:
    assert gl.examine(body) == card
    assert pickle.loads(pickle.dumps(card)) == card
    assert card != body.examine(torque_Nm=29.0)


def test_sources_are_in_the_bibliography(card: gl.Examination) -> None:
    text = (ROOT / "docs" / "references.bib").read_text(encoding="utf-8")
    known = set(re.findall(r"^@\w+\{(\w+),", text, re.MULTILINE))
    woman = gl.bridge(sex="female").examine()
    for test in (*card.tests.values(), *woman.tests.values()):
        assert test.norm is None or test.norm.source in known
    for constant in _core.clinical_constants():
        assert set(filter(None, constant.source.split(", "))) <= known
        assert constant.grade in ("measured", "derived", "assumption")


def test_z_is_counted_from_the_norm_of_the_sex(body: gl.Model) -> None:
    for sex, mean, sd in (("male", 87.1, 10.5), ("female", 100.4, 12.1)):
        test = gl.bridge(sex=sex).examine().tests["straight_leg_raise"]
        assert test.norm is not None
        assert test.z == pytest.approx((test.value_deg - mean) / sd, rel=1e-12)


def test_moments_balance_what_the_examiner_does(card: gl.Examination) -> None:
    raised = card.tests["straight_leg_raise"]
    assert raised.limit is gl.ClinicalLimit.torque
    assert raised.resistance_Nm == pytest.approx(30.0, rel=1e-9)
    assert sum(raised.hip_moments_Nm.values()) == pytest.approx(-30.0, rel=1e-9)
    assert raised.most == "hamstrings"
    assert raised.hip_flexion_deg == pytest.approx(raised.value_deg + raised.anterior_tilt_deg)
    held = card.tests["straight_leg_raise_pelvis_held"]
    assert held.anterior_tilt_deg == held.pelvis_turned_deg == 0.0
    assert raised.pelvis_turned_deg < -10.0
    knee = card.tests["knee_extension_passive"]
    assert sum(knee.knee_moments_Nm.values()) == pytest.approx(30.0, rel=1e-9)


def test_verdicts_go_the_way_of_the_lengths(body: gl.Model) -> None:
    def verdict(test: str, **knobs: dict[str, float]) -> str:
        return body.vary(**knobs).examine().tests[test].verdict

    assert verdict("straight_leg_raise") == "within"
    assert verdict("straight_leg_raise", hamstrings={"length": -0.25}) == "tight"
    assert verdict("straight_leg_raise", hamstrings={"length": 0.15}) == "lax"
    assert verdict("knee_extension_active", hamstrings={"length": -0.25}) == "tight"
    assert verdict("knee_extension_passive", hamstrings={"length": -0.25}) == "tight"
    assert verdict("thomas_hip") == "within"
    assert verdict("thomas_hip", hip_flexors={"length": -0.25}) == "tight"
    assert verdict("hip_extension") == ""  # a mean without a spread


def test_a_verdict_by_cut_off_and_by_spread() -> None:
    from guyline.clinical import Norm, _verdict

    spread = Norm(80.0, 10.0, None, None, "", "")
    for z, slr, deficit, tilt in (
        (-2.1, "tight", "lax", "posterior"),
        (-1.9, "within", "within", "within"),
        (1.9, "within", "within", "within"),
        (2.1, "lax", "tight", "anterior"),
    ):
        value = 80.0 + 10.0 * z
        assert _verdict("straight_leg_raise", value, spread, z) == slr
        assert _verdict("knee_extension_active", value, spread, z) == deficit
        assert _verdict("asis_psis_tilt", value, spread, z) == tilt
    cut = Norm(18.0, 9.0, None, 33.0, "", "")
    assert _verdict("knee_extension_active", 33.1, cut, 1.7) == "tight"
    assert _verdict("knee_extension_active", 32.9, cut, 2.5) == "within"
    assert _verdict("knee_extension_active", -1.0, cut, -2.1) == "lax"
    assert _verdict("thomas_knee", 66.0, Norm(None, None, 67.0, None, "", ""), None) == "tight"
    assert _verdict("thomas_knee", 68.0, Norm(None, None, 67.0, None, "", ""), None) == "within"
    assert _verdict("thomas_knee", math.nan, Norm(None, None, 67.0, None, "", ""), None) == ""


def test_tolerance_and_tone_end_a_test_earlier(body: gl.Model, card: gl.Examination) -> None:
    sore = body.examine(tolerance_Nm=10.0).tests["straight_leg_raise"]
    assert sore.limit is gl.ClinicalLimit.tolerance
    assert sore.value_deg < card.tests["straight_leg_raise"].value_deg
    toned = body.examine(muscles="toned").tests["straight_leg_raise"]
    assert toned.value_deg < card.tests["straight_leg_raise"].value_deg
    assert body.examine(tolerance_Nm=99.0).tests == card.tests


def test_standing_is_on_the_card(body: gl.Model, rest: gl.Posture, card: gl.Examination) -> None:
    tilt = card.tests["asis_psis_tilt"]
    assert tilt.anterior_tilt_deg == rest.anterior_tilt_deg
    assert tilt.value_deg == pytest.approx(rest.anterior_tilt_deg + 13.0)
    assert tilt.limit is None
    none = body.without("adductor_longus_brevis").examine()
    assert math.isnan(none.tests["asis_psis_tilt"].value_deg)
    assert none.tests["asis_psis_tilt"].verdict == ""
    assert re.search(r"standing ASIS-PSIS tilt +- ", repr(none))


def test_the_card_is_printed(card: gl.Examination) -> None:
    lines = repr(card).splitlines()
    assert "male, 75 kg, 1.75 m" in lines[0]
    assert "30 N m" in lines[0]
    assert len(lines) == len(card.tests) + len(card.reach) + 5
    assert re.match(r"straight-leg raise +\d+\.\d deg +87\.1 \(10\.5\) .*within", lines[2])
    assert max(map(len, lines)) <= 100


def test_the_card_says_where_the_model_is_off(card: gl.Examination) -> None:
    marked = [line for line in repr(card).splitlines() if line.endswith(" *")]
    assert len(marked) == 5 and any(line.startswith("passive hip extension") for line in marked)
    assert "* Off in this model: no ligament stops the hip" in repr(card)
    assert "the same for every size" not in repr(card)
    small = gl.bridge(mass_kg=50, stature_m=1.5)
    assert "the same for every size" in repr(small.examine())
    raise_of_small = small.examine().tests["straight_leg_raise"]
    assert raise_of_small.limit is gl.ClinicalLimit.end_of_range
    assert raise_of_small.value_deg == pytest.approx(120.0, abs=1e-9)
    with pytest.raises(ValueError, match="at 120 deg it is already at the end of range"):
        small.vary(hamstrings={"length_slr_deg": 20})
    with pytest.raises(ValueError, match="at 120 deg it is then at the end of range"):
        card.model.vary(hamstrings={"length_slr_deg": 50})


@pytest.mark.parametrize("change", [-40.0, -20.0, 0.0, 12.0, 30.0])
def test_a_length_by_straight_leg_raise(body: gl.Model, card: gl.Examination, change: float) -> None:
    varied = body.vary(hamstrings={"length_slr_deg": change})
    before = card.tests["straight_leg_raise"].value_deg
    after = varied.examine().tests["straight_leg_raise"].value_deg
    assert after - before == pytest.approx(change, abs=1e-6)
    length = varied.muscles["hamstrings"].length
    assert (length > 0) == (change > 0)
    # Absolute: counted from the body as it was built, whatever was set before.
    again = body.vary(hamstrings={"length": 0.1}, psoas={"length": -0.05})
    again = again.vary(hamstrings={"length_slr_deg": change})
    assert again.muscles["hamstrings"].length == length


@pytest.mark.parametrize("change", [-5.0, 5.0, 20.0])
def test_a_length_by_thomas_test(body: gl.Model, card: gl.Examination, change: float) -> None:
    varied = body.vary(hip_flexors={"length_thomas_deg": change})
    before = card.tests["thomas_hip"].value_deg
    after = varied.examine().tests["thomas_hip"].value_deg
    assert after - before == pytest.approx(change, abs=1e-6)
    lengths = {varied.muscles[name].length for name in body.groups["hip_flexors"]}
    assert len(lengths) == 1
    assert (lengths.pop() < 0) == (change > 0)


def test_hamstrings_of_a_longer_raise_leave_standing_alone(body: gl.Model, rest: gl.Posture) -> None:
    """Row V03.1: twelve degrees more, and the tilt stays within 1.5 deg."""
    change = body.vary(hamstrings={"length_slr_deg": 12.0}).stand() - rest
    assert abs(change.anterior_tilt_deg) < 1.5
    acute = body.vary(hamstrings={"length_slr_deg": 12.0}, acute=True).stand() - rest
    assert acute.anterior_tilt_deg > change.anterior_tilt_deg


@pytest.mark.parametrize(
    ("knobs", "error", "words"),
    [
        ({"hamstrings": {"length_slr_deg": -90}}, ValueError, r"by -\d+\.\d to \d+\.\d deg"),
        ({"hamstrings": {"length_slr_deg": 50}}, ValueError, "straight-leg raise by"),
        ({"hip_flexors": {"length_thomas_deg": -30}}, ValueError, "Thomas test by"),
        ({"psoas": {"length_thomas_deg": 5}}, ValueError, "is for hip_flexors"),
        ({"calf": {"length_slr_deg": 5}}, ValueError, "is for hamstrings"),
        ({"hamstrings": {"length_slr_deg": math.nan}}, ValueError, "not a finite number"),
        ({"hamstrings": {"length_slr_deg": "5"}}, TypeError, "without quotes"),
        ({"hamstrings": {"length_slr_deg": 5, "length": 0.1}}, ValueError, "not both"),
        ({"hamstrings": {"length_mm": 5, "length_slr_deg": 5}}, ValueError, "not both"),
    ],
)
def test_misused_lengths(
    body: gl.Model, knobs: dict[str, dict[str, float]], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        body.vary(**knobs)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ({"torque_Nm": 0.0}, ValueError, "torque_Nm = 0 N m is out of range"),
        ({"torque_Nm": math.nan}, ValueError, "out of range"),
        ({"torque_Nm": "30"}, TypeError, "without quotes"),
        ({"tolerance_Nm": -1.0}, ValueError, "tolerance_Nm = -1 N m"),
        ({"muscles": "sleepy"}, ValueError, '"relaxed" or "toned"'),
        ({"muscles": 1}, TypeError, '"relaxed" or "toned"'),
    ],
)
def test_misused_examinations(
    body: gl.Model, arguments: dict[str, object], error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        body.examine(**arguments)  # type: ignore[arg-type]
    if "torque_Nm" in arguments:
        with pytest.raises(TypeError, match="body must be a Model"):
            gl.examine("me")  # type: ignore[arg-type]


def test_the_card_says_how_far_the_hands_get(body: gl.Model) -> None:
    card = gl.examine(body)
    floor, seated = card.reach["fingertip_floor"], card.reach["sit_and_reach"]
    assert floor.value_cm == pytest.approx(100 * body.bend("full").fingertip_height_m, abs=1e-6)
    assert floor.stopped_by == body.bend("full").stopped_by
    assert seated.stopped_by in [reason.name for reason in gl.StopReason]
    assert card.touches_toes == (floor.value_cm <= 0)
    assert "finger tips over the floor" in repr(card)
    assert "sit and reach" in repr(card)
    long = gl.examine(body.vary(hamstrings={"length_slr_deg": 15}))
    tight = gl.examine(body.vary(hamstrings={"length_slr_deg": -20}))
    assert tight.reach["fingertip_floor"].value_cm > floor.value_cm
    assert floor.value_cm > long.reach["fingertip_floor"].value_cm
    assert tight.reach["sit_and_reach"].value_cm < seated.value_cm
    assert seated.value_cm < long.reach["sit_and_reach"].value_cm
    careful = gl.examine(body, tolerance_Nm=15.0)
    assert careful.reach["fingertip_floor"].value_cm > floor.value_cm
