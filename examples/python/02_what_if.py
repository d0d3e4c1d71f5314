"""What if the hip flexors were toned, the hamstrings shorter, or not there at all?"""

import guyline as gl

body = gl.bridge()
rest = body.stand()

for title, other in (
    ("Hip flexors with 5 % tone", body.vary(hip_flexors={"tone": 0.05})),
    ("Hamstrings shorter by 10 % of their fibres", body.vary(hamstrings={"length": -0.10})),
    (
        "The same, before the reflex has settled",
        body.vary(hamstrings={"length": -0.10}, acute=True),
    ),
    ("Abdominals twice as strong", body.vary(abdominals={"strength": 2.0})),
    ("Hamstrings cut", body.without("hamstrings")),
):
    print(title)
    print(other.stand() - rest)
    print()
