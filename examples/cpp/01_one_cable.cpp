// One cable of the body while the hip bends: how long it is, its moment arm, and its tension at rest.
// The arm is minus the slope of the length, r = -dl/dq, and nothing else: a difference shows it.

#include <cmath>
#include <cstdio>
#include <guyline/guyline.hpp>

int main() {
  using namespace guyline;
  constexpr double kDegree = bridge_data::kDegree;
  constexpr double kStep = 0.001 * kDegree;
  const Bridge<double> body = bridge();
  const CableIndex cable = body.model.select_muscles("hamstrings").front();
  const auto at = static_cast<std::size_t>(static_cast<int>(cable));

  PostureData<double, 2> data(body.model);  // scratch, sized once
  VectorX<double> q = VectorX<double>::Zero(body.model.frame.num_coordinates());
  const auto length = [&](double hip) {
    q[body.hip_flexion] = hip;
    update_potential(body.model, q, Order::kGradient, data);
    return data.path_lengths[at];
  };

  bool good = true;
  std::printf("%s, both sides\n", body.model.muscles[at].name.c_str());
  std::printf("%8s %10s %10s %14s %10s\n", "hip deg", "length mm", "arm mm", "difference mm",
              "rest N");
  for (int degrees = 0; degrees <= 90; degrees += 15) {
    const double hip = degrees * kDegree;
    const double ahead = length(hip + kStep), behind = length(hip - kStep);
    const double difference = -(ahead - behind) / (2 * kStep);
    const double here = length(hip);
    const double arm = -data.dlength_dq.col(cable)[body.hip_flexion];  // positive flexes
    std::printf("%8d %10.3f %10.3f %14.3f %10.2f\n", degrees, 1e3 * here, 1e3 * arm,
                1e3 * difference, data.muscles[at].resting_tension);
    good = good && std::abs(difference - arm) < 1e-8;
  }
  return good ? 0 : 1;
}
