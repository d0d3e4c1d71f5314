"""A muscle law of one's own in the body: passive force as the square of the stretch.

Beside the built-in curve, at the same tone; and what holds the pelvis without any passive force.
"""

from __future__ import annotations

import guyline as gl


class PassiveSquare:
    """``f = factor x^2`` for ``x > 0``: force with its slope, and its integral.

    `guyline.stand_with_law` holds slope and integral against differences before it uses them.
    """

    def __init__(self, factor: float = 1.0) -> None:
        self.factor = factor

    def breaks(self) -> list[float]:
        return [0.0]  # where it is pieced together

    def evaluate(self, x: float) -> tuple[float, float]:
        stretch = max(0.0, x)
        return self.factor * stretch**2, 2.0 * self.factor * stretch

    def integral(self, x: float) -> float:
        return self.factor / 3.0 * max(0.0, x) ** 3


def stand(body: gl.Model, law: PassiveSquare | None) -> gl.Posture:
    return body.stand() if law is None else gl.stand_with_law(body, law)


body = gl.bridge()
tight = body.vary(hip_flexors={"length": -0.10})

# The tone with which the built-in body rests at tilt 0, for all of them.
print(f"tone of the hip extensors {body.muscles['hamstrings'].tone:.4f}")
print(f"{'passive law':<20} {'tilt':>8} {'stiffness':>10} {'L5/S1':>8} {'tight':>9}")
print(f"{'':<20} {'deg':>8} {'N m/deg':>10} {'N':>8} {'deg more':>9}")
for name, law in (
    ("built in", None),
    ("square", PassiveSquare()),
    ("half of it", PassiveSquare(0.5)),
    ("twice of it", PassiveSquare(2.0)),
    ("none", PassiveSquare(0.0)),
):
    rest = stand(body, law)
    if rest.status is not gl.PostureStatus.solved:
        print(f"{name:<20} {rest.status.name}")
        continue
    changed = stand(tight, law)
    if changed.status is gl.PostureStatus.solved:
        more = f"{changed.anterior_tilt_deg - rest.anterior_tilt_deg:+9.2f}"
    else:
        more = changed.status.name
    print(
        f"{name:<20} {rest.anterior_tilt_deg:+8.2f} {rest.stiffness_Nm_per_deg:10.2f} "
        f"{rest.load['L5/S1'].compression_N:8.1f} {more}"
    )
