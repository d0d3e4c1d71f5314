// The limit: gradient and Hessian of the potential of the bridge, and nothing else.
//
//   bare_kernel [rows=256] [repeats=30]       prints one JSON line; the exit status is 1 if the
//                                             numbers are not guyline's
//
// The equations of posture/potential.hpp over the four coordinates (ankle, knee, hip, lumbar), with
// position, gradient and Hessian of the centre of mass, for bodies that differ by length change and
// tone of each muscle. Written for this one model: the topology is known when it is compiled, all
// loops over links are unrolled, numbers lie in flat arrays; no tree, no options, no checks, no
// status. Once with one body at a time, once with kLanes bodies in the lanes of a register.
// With R(phi) a forward rotation, a point p2 that turns by q_j about o_j against p1 of a lower body,
//   u = (p2 - p1)/l,  e_j = p2 - o_j:   dl/dq_j = u x e_j,
//   d2l/dq_i dq_j = (u . e_j) ((u . e_i)/l - 1)   for i below j,
// and for the lumbar coordinate, which turns six discs by shares s_k, e = sum s_k (p2 - o_k) and
//   d2l/dq2 = (u . e)^2/l - u . sum (s_k^2 + 2 s_k S_{k-1}) (p2 - o_k),   S_k = s_1 + ... + s_k.

#if defined(__x86_64__)
#include <immintrin.h>
#endif

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <guyline/guyline.hpp>
#include <random>
#include <string>
#include <utility>
#include <vector>

#define BARE_INLINE inline __attribute__((always_inline))

