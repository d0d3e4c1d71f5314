// The numbers of the default bridge as JSON, for programs that solve it without guyline.
//
//   export_bridge                    writes the JSON to standard output
//   export_bridge --check FILE       says whether FILE holds these numbers, to 1e-12 relative; the
//                                    exit status is 1 if it does not
// SI units and radians; x forward, y up. A body is placed by its parent: its origin is the parent's
// origin plus R(parent) * offset, its forward angle the parent's plus turn * coordinate. Points and
// masses are given in their body.

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <guyline/guyline.hpp>
#include <iostream>
#include <sstream>
#include <string>

namespace {

std::string number(double x) {
  std::ostringstream out;
  out.precision(17);
  out << x;
  return out.str();
}

std::string stop(const guyline::TissueStop<double>& s) {
  return "{\"moment\": " + number(s.moment) + ", \"onset\": " + number(s.onset) +
         ", \"width\": " + number(s.width) + "}";
}

std::string bridge_json() {
  const auto bridge = guyline::bridge();
  const auto& model = bridge.model;
  const auto& frame = model.frame;
  const guyline::StandOptions stand;
  std::ostringstream out;
  const auto list = [&](const char* name, int n, const auto& item) {
    out << " \"" << name << "\": [\n";
    for (int i = 0; i < n; ++i) out << "  " << item(i) << (i + 1 < n ? ",\n" : "\n");
    out << " ],\n";
  };
  out << "{\n";
  list("coordinates", frame.num_coordinates(),
       [&](int i) { return "\"" + frame.coordinate_names()[static_cast<std::size_t>(i)] + "\""; });
  list("bodies", frame.num_bodies(), [&](int i) {
    const auto& body = frame.body(i);
    int coordinate = -1;
    double turn = 0.0;
    for (int m = body.first_motion; m < body.end_motion; ++m) {
      coordinate = frame.motion(m).coordinate;
      turn = -frame.motion(m).axis * frame.motion(m).function(0.0).derivative;
    }
    return "{\"name\": \"" + body.name + "\", \"parent\": " + std::to_string(body.parent) +
           ", \"coordinate\": " + std::to_string(coordinate) + ", \"turn\": " + number(turn) +
           ", \"offset\": [" + number(body.X_PF.position.x()) + ", " +
           number(body.X_PF.position.y()) + "]}";
  });
  list("masses", static_cast<int>(frame.masses().size()), [&](int i) {
    const auto& mass = frame.masses()[static_cast<std::size_t>(i)];
    return "{\"name\": \"" + mass.name +
           "\", \"body\": " + std::to_string(static_cast<int>(mass.body)) +
           ", \"mass\": " + number(mass.mass) + ", \"point\": [" + number(mass.point_B.x()) + ", " +
           number(mass.point_B.y()) + "]}";
  });
  list("muscles", model.num_muscles(), [&](int i) {
    const auto& m = model.muscles[static_cast<std::size_t>(i)];
    std::string text = "{\"name\": \"" + m.name +
                       "\",\n   \"max_isometric_force\": " + number(m.max_isometric_force) +
                       ", \"optimal_fibre_length\": " + number(m.optimal_fibre_length) +
                       ",\n   \"cos_pennation\": " + number(m.cos_pennation) +
                       ", \"slack_length\": " + number(m.slack_length) +
                       ",\n   \"passive_onset\": " + number(m.passive_onset) +
                       ", \"passive_width\": " + number(m.passive_width) +
                       ",\n   \"tone\": " + number(m.tone) +
                       ", \"reflex_gain\": " + number(m.reflex_gain) +
                       ", \"threshold\": " + number(m.threshold) + ",\n   \"points\": [";
    const auto& points = model.paths[static_cast<std::size_t>(i)].points;
    for (std::size_t k = 0; k < points.size(); ++k) {
      text += (k == 0 ? "[" : ", [") + std::to_string(static_cast<int>(points[k].body)) + ", " +
              number(points[k].point_B.x()) + ", " + number(points[k].point_B.y()) + "]";
    }
    return text + "]}";
  });
  list("tissues", static_cast<int>(model.tissues.size()), [&](int i) {
    const auto& t = model.tissues[static_cast<std::size_t>(i)];
    return "{\"coordinate\": " + std::to_string(static_cast<int>(t.coordinate)) +
           ", \"stiffness\": " + number(t.stiffness) + ", \"rest\": " + number(t.rest) +
           ",\n   \"flexion\": " + stop(t.flexion) + ",\n   \"extension\": " + stop(t.extension) +
           "}";
  });
  list("reference_q", frame.num_coordinates(),
       [&](int i) { return number(bridge.reference_q[i]); });
  out << " \"balance_offset\": " << number(bridge.balance_offset)
      << ",\n \"gravity\": " << number(bridge.options.gravity)
      << ",\n \"active_gamma\": " << number(model.laws.active.gamma)
      << ",\n \"tone_rounding\": " << number(guyline::kToneRounding)
      << ",\n \"least_tilt\": " << number(stand.least_tilt)
      << ",\n \"greatest_tilt\": " << number(stand.greatest_tilt)
      << ",\n \"tolerance\": " << number(stand.equilibrium.tolerance) << "\n}\n";
  return out.str();
}

/// The same words, and numbers that agree to 1e-12: the last digit is the compiler's.
bool same(const std::string& a, const std::string& b) {
  const char* p = a.c_str();
  const char* q = b.c_str();
  const auto starts_number = [](const char* c) {
    return (*c >= '0' && *c <= '9') || (*c == '-' && c[1] >= '0' && c[1] <= '9');
  };
  while (*p != '\0' && *q != '\0') {
    if (starts_number(p) && starts_number(q)) {
      char *p_end = nullptr, *q_end = nullptr;
      const double x = std::strtod(p, &p_end), y = std::strtod(q, &q_end);
      if (!(std::abs(x - y) <= 1e-12 * (1e-3 + std::abs(x)))) return false;
      p = p_end;
      q = q_end;
    } else if (*p++ != *q++) {
      return false;
    }
  }
  return *p == *q;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string json = bridge_json();
  if (argc == 1) {
    std::cout << json;
    return 0;
  }
  if (argc != 3 || std::string(argv[1]) != "--check") {
    std::cerr << "usage: export_bridge [--check FILE]\n";
    return 2;
  }
  std::ifstream file(argv[2]);
  std::stringstream text;
  text << file.rdbuf();
  if (same(text.str(), json)) return 0;
  std::cerr << argv[2] << " does not hold the numbers of this bridge: write it anew with\n  "
            << argv[0] << " > " << argv[2] << "\n";
  return 1;
}
