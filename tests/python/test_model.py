"""The body and its knobs: defaults, what-ifs, ranges, names, copies."""

from __future__ import annotations

import copy
import inspect
import math
import pickle

import guyline as gl
import pytest
from guyline import _core


def test_defaults_are_those_of_the_library(body: gl.Model) -> None:
    defaults = _core.BridgeOptions()
    assert body.mass_kg == defaults.mass == 75.0
    assert body.stature_m == defaults.stature == 1.75
    assert body.sex == defaults.sex == "male"
    assert math.radians(body.pelvic_incidence_deg) == defaults.pelvic_incidence
    assert body.hip_extensor_tone is defaults.hip_extensor_tone is None
    asked = {k: p.default for k, p in inspect.signature(gl.bridge).parameters.items()}
    assert asked == {
        "mass_kg": defaults.mass,
        "stature_m": defaults.stature,
        "sex": defaults.sex,
        "pelvic_incidence_deg": round(math.degrees(defaults.pelvic_incidence), 10),
        "pelvic_tilt_radiographic_deg": defaults.pelvic_tilt_radiographic,
        "lordosis_deg": defaults.lordosis,
        "hip_extensor_tone": defaults.hip_extensor_tone,
    }
    stand = inspect.signature(gl.Model.stand).parameters
    options = _core.StandOptions()
    assert math.radians(stand["trunk_inclination_deg"].default) == options.trunk_inclination
    assert math.radians(stand["knee_flexion_deg"].default) == options.knee_flexion
    assert stand["effort_power"].default == options.effort_power


def test_groups_hold_every_muscle_once(body: gl.Model) -> None:
    members = [name for names in body.groups.values() for name in names]
    assert sorted(members) == sorted(body.muscles)
    assert len(set(members)) == 23
    for name in ["hamstrings", "hip_flexors", "gluteals", "adductors", "quadriceps", "calf", "erector_spinae", "abdominals"]:
        assert name in body.groups
    assert all(m.group in body.groups for m in body.muscles.values())


def test_vary_sets_what_it_says_and_nothing_else(body: gl.Model) -> None:
    changed = body.vary(
        psoas={"length": -0.1, "tone": 0.03},
        abdominals={"stiffness": 2, "reflex_gain": 0.2, "strength": 0.5},
    )
    for name, muscle in changed.muscles.items():
        before = body.muscles[name]
        if name == "psoas":
            assert (muscle.length, muscle.tone) == (-0.1, 0.03)
        elif muscle.group == "abdominals":
            assert (muscle.stiffness, muscle.reflex_gain, muscle.strength) == (2.0, 0.2, 0.5)
        else:
            assert muscle == before
    assert body == gl.bridge(), "the body that was varied has changed"


def test_a_knob_is_absolute_and_calls_chain(body: gl.Model) -> None:
    twice = body.vary(psoas={"tone": 0.3}).vary(psoas={"tone": 0.02})
    assert twice == body.vary(psoas={"tone": 0.02})
    both = body.vary(psoas={"tone": 0.02}).vary(psoas={"length": 0.1})
    assert both == body.vary(psoas={"tone": 0.02, "length": 0.1})


def test_a_muscle_counts_after_its_group(body: gl.Model) -> None:
    for knobs in (
        {"psoas": {"tone": 0.03}, "hip_flexors": {"tone": 0.02}},
        {"hip_flexors": {"tone": 0.02}, "psoas": {"tone": 0.03}},
    ):
        muscles = body.vary(**knobs).muscles
        assert muscles["psoas"].tone == 0.03
        assert muscles["iliacus"].tone == 0.02


def test_length_in_mm_is_along_the_path(body: gl.Model) -> None:
    changed = body.vary(hip_flexors={"length_mm": -5.0})
    for name in body.groups["hip_flexors"]:
        m = changed.muscles[name]
        fibre = m.optimal_fibre_length_mm * math.cos(math.radians(m.pennation_deg))
        assert m.length == pytest.approx(-5.0 / fibre, rel=1e-12)
        assert m.length_mm == pytest.approx(-5.0, rel=1e-12)


def test_tone_change_counts_from_the_body_as_built(body: gl.Model) -> None:
    built = body.muscles["hamstrings"].tone
    assert 0.0 < built < 0.05
    once = body.vary(hamstrings={"tone_change": 0.02})
    assert once.muscles["hamstrings"].tone == pytest.approx(built + 0.02, abs=1e-15)
    assert once.vary(hamstrings={"tone_change": 0.02}) == once
    assert once.vary(hamstrings={"tone_change": 0.0}) == body


def test_acute_leaves_the_threshold_behind(body: gl.Model) -> None:
    threshold = body.muscles["hamstrings"].threshold
    calm = body.vary(hamstrings={"length": -0.1})
    acute = body.vary(hamstrings={"length": -0.1}, acute=True)
    assert calm.muscles["hamstrings"].threshold == pytest.approx(threshold + 0.1, abs=1e-12)
    assert acute.muscles["hamstrings"].threshold == pytest.approx(threshold, abs=1e-12)
    assert calm != acute


