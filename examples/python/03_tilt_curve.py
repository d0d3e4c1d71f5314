"""Tilt and lumbar load over hamstring and hip-flexor length and tone: four sweeps of one knob each.

Length is in optimal fibre lengths (negative: shorter), tone an activation, both absolute.
"""

import guyline as gl

LENGTHS = [-0.2, -0.1, 0.0, 0.1, 0.2]  # optimal fibre lengths
TONES = [0.0, 0.01, 0.02, 0.05]  # activation

body = gl.bridge()
print("# knob                    value   tilt_deg    L5/S1_N")
for knob, values in (
    ("hamstrings.length", LENGTHS),
    ("hip_flexors.length", LENGTHS),
    ("hamstrings.tone", TONES),
    ("hip_flexors.tone", TONES),
):
    curve = gl.tilt_curve(body, knob, values)
    for value, tilt, compression in zip(
        curve.values, curve.anterior_tilt_deg, curve.compression_N["L5/S1"]
    ):
        print(f"{knob:<22} {value:8.3f} {tilt:10.4f} {compression:10.3f}")
