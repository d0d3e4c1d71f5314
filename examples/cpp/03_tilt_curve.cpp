// Tilt and lumbar load over hamstring and hip-flexor length and tone: four sweeps of one knob each.
// Length is in optimal fibre lengths (negative: shorter), tone an activation, both absolute.

#include <cmath>
#include <cstdio>
#include <guyline/guyline.hpp>
#include <vector>

int main() {
  using namespace guyline;
  struct Sweep {
    const char* label;
    const char* group;
    Knob knob;
    std::vector<double> values;
  };
  const std::vector<double> lengths = {-0.2, -0.1, 0.0, 0.1, 0.2};
  const std::vector<double> tones = {0.0, 0.01, 0.02, 0.05};
  const std::vector<Sweep> sweeps = {
      {"hamstrings.length", "hamstrings", Knob::kLength, lengths},
      {"hip_flexors.length", "hip_flexors", Knob::kLength, lengths},
      {"hamstrings.tone", "hamstrings", Knob::kTone, tones},
      {"hip_flexors.tone", "hip_flexors", Knob::kTone, tones},
  };

  const Bridge<double> body = bridge();
  const StandOptions options;
  StandData<double> data(body, options);  // scratch, sized once
  StandResult<double> result = make_stand_result(body);
  bool good = true;
  std::printf("# knob                    value   tilt_deg    L5/S1_N\n");
  for (const Sweep& sweep : sweeps) {
    double before = 0.0;
    for (std::size_t i = 0; i < sweep.values.size(); ++i) {
      Bridge<double> changed = body;
      set_knob(changed.model, sweep.group, sweep.knob, sweep.values[i]);
      update_stand(changed, options, data, result);
      if (result.status != PostureStatus::kSolved) {
        std::printf("%s = %g: %s\n", sweep.label, sweep.values[i], to_string(result.status));
        return 1;
      }
      const double tilt = result.anterior_tilt / bridge_data::kDegree;
      std::printf("%-22s %8.3f %10.4f %10.3f\n", sweep.label, sweep.values[i], tilt,
                  result.loads[0].load.total.compression);
      // More tone in front tilts forward, behind it tilts back.
      if (sweep.knob == Knob::kTone && i > 0) {
        const bool front = sweep.group[1] == 'i';
        good = good && (front ? tilt > before : tilt < before);
      }
      before = tilt;
    }
  }
  return good ? 0 : 1;
}
