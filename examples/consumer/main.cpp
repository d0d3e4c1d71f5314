// The least that a program outside this repository needs.
#include <cstdio>
#include <guyline/guyline.hpp>

int main() {
  const auto rest = guyline::stand(guyline::bridge());
  if (rest.status != guyline::PostureStatus::kSolved) {
    std::printf("no resting posture: %s\n", guyline::to_string(rest.status));
    return 1;
  }
  std::printf("guyline %s: tilt %.2f deg, L5/S1 %.0f N\n", guyline::kVersion,
              rest.anterior_tilt / guyline::bridge_data::kDegree,
              rest.loads[0].load.total.compression);
}
