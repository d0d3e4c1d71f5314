"""One cable of the body while the hip bends: how long it is, its moment arm, its tension at rest.

The arm is minus the slope of the length, r = -dl/dq, and nothing else: a difference shows it.
"""

import math

import guyline as gl

NAME = "hamstrings"
STEP_DEG = 0.001

body = gl.bridge()
print(f"{NAME}, both sides")
print(f"{'hip deg':>8} {'length mm':>10} {'arm mm':>10} {'difference mm':>14} {'rest N':>10}")
for hip_deg in range(0, 91, 15):
    behind, here, ahead = (
        body.at(hip_flexion_deg=hip_deg + step).muscles[NAME] for step in (-STEP_DEG, 0, STEP_DEG)
    )
    arm_mm = here.moment_arms_mm["hip"]  # positive flexes
    difference_mm = -(ahead.length_mm - behind.length_mm) / math.radians(2 * STEP_DEG)
    print(
        f"{hip_deg:8d} {here.length_mm:10.3f} {arm_mm:10.3f} {difference_mm:14.3f} "
        f"{here.tension_N:10.2f}"
    )
    assert abs(difference_mm - arm_mm) < 1e-5
