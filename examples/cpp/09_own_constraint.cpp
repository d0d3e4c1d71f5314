// A constraint of one's own: a strap from a ring on the wall behind holds a leaning trunk. The
// multiplier is the strap's force; the strap cut and that force put in its place, nothing moves.

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <guyline/guyline.hpp>
#include <memory>

namespace {

using guyline::BodyIndex;
using guyline::MatrixX;
using guyline::VectorX;
using Vector2 = guyline::Vector<double, 2>;
using Data = guyline::PostureData<double, 2>;

// |p - ring| = length, for a point p of a body and a ring fixed to the ground.
class Strap final : public guyline::Constraint<double, 2> {
 public:
  Strap(BodyIndex body, const Vector2& point_B, const Vector2& ring_G, double length)
      : body_(body), point_B_(point_B), ring_G_(ring_G), length_(length) {}

  std::string name() const override { return "strap to the wall"; }
  int num_residuals() const override { return 1; }
  void evaluate(const Data& data, const VectorX<double>& q, Eigen::Ref<VectorX<double>> residuals,
                Eigen::Ref<MatrixX<double>> jacobian) const override {
    const Vector2 p = data.kinematics.position(body_, point_B_);
    residuals[0] = (p - ring_G_).norm() - length_;
    for (int i = 0; i < q.size(); ++i) {
      jacobian(0, i) = direction(p).dot(data.kinematics.velocity(body_, i, p));
    }
  }
  void curvature(const Data& data, const VectorX<double>& /*q*/,
                 const guyline::PoseCurve<double, 2>& line,
                 Eigen::Ref<VectorX<double>> second) const override {
    const Vector2 p = data.kinematics.position(body_, point_B_);
    const Vector2 u = direction(p);
    const auto& rate = line.rates[static_cast<std::size_t>(static_cast<int>(body_))];
    const Vector2 v = rate.velocity_at(p);
    second[0] =
        (v.dot(v) - u.dot(v) * u.dot(v)) / (p - ring_G_).norm() + u.dot(rate.acceleration_at(p));
  }
  // Unit, from the ring to the point.
  Vector2 direction(const Vector2& p_G) const { return (p_G - ring_G_).normalized(); }

 private:
  BodyIndex body_;
  Vector2 point_B_, ring_G_;
  double length_;
};

// Worst misfit of Jacobian and curvature against central differences of the residual.
double derivative_error(const guyline::Bridge<double>& body, const Strap& strap) {
  constexpr double kStep = 1e-5;
  const auto& frame = body.model.frame;
  const int n = frame.num_coordinates();
  Data data(body.model);
  VectorX<double> residual(1), second(1);
  MatrixX<double> jacobian(1, n), ahead(1, n), behind(1, n);
  const auto at = [&](const VectorX<double>& pose, MatrixX<double>& rows) {
    update_pose(body.model, pose, guyline::Order::kGradient, data);
    strap.evaluate(data, pose, residual, rows);
    return residual[0];
  };
  const VectorX<double> q = body.reference_q;
  guyline::PoseCurve<double, 2> line;
  line.rates.resize(static_cast<std::size_t>(frame.num_bodies()));
  double worst = 0.0;
  for (int i = 0; i < n; ++i) {
    const VectorX<double> unit = VectorX<double>::Unit(n, i);
    at(q, jacobian);
    update_curve_rates(frame, unit, VectorX<double>(VectorX<double>::Zero(n)), data.kinematics,
                       line.rates);
    strap.curvature(data, q, line, second);
    const double rate = (at(q + kStep * unit, ahead) - at(q - kStep * unit, behind)) / (2 * kStep);
    worst = std::max(worst, std::abs(rate - jacobian(0, i)));
    worst = std::max(worst, std::abs((ahead - behind)(0, i) / (2 * kStep) - second[0]));
  }
  return worst;
}

}  // namespace

