"""A task of one's own: bathing a child of 8 kg over the rim of a tub, the trunk 45 degrees forward.

What is held, what carries the weight and which of the two laws decides is the whole of it.
"""

from __future__ import annotations

import guyline as gl


def bathe(knee_flexion_deg: float, stop: gl.Stop | None = None) -> gl.Task:
    return gl.Task(
        name="bathe",
        law="voluntary",  # the muscles carry the weight, at the trunk's angle
        hold={"knee_flexion_deg": knee_flexion_deg, "trunk_inclination_deg": 45.0},
        hand_mass_kg=8.0,
        hand_reach_m=0.3,  # ahead of the shoulders
        follower_load_N=1000.0,  # as built-in tasks have it for a loaded spine
        tilt_range_deg=(-60.0, 90.0),
        reference_tilt_deg=15.0,
        stop=stop,
    )


body = gl.bridge()
tight = body.vary(hamstrings={"length": -0.15})

head = f"{'hamstrings':<10} {'knees':>5} {'pelvis':>7} {'lumbar':>7} {'L5/S1':>8} {'shear':>8}"
print(f"{head} {'back':>7}")
for name, who in (("usual", body), ("short", tight)):
    for knees in (0.0, 30.0, 60.0):
        at = who.perform(bathe(knees))
        if at.status is not gl.PostureStatus.solved:
            raise SystemExit(f"no posture: {at.status}")
        load = at.load["L5/S1"]
        print(
            f"{name:<10} {knees:5.0f} {at.anterior_tilt_deg:+7.2f} {at.lumbar_flexion_deg:+7.2f} "
            f"{load.compression_N:6.0f} N {load.shear_N:6.0f} N "
            f"{100 * at.erector_activation:5.1f} %"
        )

# With stop rules a task that holds the trunk is a movement: down until the hands are there.
for name, who in (("usual", body), ("short", tight)):
    down = who.perform(bathe(30.0, stop=gl.Stop(grip_height_m=0.45)))
    print(
        f"down to {down.grip_height_m:.2f} m with {name} hamstrings: "
        f"trunk {down.trunk_inclination_deg:.1f} deg, "
        f"L5/S1 {down.load['L5/S1'].compression_N:.0f} N, ended by {down.stopped_by}"
    )
    assert down.stopped_by == "target"
