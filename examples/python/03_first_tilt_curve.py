"""Tilt and load over length and tone; examples/cpp/03_first_tilt_curve.cpp prints the same."""

import guyline as gl

LENGTHS = [-0.2, -0.1, 0.0, 0.1, 0.2]  # optimal fibre lengths
TONES = [0.0, 0.01, 0.02, 0.05]  # activation

body = gl.bridge()
print("# knob                    value  tilt [deg]  L5/S1 [N]")
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