int main() {
  using namespace guyline;
  constexpr double kDegree = bridge_data::kDegree;
  constexpr double kLean = 10.0 * kDegree;
  const Bridge<double> body = bridge();
  const auto& model = body.model;
  const int n = model.frame.num_coordinates();
  const BodyIndex torso = model.frame.body_index("torso");
  const Vector2 shoulder_B(0.0, 0.25);

  // Tilt, trunk inclination and knee flexion as rows over the coordinates.
  VectorX<double> tilt = VectorX<double>::Zero(n), trunk, knee = VectorX<double>::Zero(n);
  tilt[body.ankle_dorsiflexion] = 1.0;
  tilt[body.knee_flexion] = -1.0;
  tilt[body.hip_flexion] = 1.0;
  trunk = tilt;
  trunk[body.lumbar_flexion] = 1.0;
  knee[body.knee_flexion] = 1.0;
  const auto balance = std::make_shared<CenterOfMassOver<double, 2>>(
      body.foot, Vector2(0.0, 0.0), Vector2(1.0, 0.0), body.balance_offset);

  // A strap just long enough to lean 10 degrees: measured in that pose.
  StandOptions leaning;
  leaning.trunk_inclination = kLean;
  const StandResult<double> free = stand(body, leaning);
  if (free.status != PostureStatus::kSolved) return 1;
  Data data(model);
  update_pose(model, free.q, Order::kGradient, data);
  const Vector2 shoulder = data.kinematics.position(torso, shoulder_B);
  const Vector2 ring(-1.0, shoulder.y());
  const auto strap = std::make_shared<Strap>(torso, shoulder_B, ring, (shoulder - ring).norm());
  const double error = derivative_error(body, *strap);
  std::printf("derivatives against differences  %.1e\n", error);
  if (!(error < 1e-8)) return 1;

  // Balance and strap hold; nothing says that the trunk keeps an angle.
  const Manifold<double, 2> strapped(n, {{"knee flexion", knee, 0.0}}, {balance, strap}, tilt,
                                     -20.0 * kDegree, 20.0 * kDegree, free.q);
  EquilibriumData<double, 2> scratch(model, strapped);
  const EquilibriumResult<double> held = find_equilibria(model, strapped, {}, scratch);
  if (held.status != PostureStatus::kSolved) {
    std::printf("no posture in the strap: %s\n", to_string(held.status));
    return 1;
  }
  const Equilibrium<double>& rest = held.equilibria[static_cast<std::size_t>(held.resting)];
  update_multipliers(model, strapped, scratch);
  const double force = scratch.multipliers[1];  // of the second nonlinear constraint
  const double lean = trunk.dot(scratch.q);
  std::printf("tilt in the strap                %.3f deg, trunk %.3f deg forward\n",
              rest.path / kDegree, lean / kDegree);
  std::printf("the strap %s with            %.2f N\n", force < 0.0 ? "pulls back" : "pushes on",
              std::abs(force));

  // The stiffness needs the strap's second derivatives; differences of the force do not.
  constexpr double kStep = 1e-5;
  EquilibriumData<double, 2> beside = scratch;
  const double ahead = evaluate_on_path(model, strapped, rest.path + kStep, beside).force;
  const double behind = evaluate_on_path(model, strapped, rest.path - kStep, beside).force;
  const double stiffness = (behind - ahead) / (2 * kStep);
  std::printf("stiffness, and by differences    %.4f and %.4f N m/deg\n", rest.stiffness * kDegree,
              stiffness * kDegree);
  if (!(std::abs(stiffness - rest.stiffness) < 1e-5 * std::abs(rest.stiffness))) return 1;

  // Cut the strap: the same force on the shoulder, the trunk at the angle that it had.
  Model<double, 2> cut = model;
  const Vector2 now = scratch.posture.kinematics.position(torso, shoulder_B);
  cut.frame.add_load({torso, shoulder_B, force * strap->direction(now), "in place of the strap"});
  const Manifold<double, 2> angled(n, {{"knee flexion", knee, 0.0}, {"trunk", trunk, lean}},
                                   {balance}, tilt, -20.0 * kDegree, 20.0 * kDegree, scratch.q);
  EquilibriumData<double, 2> other(cut, angled);
  const EquilibriumResult<double> replaced = find_equilibria(cut, angled, {}, other);
  if (replaced.status != PostureStatus::kSolved) return 1;
  const double difference =
      replaced.equilibria[static_cast<std::size_t>(replaced.resting)].path - rest.path;
  std::printf("with the force in its place      %.1e deg away\n", difference / kDegree);
  return force < 0.0 && std::abs(difference) < 1e-9 ? 0 : 1;
}
