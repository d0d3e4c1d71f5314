"""A table of bodies in one call, a row each, and what answers change by per unit of every column.

One derivative is held against a difference. A row that cannot be solved has a status, not an error.
"""

import guyline as gl
import numpy as np

COLUMNS = ["hip_flexors.length", "hamstrings.tone", "mass_kg"]
TABLE = np.array(
    [
        [0.00, 0.015, 75.0],
        [-0.05, 0.015, 75.0],
        [-0.10, 0.030, 75.0],
        [0.05, 0.015, 100.0],
        [0.50, 1.500, 75.0],  # no muscle has a tone of 1.5
    ]
)

body = gl.bridge()
result = gl.solve(body, COLUMNS, TABLE, derivatives=True)
load = result.load["L5/S1"]
tilt_by = [result.derivative("anterior_tilt_deg", column) for column in COLUMNS]
load_by = [result.derivative("compression_N", column, level="L5/S1") for column in COLUMNS]

print(f"{'':4} {'':12} {'':9} {'':9} | {'length':>10} {'tone':>10} {'mass':>10}")
for row in range(len(result)):
    status = gl.RowStatus(result.status[row])
    if status is not gl.RowStatus.solved:
        print(f"{row:4d} {status.name:<12}")
        continue
    print(
        f"{row:4d} {status.name:<12} {result.anterior_tilt_deg[row]:+5.2f} deg "
        f"{load.compression_N[row]:7.1f} N |",
        *(f"{by[row]:+10.3f}" for by in tilt_by),
        "deg",
    )
    print(f"{'':4} {'':12} {'':9} {'':9} |", *(f"{by[row]:+10.3f}" for by in load_by), "N")

# The load's derivative by the length of the hip flexors in row 1, and a central difference of it.
STEP = 1e-5
beside = np.array([TABLE[1], TABLE[1]])
beside[:, 0] += [-STEP, STEP]
loads = gl.solve(body, COLUMNS, beside).load["L5/S1"].compression_N
difference = (loads[1] - loads[0]) / (2 * STEP)
slope = load_by[0][1]
print(f"row 1: dN/dlength {slope:.2f}, by a difference {difference:.2f}")
assert abs(difference - slope) < 1e-5 * abs(slope)