namespace {

#if defined(__AVX512F__)
constexpr int kLanes = 8;
#elif defined(__AVX__)
constexpr int kLanes = 4;
#else
constexpr int kLanes = 2;
#endif

// ---- One number or kLanes of them ---------------------------------------------------------------

using Lanes = double __attribute__((vector_size(kLanes * sizeof(double))));
using IntLanes = long long __attribute__((vector_size(kLanes * sizeof(double))));

template <typename T>
struct IntOf {
  using type = long long;
};
template <>
struct IntOf<Lanes> {
  using type = IntLanes;
};
template <typename T>
using Int = typename IntOf<T>::type;

template <typename To, typename From>
BARE_INLINE To bits(const From& from) {
  To to;
  std::memcpy(&to, &from, sizeof(to));
  return to;
}

BARE_INLINE double root(double x) { return std::sqrt(x); }
BARE_INLINE Lanes root(Lanes x) {
#if defined(__AVX512F__)
  return _mm512_maskz_sqrt_pd(0xff, x);  // the plain one warns of its undefined source
#elif defined(__AVX__)
  return _mm256_sqrt_pd(x);
#elif defined(__SSE2__)
  return _mm_sqrt_pd(x);
#else
  for (int i = 0; i < kLanes; ++i) x[i] = std::sqrt(x[i]);
  return x;
#endif
}

constexpr double kRoundInt = 6755399441055744.0;  // 1.5 * 2^52: adding it rounds to an integer

/// e^x for |x| < 700, to 1 ulp or so.
template <typename T>
BARE_INLINE T exponential(const T& x) {
  const T shifted = x * 1.4426950408889634 + kRoundInt;
  const T n = shifted - kRoundInt;
  const T r = (x - n * 6.93145751953125e-1) - n * 1.42860682030941723212e-6;
  T p = r * (1.0 / 479001600.0) + 1.0 / 39916800.0;
  p = p * r + 1.0 / 3628800.0;
  p = p * r + 1.0 / 362880.0;
  p = p * r + 1.0 / 40320.0;
  p = p * r + 1.0 / 5040.0;
  p = p * r + 1.0 / 720.0;
  p = p * r + 1.0 / 120.0;
  p = p * r + 1.0 / 24.0;
  p = p * r + 1.0 / 6.0;
  p = p * r + 0.5;
  p = p * r + 1.0;
  p = p * r + 1.0;
  return p * bits<T>((bits<Int<T>>(shifted) + 1023LL) << 52);
}

/// Sine and cosine for |x| < 1e5.
template <typename T>
BARE_INLINE void sine_cosine(const T& x, T& sine, T& cosine) {
  const T shifted = x * 0.63661977236758134 + kRoundInt;
  const T n = shifted - kRoundInt;
  const T r = (x - n * 1.57079632673412561417) - n * 6.07710050650619224932e-11;
  const T z = r * r;
  T s = z * 1.58969099521155010221e-10 - 2.50507602534068634195e-8;
  s = s * z + 2.75573137070700676789e-6;
  s = s * z - 1.98412698298579493134e-4;
  s = s * z + 8.33333333332248946124e-3;
  s = s * z - 1.66666666666666324348e-1;
  s = r + r * z * s;
  T c = z * -1.13596475577881948265e-11 + 2.08757232129817482790e-9;
  c = c * z - 2.75573143513906633035e-7;
  c = c * z + 2.48015872894767294178e-5;
  c = c * z - 1.38888888888741095749e-3;
  c = c * z + 4.16666666666666019037e-2;
  c = 1.0 - 0.5 * z + z * z * c;
  const Int<T> quadrant = bits<Int<T>>(shifted);
  const Int<T> odd = -(quadrant & 1LL);
  const Int<T> s_bits = bits<Int<T>>(s), c_bits = bits<Int<T>>(c);
  const Int<T> swapped = (s_bits ^ c_bits) & odd;
  sine = bits<T>((s_bits ^ swapped) ^ ((quadrant & 2LL) << 62));
  cosine = bits<T>((c_bits ^ swapped) ^ (((quadrant + 1LL) & 2LL) << 62));
}

// ---- What is known when this is compiled --------------------------------------------------------

namespace data = guyline::bridge_data;

constexpr int kBodies = static_cast<int>(data::kBodyNames.size());
constexpr int kJoints = kBodies - 1;  // joint j is below body j + 1
constexpr int kDiscs = 6;
constexpr int kCables = static_cast<int>(data::kMuscles.size());
constexpr int kFirstDisc = kJoints - kDiscs;
constexpr std::array<double, 4> kTurn = {1.0, -1.0, 1.0, 1.0};  // of ankle, knee, hip, spine

constexpr double share(int disc) {
  return data::kJoints[static_cast<std::size_t>(kFirstDisc + disc)].share;
}
constexpr double share_below(int disc) {
  double sum = 0.0;
  for (int k = 0; k < disc; ++k) sum += share(k);
  return sum;
}
/// Part of the lumbar flexion that has turned a body.
constexpr double turned(int body) {
  return body > data::kPelvis ? share_below(body - data::kPelvis) : 0.0;
}
constexpr double second_share(int disc) {
  return share(disc) * (share(disc) + 2.0 * share_below(disc));
}

/// Coordinate of the joint below a body.
constexpr int coordinate_below(int body) { return body <= kFirstDisc ? body - 1 : 3; }

constexpr int body_of(int cable, int point) {
  return data::kMuscles[static_cast<std::size_t>(cable)]
      .points[static_cast<std::size_t>(point)]
      .body;
}
constexpr int points_of(int cable) {
  return data::kMuscles[static_cast<std::size_t>(cable)].num_points;
}

constexpr int count_links() {
  int n = 0;
  for (int c = 0; c < kCables; ++c) {
    for (int k = 0; k + 1 < points_of(c); ++k) n += body_of(c, k) != body_of(c, k + 1) ? 1 : 0;
  }
  return n;
}
constexpr int kLinks = count_links();

/// A link between two bodies, the lower one first. Within one body a link has a fixed length.
struct Link {
  int cable = 0, lower = 0, upper = 0, lower_point = 0, upper_point = 0;
};
constexpr std::array<Link, kLinks> make_links() {
  std::array<Link, kLinks> links{};
  std::size_t n = 0;
  for (int c = 0; c < kCables; ++c) {
    for (int k = 0; k + 1 < points_of(c); ++k) {
      const int a = body_of(c, k), b = body_of(c, k + 1);
      if (a < b) links[n++] = Link{c, a, b, k, k + 1};
      if (a > b) links[n++] = Link{c, b, a, k + 1, k};
    }
  }
  return links;
}
constexpr std::array<Link, kLinks> kLink = make_links();

/// Coordinates that change the length of a cable, first and last.
constexpr int first_coordinate(int cable) {
  int first = 3;
  for (const Link& link : kLink) {
    if (link.cable == cable) first = std::min(first, coordinate_below(link.lower + 1));
  }
  return first;
}
constexpr int last_coordinate(int cable) {
  int last = 0;
  for (const Link& link : kLink) {
    if (link.cable == cable) last = std::max(last, coordinate_below(link.upper));
  }
  return last;
}

constexpr int pair(int i, int j) { return j * (j + 1) / 2 + i; }  // i <= j

// ---- What is read at run time -------------------------------------------------------------------

/// Numbers of the model, the same for all rows.
struct Numbers {
  std::array<double, kBodies> offset_x{}, offset_y{};  // origin in the parent
  std::array<double, kBodies> mass{}, mass_x{}, mass_y{};
  double total_mass = 0.0, gravity = 0.0;
  std::array<double, kLinks> lower_x{}, lower_y{}, upper_x{}, upper_y{};
  std::array<double, kCables> fixed_length{};
  std::array<double, kCables> per_length{}, zero_length{};  // l~ = L per_length - zero_length
  std::array<double, kCables> force{}, stiffness{}, onset{}, per_width{}, gain{};
  guyline::Tissue<double> tissue;
  double active = 0.0;  // -1/gamma
};

Numbers flatten(const guyline::Bridge<double>& bridge) {
  Numbers n;
  const auto& frame = bridge.model.frame;
  for (std::size_t b = 0; b < kBodies; ++b) {
    n.offset_x[b] = frame.body(static_cast<int>(b)).X_PF.position.x();
    n.offset_y[b] = frame.body(static_cast<int>(b)).X_PF.position.y();
  }
  for (const auto& mass : frame.masses()) {
    const auto b = static_cast<std::size_t>(static_cast<int>(mass.body));
    n.mass[b] += mass.mass;
    n.mass_x[b] += mass.mass * mass.point_B.x();
    n.mass_y[b] += mass.mass * mass.point_B.y();
    n.total_mass += mass.mass;
  }
  n.gravity = -frame.gravity.y();
  for (std::size_t k = 0; k < kLinks; ++k) {
    const auto& points = bridge.model.paths[static_cast<std::size_t>(kLink[k].cable)].points;
    const auto& lower = points[static_cast<std::size_t>(kLink[k].lower_point)];
    const auto& upper = points[static_cast<std::size_t>(kLink[k].upper_point)];
    n.lower_x[k] = lower.point_B.x();
    n.lower_y[k] = lower.point_B.y();
    n.upper_x[k] = upper.point_B.x();
    n.upper_y[k] = upper.point_B.y();
  }
  for (std::size_t c = 0; c < kCables; ++c) {
    const auto& m = bridge.model.muscles[c];
    const auto& points = bridge.model.paths[c].points;
    for (std::size_t k = 0; k + 1 < points.size(); ++k) {
      if (points[k].body != points[k + 1].body) continue;
      n.fixed_length[c] += (points[k + 1].point_B - points[k].point_B).norm();
    }
    n.per_length[c] = 1.0 / (m.optimal_fibre_length * m.cos_pennation);
    n.zero_length[c] = m.slack_length * n.per_length[c];
    n.force[c] = m.max_isometric_force * m.cos_pennation;
    n.stiffness[c] = m.max_isometric_force / m.optimal_fibre_length;
    n.onset[c] = 1.0 + m.passive_onset;
    n.per_width[c] = m.stiffness / m.passive_width;
    n.gain[c] = m.reflex_gain;
  }
  n.tissue = bridge.model.tissues.front();
  n.active = -1.0 / bridge.model.laws.active.gamma;
  return n;
}

/// What differs from row to row: a number or lanes of them.
template <typename T>
struct Row {
  std::array<T, 4> q{};
  std::array<T, kCables> length_change{}, tone{}, threshold{};
};

template <typename T>
struct Answer {
  std::array<T, 4> gradient{};  // dU/dq
  std::array<T, 10> hessian{};  // pairs
  T center{};                   // x of the centre of mass
  std::array<T, 4> center_gradient{};
  std::array<T, 10> center_hessian{};
};

/// Bodies in ground axes, and the sums over discs that the lumbar coordinate needs.
template <typename T>
struct Places {
  std::array<T, kBodies> c, s, x, y;      // forward rotation, origin
  std::array<T, kBodies> ox, oy, wx, wy;  // sum of shares, of second shares, times joint centres
};

template <typename T>
BARE_INLINE void place(const Numbers& n, const std::array<T, 4>& q, Places<T>& at) {
  std::array<T, kBodies> angle;
  angle[0] = T{};
  angle[1] = q[0];
  angle[2] = angle[1] - q[1];
  angle[3] = angle[2] + q[2];
  for (int b = 4; b < kBodies; ++b) {
    angle[static_cast<std::size_t>(b)] = angle[3] + turned(b) * q[3];
  }
  for (std::size_t b = 0; b < kBodies; ++b) sine_cosine(angle[b], at.s[b], at.c[b]);
  at.x[0] = T{} + n.offset_x[0];
  at.y[0] = T{} + n.offset_y[0];
  for (std::size_t b = 1; b < kBodies; ++b) {
    at.x[b] = at.x[b - 1] + at.c[b - 1] * n.offset_x[b] + at.s[b - 1] * n.offset_y[b];
    at.y[b] = at.y[b - 1] + at.c[b - 1] * n.offset_y[b] - at.s[b - 1] * n.offset_x[b];
  }
  at.ox[3] = at.oy[3] = at.wx[3] = at.wy[3] = T{};
  for (std::size_t b = 4; b < kBodies; ++b) {
    const double first = share(static_cast<int>(b) - 4);
    const double second = second_share(static_cast<int>(b) - 4);
    at.ox[b] = at.ox[b - 1] + first * at.x[b];
    at.oy[b] = at.oy[b - 1] + first * at.y[b];
    at.wx[b] = at.wx[b - 1] + second * at.x[b];
    at.wy[b] = at.wy[b - 1] + second * at.y[b];
  }
}

/// Weight and centre of mass: sums from the top down, a joint carries what is above it.
template <typename T>
BARE_INLINE void weigh(const Numbers& n, const Places<T>& at, Answer<T>& answer) {
  T x{}, y{};
  double mass = 0.0;
  std::array<T, 4> ex{}, ey{};
  T wx{}, wy{};
  for (int b = kBodies - 1; b >= 1; --b) {
    const auto i = static_cast<std::size_t>(b);
    mass += n.mass[i];
    x += n.mass[i] * at.x[i] + at.c[i] * n.mass_x[i] + at.s[i] * n.mass_y[i];
    y += n.mass[i] * at.y[i] + at.c[i] * n.mass_y[i] - at.s[i] * n.mass_x[i];
    const T arm_x = x - mass * at.x[i], arm_y = y - mass * at.y[i];
    const auto k = static_cast<std::size_t>(coordinate_below(b));
    const double first = b > kFirstDisc ? share(b - 1 - kFirstDisc) : kTurn[k];
    ex[k] += first * arm_x;
    ey[k] += first * arm_y;
    if (b > kFirstDisc) {
      wx += second_share(b - 1 - kFirstDisc) * arm_x;
      wy += second_share(b - 1 - kFirstDisc) * arm_y;
    }
  }
  const double per_mass = 1.0 / n.total_mass;
  x += n.mass[0] * at.x[0] + n.mass_x[0];
  answer.center = x * per_mass;
  for (int j = 0; j < 4; ++j) {
    const auto k = static_cast<std::size_t>(j);
    answer.gradient[k] = -n.gravity * ex[k];
    answer.center_gradient[k] = per_mass * ey[k];
    for (int i = 0; i <= j; ++i) {
      const auto at_pair = static_cast<std::size_t>(pair(i, j));
      const double turn = i == j && j < 3 ? kTurn[k] : kTurn[static_cast<std::size_t>(i)];
      const T& sx = i == 3 ? wx : ex[k];
      const T& sy = i == 3 ? wy : ey[k];
      answer.hessian[at_pair] = (-n.gravity * turn) * sy;
      answer.center_hessian[at_pair] = (-per_mass * turn) * sx;
    }
  }
}

/// Length of a cable and its derivatives.
template <typename T>
struct Length {
  T value;
  std::array<T, 4> gradient;
  std::array<T, 10> hessian;
};

template <std::size_t K, typename T>
BARE_INLINE void add_link(const Numbers& n, const Places<T>& at, Length<T>& length) {
  constexpr Link link = kLink[K];
  constexpr auto lower = static_cast<std::size_t>(link.lower);
  constexpr auto upper = static_cast<std::size_t>(link.upper);
  constexpr int first = coordinate_below(link.lower + 1), last = coordinate_below(link.upper);
  const T x1 = at.x[lower] + at.c[lower] * n.lower_x[K] + at.s[lower] * n.lower_y[K];
  const T y1 = at.y[lower] + at.c[lower] * n.lower_y[K] - at.s[lower] * n.lower_x[K];
  const T x2 = at.x[upper] + at.c[upper] * n.upper_x[K] + at.s[upper] * n.upper_y[K];
  const T y2 = at.y[upper] + at.c[upper] * n.upper_y[K] - at.s[upper] * n.upper_x[K];
  T ux = x2 - x1, uy = y2 - y1;
  const T l = root(ux * ux + uy * uy);
  const T per_l = 1.0 / l;
  ux *= per_l;
  uy *= per_l;
  length.value += l;
  std::array<T, 4> along;
  for (int j = first; j <= last; ++j) {
    const auto k = static_cast<std::size_t>(j);
    T ex, ey;
    if (j < 3) {
      ex = x2 - at.x[k + 1];
      ey = y2 - at.y[k + 1];
    } else {
      constexpr double part = turned(link.upper) - turned(link.lower);
      constexpr std::size_t from = lower < 3 ? 3 : lower;
      ex = part * x2 - (at.ox[upper] - at.ox[from]);
      ey = part * y2 - (at.oy[upper] - at.oy[from]);
    }
    along[k] = kTurn[k] * (ux * ex + uy * ey);
    length.gradient[k] += kTurn[k] * (ux * ey - uy * ex);
    for (int i = first; i <= j; ++i) {
      const auto m = static_cast<std::size_t>(i);
      T& h = length.hessian[static_cast<std::size_t>(pair(i, j))];
      if (i < 3) {
        h += along[k] * (along[m] * per_l - kTurn[m]);
      } else {
        constexpr double part = turned(link.upper) - turned(link.lower);
        constexpr double below = 2.0 * turned(link.lower);
        constexpr std::size_t from = lower < 3 ? 3 : lower;
        const T wx = (part * part) * x2 - (at.wx[upper] - at.wx[from]) +
                     below * (at.ox[upper] - at.ox[from]);
        const T wy = (part * part) * y2 - (at.wy[upper] - at.wy[from]) +
                     below * (at.oy[upper] - at.oy[from]);
        h += along[k] * along[k] * per_l - (ux * wx + uy * wy);
      }
    }
  }
}

template <std::size_t C, typename T, std::size_t... K>
BARE_INLINE void measure(const Numbers& n, const Places<T>& at, Length<T>& length,
                         std::index_sequence<K...>) {
  length.value = T{} + n.fixed_length[C];
  length.gradient.fill(T{});
  length.hessian.fill(T{});
  const auto take = [&](auto k) {
    if constexpr (kLink[decltype(k)::value].cable == static_cast<int>(C)) {
      add_link<decltype(k)::value>(n, at, length);
    }
  };
  (take(std::integral_constant<std::size_t, K>{}), ...);
}

/// Resting tension and its slope over the length of the path.
template <typename T>
BARE_INLINE void pull(const Numbers& n, std::size_t c, const T& length, const T& change,
                      const T& tone, const T& threshold, T& tension, T& stiffness) {
  constexpr double w = guyline::kToneRounding;
  const T fibre = length * n.per_length[c] - n.zero_length[c] - change;
  const T x = tone + n.gain[c] * (fibre - threshold);
  const T r = root(x * x + 4.0 * w * w);
  const T rounded = 0.5 * (x + r);
  const T slope = n.gain[c] * rounded / r;
  const T a = rounded > 1.0 ? T{} + 1.0 : rounded;
  const T da = rounded > 1.0 ? T{} : slope;
  const T offset = fibre - 1.0;
  const T scaled = offset * n.active;
  const T f = exponential(T(scaled * offset));
  const T stretch = (fibre - n.onset[c]) * n.per_width[c];
  const T p = stretch > 0.0 ? stretch : T{};
  const T square = p * p;
  const T inverse = 1.0 / (1.0 + square);
  const T ratio = 2.0 * square * inverse;
  tension = n.force[c] * (a * f + p * ratio);
  stiffness = n.stiffness[c] *
              (f * (da + 2.0 * scaled * a) + ratio * (1.0 + 2.0 * inverse) * n.per_width[c]);
}

template <std::size_t C, typename T>
BARE_INLINE void add_cable(const Length<T>& length, const T& tension, const T& stiffness,
                           Answer<T>& answer) {
  constexpr int first = first_coordinate(C), last = last_coordinate(C);
  for (int j = first; j <= last; ++j) {
    const T& l_j = length.gradient[static_cast<std::size_t>(j)];
    answer.gradient[static_cast<std::size_t>(j)] += tension * l_j;
    const T k_j = stiffness * l_j;
    for (int i = first; i <= j; ++i) {
      const auto at = static_cast<std::size_t>(pair(i, j));
      answer.hessian[at] +=
          tension * length.hessian[at] + k_j * length.gradient[static_cast<std::size_t>(i)];
    }
  }
}

template <typename T>
BARE_INLINE void add_stop(const guyline::TissueStop<double>& stop, const T& q, double sign,
                          T& moment, T& slope) {
  const T stretch = (sign * q - stop.onset) * (1.0 / stop.width);
  const T p = stretch > 0.0 ? stretch : T{};
  const T square = p * p;
  const T inverse = 1.0 / (1.0 + square);
  const T ratio = 2.0 * square * inverse;
  moment += (sign * stop.moment) * (p * ratio);
  slope += (stop.moment / stop.width) * (ratio * (1.0 + 2.0 * inverse));
}

template <typename T, std::size_t... C>
BARE_INLINE void add_cables(const Numbers& n, const Places<T>& at, const Row<T>& row,
                            Answer<T>& answer, std::index_sequence<C...>) {
  constexpr auto links = std::make_index_sequence<kLinks>{};
  if constexpr (sizeof(T) == sizeof(double)) {
    // Lengths first, then all curves in one loop, which the compiler runs in lanes of muscles.
    std::array<Length<T>, kCables> length;
    std::array<T, kCables> value, tension, stiffness;
    (measure<C>(n, at, length[C], links), ...);
    for (std::size_t c = 0; c < kCables; ++c) value[c] = length[c].value;
    for (std::size_t c = 0; c < kCables; ++c) {
      pull(n, c, value[c], row.length_change[c], row.tone[c], row.threshold[c], tension[c],
           stiffness[c]);
    }
    (add_cable<C>(length[C], tension[C], stiffness[C], answer), ...);
  } else {
    const auto one = [&](auto c) {
      constexpr std::size_t k = decltype(c)::value;
      Length<T> length;
      T tension, stiffness;
      measure<k>(n, at, length, links);
      pull(n, k, length.value, row.length_change[k], row.tone[k], row.threshold[k], tension,
           stiffness);
      add_cable<k>(length, tension, stiffness, answer);
    };
    (one(std::integral_constant<std::size_t, C>{}), ...);
  }
}

template <typename T>
__attribute__((noinline)) void evaluate(const Numbers& n, const Row<T>& row, Answer<T>& result) {
  Places<T> at;
  Answer<T> answer;
  place(n, row.q, at);
  weigh(n, at, answer);
  T moment = n.tissue.stiffness * (row.q[3] - n.tissue.rest), slope = T{} + n.tissue.stiffness;
  add_stop(n.tissue.flexion, row.q[3], 1.0, moment, slope);
  add_stop(n.tissue.extension, row.q[3], -1.0, moment, slope);
  answer.gradient[3] += moment;
  answer.hessian[pair(3, 3)] += slope;
  add_cables(n, at, row, answer, std::make_index_sequence<kCables>{});
  result = answer;
}

// ---- Rows, check, clock -------------------------------------------------------------------------

double& lane(double& x, int) { return x; }
double& lane(Lanes& x, int i) { return reinterpret_cast<double*>(&x)[i]; }

template <typename T>
constexpr int num_lanes() {
  return static_cast<int>(sizeof(T) / sizeof(double));
}

/// Largest difference to update_potential(), relative to 1 + size, over all rows.
template <typename T>
double check(const guyline::Bridge<double>& bridge, const Numbers& n, std::vector<Row<T>>& rows) {
  auto model = bridge.model;
  guyline::PostureData<double, 2> posture(model);
  double worst = 0.0;
  const auto compare = [&](double ours, double theirs) {
    const double off = std::abs(ours - theirs) / (1.0 + std::abs(theirs));
    worst = off <= worst ? worst : off;  // NaN counts
  };
  for (Row<T>& row : rows) {
    Answer<T> answer;
    evaluate(n, row, answer);
    for (int w = 0; w < num_lanes<T>(); ++w) {
      guyline::VectorX<double> q(4);
      for (int j = 0; j < 4; ++j) q[j] = lane(row.q[static_cast<std::size_t>(j)], w);
      for (std::size_t c = 0; c < kCables; ++c) {
        set_knob(model.muscles[c], guyline::Knob::kLength, lane(row.length_change[c], w));
        set_knob(model.muscles[c], guyline::Knob::kTone, lane(row.tone[c], w));
      }
      update_potential(model, q, guyline::Order::kHessian, posture);
      compare(lane(answer.center, w), posture.mass_center.position.x());
      for (int j = 0; j < 4; ++j) {
        const auto k = static_cast<std::size_t>(j);
        compare(lane(answer.gradient[k], w), posture.gradient[j]);
        compare(lane(answer.center_gradient[k], w), posture.mass_center.rates[k].x());
        for (int i = 0; i <= j; ++i) {
          const auto at = static_cast<std::size_t>(pair(i, j));
          compare(lane(answer.hessian[at], w), posture.hessian(i, j));
          compare(
              lane(answer.center_hessian[at], w),
              posture.mass_center.rate_pairs[static_cast<std::size_t>(guyline::pair_index(i, j))]
                  .x());
        }
      }
    }
  }
  return worst;
}

template <typename T>
std::vector<Row<T>> make_rows(const guyline::Bridge<double>& bridge, int count) {
  std::mt19937_64 random(1);
  const auto uniform = [&](double lower, double upper) {
    return lower + (upper - lower) * static_cast<double>(random() >> 11) * 0x1p-53;
  };
  std::vector<Row<T>> rows(static_cast<std::size_t>(count) / num_lanes<T>());
  for (int w = 0; w < num_lanes<T>(); ++w) {
    for (Row<T>& row : rows) {
      for (int j = 0; j < 4; ++j) {
        lane(row.q[static_cast<std::size_t>(j)], w) = bridge.reference_q[j] + uniform(-0.2, 0.2);
      }
      for (std::size_t c = 0; c < kCables; ++c) {
        const double change = uniform(-0.1, 0.1);
        lane(row.length_change[c], w) = change;
        lane(row.threshold[c], w) = bridge.model.muscles[c].threshold - change;
        lane(row.tone[c], w) = uniform(0.0, 0.05);
      }
    }
  }
  return rows;
}

/// Least time of one row [ns].
template <typename T>
double clock_rows(const Numbers& n, const std::vector<Row<T>>& rows, int repeats) {
  using Clock = std::chrono::steady_clock;
  std::vector<Answer<T>> answers(rows.size());
  double least = 1e300;
  for (int k = 0; k < repeats; ++k) {
    constexpr int kRounds = 20;
    const auto start = Clock::now();
    for (int round = 0; round < kRounds; ++round) {
      for (std::size_t i = 0; i < rows.size(); ++i) evaluate(n, rows[i], answers[i]);
    }
    const double spent = std::chrono::duration<double, std::nano>(Clock::now() - start).count();
    least = std::min(least, spent / (kRounds * static_cast<double>(rows.size())) / num_lanes<T>());
  }
  return least;
}

}  // namespace

