"""The first answer: where an average man's pelvis comes to rest, and what that costs his spine.

Then who pulls, and what it takes to tilt him. ``print(rest)`` says the first part in words,
``print(changed - rest)`` the last.
"""

import guyline as gl

body = gl.bridge()  # a man of 75 kg and 1.75 m, pelvic incidence 50 deg
rest = body.stand()
if rest.status is not gl.PostureStatus.solved:
    raise SystemExit(f"no resting posture: {rest.reason}")
print(f"lordosis L1-S1       {rest.lordosis_deg:8.2f} deg")
print(f"sacral slope         {rest.sacral_slope_deg:8.2f} deg")
print(f"radiographic tilt    {rest.pelvic_tilt_radiographic_deg:8.2f} deg")
print(f"stiffness            {rest.stiffness_Nm_per_deg:8.2f} N m/deg")
print(f"equilibria           {len(rest.equilibria):8d}")
# Tilt is counted from the reference posture, and that is where an untouched body rests.
assert abs(rest.anterior_tilt_deg) < 1e-4

print(
    f"\n{'level':<6} {'compress.':>10} {'shear':>10} {'moment':>10} | "
    f"{'gravity':>9} {'passive':>9} {'tonic':>9} {'active':>9}"
)
for level, load in rest.load.items():
    parts = " ".join(f"{newtons:7.1f} N" for newtons in load.budget.values())
    print(
        f"{level:<6} {load.compression_N:8.1f} N {load.shear_N:8.1f} N {load.moment_Nm:6.2f} N m | "
        f"{parts}"
    )
    assert load.effort_status is gl.EffortStatus.solved
    assert abs(sum(load.budget.values()) - load.compression_N) < 1e-9

# Who pulls: the six largest shares of the moment that tilts the pelvis forward (+) or back (-).
muscles = {name: pull for name, pull in rest.pulls.items() if name in body.muscles}
by_share = sorted(muscles.items(), key=lambda item: -abs(item[1].share))
print(f"\n{'who pulls':<31} {'tension':>9} {'arm':>9} {'share':>9}")
for name, pull in by_share[:6]:
    arm_mm, percent = 1e3 * pull.arm_m, 100 * pull.share
    print(f"{name:<31} {pull.tension_N:7.1f} N {arm_mm:6.1f} mm {percent:7.1f} %")
print(f"{'weight':<31} {100 * rest.pulls['gravity'].share:29.1f} %")
# Discs and ligaments pull nowhere: the reference posture is where they are at rest.
assert abs(rest.pulls["tissue"].share) < 1e-6
assert all(pull.tension_N >= 0.0 for pull in rest.pulls.values())  # muscles never push
assert abs(sum(pull.moment_Nm for pull in rest.pulls.values())) < 1e-9

# A what-if is a changed copy. Length -0.10 is a tenth of the optimal fibre length shorter.
print(f"\n{'what if':<38} {'tilt':>11} {'L5/S1':>9}")
for what, other in (
    ("hip flexors with 5 % tone", body.vary(hip_flexors={"tone": 0.05})),
    ("hamstrings a tenth shorter", body.vary(hamstrings={"length": -0.10})),
    (
        "the same before the reflex has settled",
        body.vary(hamstrings={"length": -0.10}, acute=True),
    ),
    ("hip flexors a tenth shorter", body.vary(hip_flexors={"length": -0.10})),
    ("abdominals twice as strong", body.vary(abdominals={"strength": 2.0})),
    ("hamstrings cut", body.without("hamstrings")),
):
    changed = other.stand()
    gains = {name: changed.tensions[name] - rest.tensions[name] for name in body.muscles}
    most = max(gains, key=lambda name: abs(gains[name]))
    print(
        f"{what:<38} {changed.anterior_tilt_deg - rest.anterior_tilt_deg:+7.2f} deg "
        f"{changed.load['L5/S1'].compression_N - rest.load['L5/S1'].compression_N:+7.1f} N"
        + (f", {most} {gains[most]:+.1f} N" if abs(gains[most]) > 0.05 else "")
    )
