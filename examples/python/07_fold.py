"""Tipping points: all equilibria over one knob, where they end, and one branch over two knobs.

And what the resting body does with the knob going up and coming down. Adductors with a third
of their passive stiffness no longer hold the pelvis forward.
"""

import guyline as gl

LEAST_TILT_DEG = -70.0

body = gl.bridge()
found = gl.continuation(body, "adductors.stiffness", 0.2, 1.2, least_tilt_deg=LEAST_TILT_DEG)
print(
    f"{found.status.name}: {len(found.branches)} branch, {len(found.folds)} folds, "
    f"{found.evaluations} evaluations"
)
assert found.status is gl.ContinuationStatus.complete and len(found.folds) == 2
for fold in found.folds:
    print(f"fold at {fold.value:.6f}, tilt {fold.anterior_tilt_deg:+.3f} deg")

# The same knob, slowly up and slowly down: the body tips at either fold, and not at the same one.
swept = found.hysteresis(reference_tilt_deg=-5.0)
for way, sweep in (("up", swept.up), ("down", swept.down)):
    print(f"{way}: {sweep.status.name}")
    (jump,) = sweep.jumps
    print(
        f"  tips at {jump.value:.6f} from {jump.tilt_from_deg:+.3f} to {jump.tilt_to_deg:+.3f} deg"
    )

# The branch of the default body over two knobs: a row per stiffness, a column per length.
stiffnesses = [0.2, 0.4, 0.6, 0.8, 1.0]
lengths = [-0.2, -0.1, 0.0, 0.1, 0.2]
tilts = gl.tilt_map(
    body,
    "adductors.stiffness",
    stiffnesses,
    "hip_flexors.length",
    lengths,
    least_tilt_deg=LEAST_TILT_DEG,
)
print("tilt [deg], adductors.stiffness down, hip_flexors.length across")
for i in range(len(stiffnesses)):
    cells = []
    for j in range(len(lengths)):
        status = gl.CellStatus(tilts.status[i, j])
        followed = status is gl.CellStatus.followed
        cells.append(f"{tilts.anterior_tilt_deg[i, j]:9.2f}" if followed else f"{status.name:>9}")
    print("".join(cells))
# Past long hip flexors there is a way to every cell without a jump; straight there is not.
print(f"{len(tilts.tears)} pairs of neighbours with a jump between them")
assert tilts.tears