def test_without_cuts_muscles_and_groups(body: gl.Model) -> None:
    less = body.without("hamstrings", "hip_flexors")
    gone = {"hamstrings", *body.groups["hip_flexors"]}
    assert {name for name, m in less.muscles.items() if m.cut} == gone
    posture = less.stand()
    assert {name for name, tension in posture.tensions.items() if tension == 0.0} == gone
    assert not any(m.cut for m in body.muscles.values())


def test_a_body_does_not_change(body: gl.Model) -> None:
    with pytest.raises(AttributeError, match="vary"):
        body.mass_kg = 80.0  # type: ignore[misc]
    with pytest.raises(AttributeError, match="does not change"):
        body._bridge = None  # type: ignore[assignment]
    with pytest.raises(AttributeError, match="does not change"):
        del body._bridge
    with pytest.raises(TypeError):
        hash(body)
    with pytest.raises(TypeError, match=r"guyline\.bridge"):
        gl.Model()
    with pytest.raises(AttributeError):
        body.muscles["psoas"].tone = 0.1  # type: ignore[misc]
    with pytest.raises(TypeError):
        body.muscles["psoas"] = body.muscles["iliacus"]  # type: ignore[index]


@pytest.mark.parametrize(
    "person",
    [
        {},
        {"sex": "female", "mass_kg": 60, "stature_m": 1.62, "pelvic_incidence_deg": 62.0},
        {"hip_extensor_tone": 0.02},
        {"pelvic_tilt_radiographic_deg": 15.0, "lordosis_deg": 50.0},
    ],
)
def test_pickle_and_copy_give_an_equal_body(person: dict) -> None:
    original = gl.bridge(**person).vary(psoas={"length": -0.05, "tone": 0.02}, acute=True)
    original = original.vary(hamstrings={"length": 0.1}).without("gracilis")
    for again in (pickle.loads(pickle.dumps(original)), copy.deepcopy(original)):
        assert again == original
        assert repr(again) == repr(original)
        assert again.stand() == original.stand()
        tone = {"psoas": {"tone_change": 0.01}}
        assert again.vary(**tone) == original.vary(**tone)
    assert original != gl.bridge(**person)


def test_repr_says_who_and_what_was_turned(body: gl.Model) -> None:
    assert repr(body) == "bridge: male, 75 kg, 1.75 m, pelvic incidence 50 deg"
    text = repr(body.vary(hip_flexors={"tone": 0.05}, psoas={"length": -0.1}).without("hamstrings"))
    assert "psoas: length -0.1, tone 0.05" in text
    assert "iliacus: tone 0.05" in text
    assert "without hamstrings" in text
    assert "hip_flexors: tone 0.05" in repr(body.vary(hip_flexors={"tone": 0.05}))


@pytest.mark.parametrize(
    ("knobs", "words"),
    [
        ({"hamstring": {"tone": 0.1}}, ['"hamstring"', 'did you mean "hamstrings"', "psoas"]),
        ({"erector": {"tone": 0.1}}, ['did you mean "erector_spinae"']),
        ({"psoas": {"lenght": 0.1}}, ['"lenght"', 'did you mean "length"', "reflex_gain"]),
        ({"psoas": {"tone": 1.5}}, ["psoas", "tone", "1.5", "activation", "0 to 1"]),
        ({"psoas": {"length": -0.6}}, ["psoas", "length", "-0.6", "fibre", "-0.5 to 0.5"]),
        ({"psoas": {"stiffness": 0.0}}, ["psoas", "stiffness", "factor", "0.1 to 10"]),
        ({"psoas": {"reflex_gain": 3}}, ["psoas", "reflex_gain", "0 to 2"]),
        ({"psoas": {"strength": -1}}, ["psoas", "strength", "-1", "0 to 10"]),
        ({"psoas": {"length_mm": 200}}, ["psoas", "length_mm", "200 mm", "72.45 mm"]),
        ({"psoas": {"tone_change": -0.02}}, ["psoas", "tone_change", "-0.02", "0.99"]),
        ({"psoas": {"tone": math.nan}}, ["psoas", "tone", "finite", "nan"]),
        ({"psoas": {"length_mm": math.nan}}, ["psoas", "length_mm", "finite", "nan"]),
        ({"psoas": {"length": math.inf}}, ["psoas", "length", "finite", "inf"]),
        ({"psoas": {"length": 0.1, "length_mm": 3}}, ["psoas", "length or length_mm", "both"]),
        ({"psoas": {"tone": 0.1, "tone_change": 0.1}}, ["psoas", "tone or tone_change", "both"]),
    ],
)
def test_wrong_knobs_are_a_value_error_in_plain_words(
    body: gl.Model, knobs: dict, words: list[str]
) -> None:
    with pytest.raises(ValueError) as caught:
        body.vary(**knobs)
    for word in words:
        assert word in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("-10%", ["length of psoas", "'-10%'", "write -0.1"]),
        ("0.05", ["length of psoas", "write 0.05, without quotes"]),
        (None, ["length of psoas", "None"]),
        (True, ["length of psoas", "True"]),
        ([0.1], ["length of psoas", "list"]),
    ],
)
def test_a_knob_that_is_no_number_is_a_type_error(
    body: gl.Model, value: object, words: list[str]
) -> None:
    with pytest.raises(TypeError) as caught:
        body.vary(psoas={"length": value})  # type: ignore[dict-item]
    for word in words:
        assert word in str(caught.value)


