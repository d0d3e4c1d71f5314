// The least that a program outside this repository needs.
#include <cstdio>
#include <guyline/guyline.hpp>

int main() {
  const auto result = guyline::stand(guyline::bridge());
  if (result.status != guyline::PostureStatus::kSolved) return 1;
  std::printf("tilt %.2f deg, L5/S1 %.0f N\n", result.anterior_tilt / guyline::bridge_data::kDegree,
              result.loads[0].load.total.compression);
}
