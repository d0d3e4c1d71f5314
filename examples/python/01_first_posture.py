"""Where does the pelvis of an average man come to rest, and what does that cost his back?"""

import guyline as gl

body = gl.bridge(mass_kg=75, stature_m=1.75)
posture = body.stand()
print(posture)

if posture.status is gl.PostureStatus.solved:
    disc = posture.load["L5/S1"]
    print(f"\nL5/S1 carries {disc.compression_N:.0f} N. That is made of")
    for part, newtons in disc.budget.items():
        print(f"  {part:<8} {newtons:6.1f} N")

    print("\nWho pulls the pelvis forward (+) and back (-), in parts of each side:")
    by_share = sorted(posture.pulls.items(), key=lambda item: -abs(item[1].share))
    for name, pull in by_share[:8]:
        print(f"  {name:<32} {pull.share:+.2f}   {pull.tension_N:6.1f} N")
