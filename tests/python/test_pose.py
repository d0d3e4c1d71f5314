"""A body held in a pose."""

from __future__ import annotations

import pickle

import guyline as gl
import pytest

ANGLES = ("ankle_dorsiflexion_deg", "knee_flexion_deg", "hip_flexion_deg", "lumbar_flexion_deg")
BENT = dict(zip(ANGLES, (12.0, 25.0, 50.0, 20.0)))
RADIAN = 57.29577951308232
LUMBAR = ("L5/S1", "L4/L5", "L3/L4", "L2/L3", "L1/L2", "T12/L1")


@pytest.mark.parametrize("trunk_deg, knee_deg", [(0.0, 0.0), (10.0, 15.0)])
def test_the_angles_of_standing_give_what_standing_gave(
    body: gl.Model, trunk_deg: float, knee_deg: float
) -> None:
    rest = body.stand(trunk_inclination_deg=trunk_deg, knee_flexion_deg=knee_deg)
    pose = body.at(**{name: getattr(rest, name) for name in ANGLES})
    assert pose.anterior_tilt_deg == pytest.approx(rest.anterior_tilt_deg, abs=1e-10)
    assert pose.lordosis_deg == pytest.approx(rest.lordosis_deg, abs=1e-10)
    assert pose.trunk_inclination_deg == pytest.approx(trunk_deg, abs=1e-10)
    assert pose.mass_center_m[0] == pytest.approx(gl.evidence("balance_point").value, abs=1e-10)
    for name, tension in rest.tensions.items():
        assert pose.muscles[name].tension_N == pytest.approx(tension, rel=1e-10, abs=1e-9)
    for level, load in rest.load.items():
        tissue = pose.joints[level].tissue_moment_Nm
        assert tissue == pytest.approx(load.tissue_moment_Nm, rel=1e-10)


@pytest.mark.parametrize(
    "angle, joints",
    [
        ("ankle_dorsiflexion_deg", {"ankle": 1.0}),
        ("knee_flexion_deg", {"knee": 1.0}),
        ("hip_flexion_deg", {"hip": 1.0}),
        ("lumbar_flexion_deg", {j: gl.evidence(f"{j}.share").value for j in LUMBAR}),
    ],
)
def test_an_arm_is_what_the_cable_shortens_by(
    body: gl.Model, angle: str, joints: dict[str, float]
) -> None:
    step = 1e-3
    here = body.at(**BENT)
    up = body.at(**{**BENT, angle: BENT[angle] + step})
    down = body.at(**{**BENT, angle: BENT[angle] - step})
    moved = 0
    for name, muscle in here.muscles.items():
        change = up.muscles[name].length_mm - down.muscles[name].length_mm
        arm = -change / (2.0 * step / RADIAN)
        shared = sum(share * muscle.moment_arms_mm[j] for j, share in joints.items())
        assert shared == pytest.approx(arm, abs=1e-5), name
        moved += abs(arm) > 1.0
    assert moved >= 3


def test_weights_turn_a_joint_with_their_lever(body: gl.Model) -> None:
    names = ("shank", "thigh", "pelvis", "L5", "L4", "L3", "L2", "L1", "thorax", "head", "arms")
    mass = {n: gl.evidence(f"{n}.male.mass").value for n in names}
    pose = body.at(**BENT)
    for joint, below, sign in (("ankle", 0, 1.0), ("knee", 1, -1.0), ("hip", 2, 1.0)):
        at = pose.joints[joint]
        lever = at.mass_center_above_m[0] - at.position_m[0]
        weight = 9.80665 * sum(mass[n] for n in names[below:])
        assert at.gravity_moment_Nm == pytest.approx(sign * weight * lever, rel=1e-9)


def test_a_joint_carries_the_tensions_with_their_arms(body: gl.Model) -> None:
    pose = body.at(**BENT)
    for name, joint in pose.joints.items():
        passive = tonic = 0.0
        for m in pose.muscles.values():
            assert m.tension_N >= m.passive_tension_N >= 0.0
            passive += 1e-3 * m.passive_tension_N * m.moment_arms_mm[name]
            tonic += 1e-3 * (m.tension_N - m.passive_tension_N) * m.moment_arms_mm[name]
        assert joint.passive_moment_Nm == pytest.approx(passive, abs=1e-9)
        assert joint.tonic_moment_Nm == pytest.approx(tonic, abs=1e-9)


def test_who_flexes_and_who_extends(body: gl.Model) -> None:
    arms = {name: m.moment_arms_mm for name, m in body.at().muscles.items()}
    for muscle, joint in (("psoas", "hip"), ("hamstrings", "knee"), ("rectus_abdominis", "L5/S1")):
        assert arms[muscle][joint] > 10.0
    for muscle, joint in (("hamstrings", "hip"), ("vasti", "knee"), ("soleus", "ankle")):
        assert arms[muscle][joint] < -10.0
    assert arms["soleus"]["hip"] == 0.0


def test_knobs_count(body: gl.Model) -> None:
    plain = body.at(hip_flexion_deg=60).muscles
    varied = body.vary(hamstrings={"stiffness": 2.0}, psoas={"tone": 0.05, "reflex_gain": 0.0})
    there = varied.at(hip_flexion_deg=60).muscles
    assert there["hamstrings"].passive_tension_N > 1.5 * plain["hamstrings"].passive_tension_N > 0.0
    assert there["hamstrings"].length_mm == plain["hamstrings"].length_mm
    assert there["psoas"].activation == pytest.approx(0.05, abs=1e-4)
    assert there["iliacus"] == plain["iliacus"]


def test_a_pose_is_a_plain_record(body: gl.Model) -> None:
    pose = body.at(**BENT)
    assert pickle.loads(pickle.dumps(pose)) == pose == body.at(**BENT)
    assert pose != body.at()
    assert pose.trunk_inclination_deg == pytest.approx(12.0 - 25.0 + 50.0 + 20.0)
    lines = repr(pose).splitlines()
    assert lines[0].startswith("ankle 12, knee 25, hip 50, lumbar 20 deg: tilt 37.0")
    assert len(lines) == 2 + len(pose.joints)


def test_misuse(body: gl.Model) -> None:
    with pytest.raises(ValueError, match=r"hip_flexion_deg = 181 deg is out of range.*-180 to 180"):
        body.at(hip_flexion_deg=181)
    with pytest.raises(ValueError, match="lumbar_flexion_deg = nan deg is not a finite number"):
        body.at(lumbar_flexion_deg=float("nan"))
    with pytest.raises(TypeError, match="knee_flexion_deg must be a number"):
        body.at(knee_flexion_deg="10")  # type: ignore[arg-type]
    with pytest.raises(gl.UnknownName, match="L5/S1"):
        body.at().joints["L5S1"]