#ifndef BARE_KERNEL_SET
#define BARE_KERNEL_SET "baseline"
#endif

int main(int argc, char** argv) {
#if defined(__AVX512F__)
  const bool runs = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq");
#elif defined(__AVX__)
  const bool runs = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#else
  const bool runs = true;
#endif
  if (!runs) {
    std::fprintf(stderr, "bare_kernel: this processor does not have " BARE_KERNEL_SET "\n");
    return 3;
  }
  const int num_rows = argc > 1 ? std::atoi(argv[1]) : 256;
  const int repeats = argc > 2 ? std::atoi(argv[2]) : 30;
  if (num_rows < kLanes || repeats < 1) {
    std::fprintf(stderr, "usage: bare_kernel [rows >= %d] [repeats >= 1]\n", kLanes);
    return 2;
  }
  const auto bridge = guyline::bridge();
  const Numbers numbers = flatten(bridge);
  auto scalar = make_rows<double>(bridge, num_rows);
  auto packed = make_rows<Lanes>(bridge, num_rows);
  const double off = std::max(check(bridge, numbers, scalar), check(bridge, numbers, packed));
  if (!(off <= 1e-9)) {
    std::fprintf(stderr, "bare_kernel: differs from update_potential() by %g relative\n", off);
    return 1;
  }
  const double one = clock_rows(numbers, scalar, repeats);
  const double lanes = clock_rows(numbers, packed, repeats);
  std::printf(
      "{\"peer\": \"bare_kernel\", \"instruction_set\": \"%s\", \"ns_per_evaluation\": %.1f, "
      "\"lanes\": %d, \"ns_per_evaluation_in_lanes\": %.1f, \"differs_from_guyline\": %.2g, "
      "\"rows\": %d, \"repeats\": %d, \"compiler\": \"%s\"}\n",
      BARE_KERNEL_SET, one, kLanes, lanes, off, num_rows, repeats, __VERSION__);
  return 0;
}