def test_knobs_that_are_no_mapping_and_acute_that_is_no_bool(body: gl.Model) -> None:
    with pytest.raises(TypeError, match="psoas must be a mapping"):
        body.vary(psoas=0.1)  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="acute"):
        body.vary(psoas={"length": 0.1}, acute=1)  # type: ignore[arg-type]


def test_without_an_unknown_name(body: gl.Model) -> None:
    with pytest.raises(gl.UnknownName, match='did you mean "hamstrings"'):
        body.without("hamstring")
    with pytest.raises(ValueError, match="no muscle or group"):
        body.without(3)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ({"mass_kg": -75}, ["mass", "-75 kg", "35 to 200 kg"]),
        ({"mass_kg": math.nan}, ["mass", "finite", "35 to 200 kg"]),
        ({"mass_kg": math.inf}, ["mass", "finite", "inf"]),
        ({"stature_m": 175}, ["stature", "175 m", "1.3 to 2.2 m"]),
        ({"pelvic_incidence_deg": 100}, ["pelvic incidence", "100 deg", "25 to 80 deg"]),
        ({"pelvic_tilt_radiographic_deg": 80}, ["80 deg", "-10 to 40 deg"]),
        ({"lordosis_deg": math.nan}, ["lordosis", "finite"]),
        ({"sex": "m"}, ["sex", '"m"', '"male"', '"female"']),
        ({"hip_extensor_tone": 2}, ["hip_extensor_tone", "2", "0 to 1"]),
    ],
)
def test_a_person_who_cannot_be_is_a_value_error(person: dict, words: list[str]) -> None:
    with pytest.raises(ValueError) as caught:
        gl.bridge(**person)
    for word in words:
        assert word in str(caught.value)


@pytest.mark.parametrize(
    "person", [{"mass_kg": "75"}, {"stature_m": None}, {"sex": 1}, {"pelvic_incidence_deg": "50"}]
)
def test_a_person_of_the_wrong_type_is_a_type_error(person: dict) -> None:
    with pytest.raises(TypeError, match=next(iter(person))):
        gl.bridge(**person)


def test_radiographic_angles_in_are_radiographic_angles_out() -> None:
    body = gl.bridge(pelvic_incidence_deg=60, pelvic_tilt_radiographic_deg=18.0, lordosis_deg=52.0)
    rest = body.stand()
    assert (body.pelvic_tilt_radiographic_deg, body.lordosis_deg) == (18.0, 52.0)
    # Angles of the reference posture: the tilt turns both.
    tilt = rest.anterior_tilt_deg
    assert rest.pelvic_tilt_radiographic_deg == pytest.approx(18.0 - tilt, abs=1e-9)
    assert rest.sacral_slope_deg == pytest.approx(42.0 + tilt, abs=1e-9)
    assert abs(rest.lordosis_deg - 52.0) <= abs(tilt) + 1e-9


def test_numpy_scalars_are_numbers(body: gl.Model) -> None:
    np = pytest.importorskip("numpy")
    assert body.vary(psoas={"tone": np.float64(0.02)}) == body.vary(psoas={"tone": 0.02})
    assert gl.bridge(mass_kg=np.int64(75)) == body
    assert gl.bridge(mass_kg=np.float32(75)) == body


def test_every_number_has_a_source_or_is_an_assumption() -> None:
    rows = gl.evidence()
    assert {row.grade for row in rows} == {"measured", "derived", "assumption"}
    for row in rows:
        assert row.source or row.grade == "assumption", row
        assert (row.value is not None) == (row.what == "constant"), row
        assert row.value is None or (math.isfinite(row.value) and row.unit), row
    for muscle in gl.bridge().muscles.values():
        assert [e.what for e in muscle.evidence] == [
            "path",
            "architecture",
            "slack",
            "passive",
            "tonic",
        ]


def test_every_constant_of_the_model_is_in_the_table() -> None:
    import re

    from conftest import ROOT

    text = (ROOT / "include/guyline/model/bridge_data.hpp").read_text(encoding="utf-8")
    constants = re.findall(r"constexpr Constant k(\w+) =", text)
    snake = {re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower() for name in constants}
    assert snake == {row.of for row in gl.evidence() if row.what == "constant"}
