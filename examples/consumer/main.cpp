// The least that a program outside this repository needs.
#include <cstdio>
#include <guyline/guyline.hpp>

int main() {
  const auto rest = guyline::stand(guyline::bridge());
  if (rest.status != guyline::PostureStatus::kSolved) {
    std::printf("no resting posture: %s\n", guyline::to_string(rest.status));
    return 1;
  }
  std::printf("guyline %s: anterior tilt %.4f rad\n", guyline::kVersion, rest.anterior_tilt);
}
