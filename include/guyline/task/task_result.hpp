#pragma once

/// @file
/// What a task tells beside standing: hands, passive moments, silence of the back, margins, and what
/// seat, backrest and feet carry.
///
/// A seat pushes up through the tuberosities, a backrest across the trunk; moments about the contact of
/// the tuberosities balance. A backrest only pushes: where the weight is ahead of the contact its force
/// comes out negative, and nobody leans on it.
/// Not covered: friction that a seat or a foot cannot give.

#include <guyline/task/stand.hpp>
#include <guyline/task/task.hpp>

namespace guyline {

/// Where things are on a body of this size.
template <typename Number = double>
struct TaskPoints {
  Number scale{1};             ///< Stature over that of the tables [1].
  Vector<Number, 2> ischium;   ///< Contact with the seat, from the hip in the pelvis [m].
  Vector<Number, 2> backrest;  ///< Where a backrest pushes, from T12/L1 in the trunk [m].
  Vector<Number, 2> shoulder;  ///< From T12/L1 in the trunk [m].
  BodyIndex torso, thigh;
  std::vector<CableIndex> erectors;  ///< Erector spinae and multifidus.
  CableIndex hamstrings;

  /// @throws InvalidArgument if the body is not a bridge with arms.
  template <typename Laws>
  explicit TaskPoints(const Bridge<Number, Laws>& bridge)
      : scale(bridge.options.stature / Number(bridge_data::kReferenceStature.value)),
        ischium(Number(task_data::kIschiumBack.value) * scale,
                Number(task_data::kIschiumUp.value) * scale),
        backrest(Number(0), Number(task_data::kBackrestUp.value) * scale),
        torso(bridge.model.frame.body_index("torso")),
        thigh(bridge.model.frame.body_index("thigh")),
        hamstrings(bridge.model.select_muscles("hamstrings").front()) {
    bool has_arms = false;
    for (const auto& mass : bridge.model.frame.masses()) {
      if (mass.name != "arms") continue;
      shoulder = mass.point_B;
      has_arms = true;
    }
    if (!has_arms) throw InvalidArgument("a task needs a body with a mass called arms");
    for (const char* name :
         {"erector_spinae_lumbar", "erector_spinae_thoracic_pelvic", "multifidus"}) {
      for (const CableIndex i : bridge.model.select_muscles(name)) erectors.push_back(i);
    }
  }
};

/// What comes of a task beside what standing has, in the order of the fields of StandResult.
template <typename Scalar>
struct TaskResult : StandResult<Scalar> {
  Scalar trunk_inclination{0};  ///< [rad], against the vertical, forward positive.
  Scalar fingertip_height{0};   ///< [m] above the sole, arms hanging.
  Scalar shoulder_forward{0};   ///< [m] ahead of the ankle.
  Scalar grip_height{0};        ///< [m] above the sole, arms hanging.
  /// [N m], passive, of tissue and stretched muscle at L5/S1; > 0 extends.
  Scalar lumbar_moment{0};
  Scalar hamstring_moment{0};    ///< [N m] per leg, passive, > 0 extends the hip.
  Scalar erector_activation{0};  ///< [1], the highest of the erector spinae and multifidus.
  MaskOf<Scalar> is_erector_silent{false};  ///< Below task_data::kSilentActivation at every level.
  Scalar seat_force{0};                     ///< [N], up, on the tuberosities; 0 without a seat.
  Scalar backrest_force{0};                 ///< [N], across the trunk; 0 without a backrest.
  Scalar foot_force{0};                     ///< [N], up, on the feet.
  /// [rad] to the nearer end of each coordinate's range (task_data.hpp); < 0: beyond.
  std::array<Scalar, 4> margins{};
  int iterations = 0;  ///< Steps to the posture; those to q0 are not among them.
  PostureStatus standing_status = PostureStatus::kSolved;  ///< Of q0; the voluntary law only.
  Scalar standing_stiffness{0};                            ///< K at q0 [N m/rad]; as above.
};

/// An answer of the right sizes, for update_task() to fill.
template <typename Scalar = double, typename Laws>
TaskResult<Scalar> make_task_result(const Bridge<double, Laws>& bridge) {
  TaskResult<Scalar> result;
  static_cast<StandResult<Scalar>&>(result) = internal::make_stand_result_of<Scalar>(bridge);
  return result;
}

namespace internal {

/// Forces of seat and backrest in the pose of `data`, into the last two loads of `body` and `result`. A
/// seat alone pushes the same in every pose; only a backrest's push has to be found, one pose at a time.
template <typename Scalar, typename Number, typename Laws>
void update_supports(const Task& task, const TaskPoints<Number>& points,
                     const EquilibriumData<Scalar, 2>& data, Bridge<Number, Laws>& body,
                     TaskResult<Scalar>& result) {
  using Vector2 = Vector<Scalar, 2>;
  auto& frame = body.model.frame;
  const auto& kinematics = data.posture.kinematics;
  Number total(0), above(0), thigh(0), below(0);
  Vector2 moment_above = Vector2::Zero();
  for (const auto& mass : frame.masses()) {
    total += mass.mass;
    if (mass.body == points.thigh) thigh += mass.mass;
    if (!frame.is_beyond(mass.body, points.thigh)) below += mass.mass;
    if (!frame.is_beyond(mass.body, body.pelvis)) continue;
    above += mass.mass;
    moment_above +=
        Scalar(mass.mass) * kinematics.position(mass.body, cast_to<Scalar>(mass.point_B));
  }
  result.seat_force = result.backrest_force = result.foot_force = Scalar(0);
  if (value_of(frame.gravity.squaredNorm()) == 0.0) return;
  using std::sqrt;
  const Number g = sqrt(Number(frame.gravity.squaredNorm()));
  result.foot_force = Scalar(total * g);
  if (!task.has_seat) return;
  const Vector2 contact = kinematics.position(body.pelvis, cast_to<Scalar>(points.ischium));
  const Vector2 weight = cast_to<Scalar>(Vector<Number, 2>(frame.gravity * above));
  Vector2 push = Vector2::Zero();
  if constexpr (std::is_same<Scalar, Number>::value) {
    if (task.has_backrest) {
      // Moments about the contact: the weight behind it against a push across the trunk.
      const auto turn = [](const Vector2& r, const Vector2& f) -> Scalar {
        return r.x() * f.y() - r.y() * f.x();
      };
      const Vector2 across =
          kinematics.poses[static_cast<std::size_t>(static_cast<int>(points.torso))].rotation.col(
              0);
      const Vector2 arm = kinematics.position(points.torso, points.backrest) - contact;
      result.backrest_force =
          -turn(Vector2(moment_above / above - contact), weight) / turn(arm, across);
      push = across * result.backrest_force;
      frame.set_load_force(frame.loads().size() - 2, Vector2(-weight - push));
      frame.set_load_force(frame.loads().size() - 1, push);
    }
  }
  // Feet carry shanks and the knees' share of the thighs; the seat all else, friction included.
  const Scalar knee =
      kinematics.poses[static_cast<std::size_t>(static_cast<int>(points.thigh))].position.x();
  Scalar on_knee(0);
  for (const auto& mass : frame.masses()) {
    if (mass.body != points.thigh) continue;
    const Vector2 p = kinematics.position(mass.body, cast_to<Scalar>(mass.point_B));
    on_knee += Scalar(mass.mass) * (contact.x() - p.x()) / (contact.x() - knee);
  }
  const Vector2 up = cast_to<Scalar>(Vector<Number, 2>(frame.gravity * Number(Number(-1) / g)));
  result.seat_force =
      Scalar(Vector2(-weight - push).dot(up)) + (Scalar(thigh) - on_knee) * Scalar(g);
  result.foot_force = (Scalar(below) + on_knee) * Scalar(g);
}

/// Who is pulling while the posture is held: tensions with the effort of the lowest level.
template <typename Scalar, typename Laws>
void update_held_pulls(const Bridge<double, Laws>& body, const EquilibriumData<Scalar, 2>& at,
                       TaskResult<Scalar>& result) {
  if (result.pulls.empty() || result.loads.empty()) return;
  const auto& model = body.model;
  const VectorX<Scalar>& activation = result.loads.front().effort.activation;
  Scalar weight(0), tissue(0), sizes(0);
  for (int m = 0; m < model.frame.num_motions(); ++m) {
    const auto& motion = model.frame.motion(m);
    const int k = motion.coordinate;
    weight += gravity_moment(model.frame, at.posture.kinematics, MotionIndex(m)) *
              motion.function(at.q[k]).derivative * at.curve.q_rate[k];
  }
  for (const auto& t : model.tissues) {
    tissue += tissue_moment(t, at.q[t.coordinate]).moment * at.curve.q_rate[t.coordinate];
  }
  for (std::size_t i = 0; i < result.pulls.size(); ++i) {
    Pull<Scalar>& pull = result.pulls[i];
    pull.tension = muscle_tension(at.posture.muscles[i], activation[static_cast<Eigen::Index>(i)]);
    pull.moment = pull.tension * pull.arm;
    sizes += abs(pull.moment);
  }
  sizes += abs(weight) + abs(tissue);
  const Scalar half = max(Scalar(Scalar(0.5) * sizes), Scalar(1e-300));
  for (auto& pull : result.pulls) pull.share = pull.moment / half;
  result.other_pulls.gravity = {Scalar(0), Scalar(0), weight, weight / half};
  result.other_pulls.tissue = {Scalar(0), Scalar(0), tissue, tissue / half};
}

inline void set_no_task_posture(TaskResult<double>& result) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  set_no_posture<double>(result);
  result.trunk_inclination = result.fingertip_height = result.grip_height = nan;
  result.shoulder_forward = nan;
  result.lumbar_moment = result.hamstring_moment = result.erector_activation = nan;
  result.seat_force = result.backrest_force = result.foot_force = nan;
  result.margins.fill(nan);
  result.is_erector_silent = false;
}

/// What a task tells beside standing, in the pose of `data`.
template <typename Scalar, typename Laws>
void describe_task(const Bridge<double, Laws>& body, const TaskPoints<>& points,
                   const EquilibriumData<Scalar, 2>& at, TaskResult<Scalar>& result) {
  const auto& model = body.model;
  const auto& kinematics = at.posture.kinematics;
  result.trunk_inclination = result.anterior_tilt + at.q[body.lumbar_flexion];
  const Vector<Scalar, 2> shoulder =
      kinematics.position(points.torso, cast_to<Scalar>(points.shoulder));
  const auto& ankle = kinematics.poses[static_cast<std::size_t>(static_cast<int>(body.foot))];
  result.shoulder_forward = shoulder.x() - ankle.position.x();
  result.fingertip_height =
      shoulder.y() - Scalar(task_data::kArmLength.value * body.options.stature);
  result.grip_height = shoulder.y() - Scalar(task_data::kGripLength.value * body.options.stature);
  const auto passive = [&](CableIndex i) -> const Scalar& {
    return at.posture.muscles[static_cast<std::size_t>(static_cast<int>(i))].passive_tension;
  };
  const MotionIndex disc = model.levels.front().motion;
  result.lumbar_moment = -tissue_moment_at(model, at.q, disc);
  for (int i = 0; i < model.num_muscles(); ++i) {
    result.lumbar_moment +=
        passive(CableIndex(i)) * length_rate(model, kinematics, CableIndex(i), disc);
  }
  result.hamstring_moment = Scalar(0.5) * passive(points.hamstrings) *
                            length_rate(model, kinematics, points.hamstrings, body.hip);
  result.erector_activation = Scalar(0);
  for (const auto& load : result.loads) {
    for (const CableIndex i : points.erectors) {
      result.erector_activation = max(result.erector_activation, load.effort.activation[i]);
    }
  }
  result.is_erector_silent = result.erector_activation < Scalar(task_data::kSilentActivation.value);
  for (std::size_t k = 0; k < 4; ++k) {
    const auto& range = task_data::kRanges[k];
    const Scalar& q = at.q[static_cast<Eigen::Index>(k)];
    result.margins[k] = min(Scalar(q - Scalar(range.lower)), Scalar(Scalar(range.upper) - q));
  }
}

}  // namespace internal
}  // namespace guyline
