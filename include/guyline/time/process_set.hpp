#pragma once

/// @file
/// Any subset of slow processes as one system x' = f(t, x) over one vector of named states.
///
/// Each process is added under a name of its own ("hamstrings laxity") with a function of time and
/// state that gives its input; its states are then "hamstrings laxity.laxity". The input is how one
/// process drives another: it may read any state, by state_index(). A process that is switched off
/// keeps its place in the vector, stays where it was put (at first in its neutral state, where it
/// changes nothing) and its input is not asked for. Your own process is a struct as process.hpp
/// says, or names and a right-hand side, by add_states().
/// Cost of update_rates(): one call per process that is on, no allocation.

#include <Eigen/Core>
#include <functional>
#include <guyline/core/error.hpp>
#include <guyline/core/types.hpp>
#include <guyline/time/process.hpp>
#include <string>
#include <utility>
#include <vector>

namespace guyline {

using StateIndex = Index<struct StateTag>;  ///< A number of the state vector.
using ConstStateRef = Eigen::Ref<const VectorX<double>>;
using StateRef = Eigen::Ref<VectorX<double>>;

/// Writes d state / dt [unit of the state / s] at `time` [s].
using RateFunction = std::function<void(double time, const ConstStateRef& state, StateRef rates)>;

/// One number of a state vector; as StateInfo, with a name that you give.
struct NamedState {
  std::string name;
  std::string unit;      ///< "1" for a ratio.
  double neutral = 0.0;  ///< Where it changes nothing, and where it begins.
};

enum class ProcessSwitch { kOn, kOff };

class ProcessSet {
 public:
  /// Adds a process.
  ///
  /// @param name     Its own; not empty, without a dot.
  /// @param process  A struct as process.hpp describes; copied.
  /// @param input    Process::Input from time [s] and the whole state; called at each evaluation.
  /// @throws InvalidArgument  if a name is used twice or bad, if there is no input, or as
  ///                          process.validate().
  template <typename Process>
  void add(const std::string& name, const Process& process,
           std::function<typename Process::Input(double, const ConstStateRef&)> input) {
    process.validate();
    if (!input) throw InvalidArgument("ProcessSet: \"" + name + "\" has no input");
    std::vector<NamedState> states;
    for (const StateInfo& info : Process::kStates)
      states.push_back({info.name, info.unit, info.neutral});
    const int begin = num_states();
    add_states(name, states,
               [name, process, begin, input = std::move(input)](
                   double time, const ConstStateRef& state, StateRef rates) {
                 const typename Process::Input now = input(time, state);
                 try {
                   process.validate(now);
                 } catch (const InvalidArgument& error) {
                   throw InvalidArgument(name + " at t = " + internal::with_unit(time, "s") + ": " +
                                         error.what());
                 }
                 typename Process::State own;
                 for (std::size_t i = 0; i < own.size(); ++i) {
                   own[i] = state[begin + static_cast<int>(i)];
                 }
                 own = process.rates(own, now);
                 for (std::size_t i = 0; i < own.size(); ++i) {
                   rates[static_cast<int>(i)] = own[i];
                 }
               });
  }

  /// Adds states with a right-hand side of your own. It sees the whole state and writes the rates of
  /// its own states, in their order.
  /// @throws InvalidArgument  if a name is used twice, empty or has a dot, if there is no state or no
  ///                          right-hand side, or if a neutral value is not finite.
  void add_states(const std::string& name, const std::vector<NamedState>& states,
                  RateFunction rates) {
    require_name(name);
    if (states.empty() || !rates) {
      throw InvalidArgument("ProcessSet: \"" + name + "\" needs a state and a right-hand side");
    }
    for (const Part& part : parts_) {
      if (part.name == name) throw InvalidArgument("ProcessSet: two processes \"" + name + "\"");
    }
    for (std::size_t i = 0; i < states.size(); ++i) {
      require_name(states[i].name);
      require_finite(name + "." + states[i].name, states[i].neutral, states[i].unit);
      for (std::size_t k = 0; k < i; ++k) {
        if (states[k].name == states[i].name) {
          throw InvalidArgument("ProcessSet: two states \"" + name + "." + states[i].name + "\"");
        }
      }
    }
    parts_.push_back({name, num_states(), static_cast<int>(states.size()), ProcessSwitch::kOn,
                      std::move(rates)});
    for (const NamedState& state : states) {
      names_.push_back(name + "." + state.name);
      units_.push_back(state.unit);
      neutral_.push_back(state.neutral);
    }
  }

  /// @throws UnknownName  if no process has this name.
  void set_switch(const std::string& name, ProcessSwitch value) {
    parts_[static_cast<std::size_t>(part_index(name))].on = value;
  }

  int num_states() const { return static_cast<int>(names_.size()); }
  const std::vector<std::string>& state_names() const { return names_; }  ///< "process.state".
  const std::vector<std::string>& state_units() const { return units_; }

  /// Where nothing has changed yet.
  VectorX<double> neutral() const {
    return Eigen::Map<const VectorX<double>>(neutral_.data(), num_states());
  }

  /// @param name  "process.state".
  /// @throws UnknownName  if there is no such state; the message lists them.
  StateIndex state_index(const std::string& name) const {
    std::string known;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      if (names_[i] == name) return StateIndex(static_cast<int>(i));
      known += (i == 0 ? "" : ", ") + names_[i];
    }
    throw UnknownName("ProcessSet: no state \"" + name + "\"; there are " +
                      (known.empty() ? "none" : known));
  }

  /// The states of one process, to ask it what they do.
  /// @throws UnknownName      if no process has this name.
  /// @throws InvalidArgument  if it has another number of states than Process, or the vector is not
  ///                          one of this set.
  template <typename Process>
  typename Process::State state_of(const std::string& name, const ConstStateRef& state) const {
    const Part& part = parts_[static_cast<std::size_t>(part_index(name))];
    typename Process::State own;
    require_size("state_of", static_cast<int>(state.size()), num_states());
    require_size("state_of " + name, part.size, static_cast<int>(own.size()));
    for (std::size_t i = 0; i < own.size(); ++i) own[i] = state[part.begin + static_cast<int>(i)];
    return own;
  }

  /// f(t, x). Rates of what is switched off are 0.
  /// @param time   [s].
  /// @param state  num_states() numbers; @param rates as many, written.
  /// @throws InvalidArgument  if a size is wrong, or an input is out of range: the message names the
  ///                          process and the time.
  void update_rates(double time, const ConstStateRef& state, StateRef rates) const {
    require_size("update_rates", static_cast<int>(state.size()), num_states());
    require_size("update_rates", static_cast<int>(rates.size()), num_states());
    rates.setZero();
    for (const Part& part : parts_) {
      if (part.on == ProcessSwitch::kOn) {
        part.rates(time, state, rates.segment(part.begin, part.size));
      }
    }
  }

 private:
  struct Part {
    std::string name;
    int begin, size;
    ProcessSwitch on;
    RateFunction rates;
  };

  static void require_name(const std::string& name) {
    if (name.empty() || name.find('.') != std::string::npos) {
      throw InvalidArgument("ProcessSet: \"" + name + "\" is no name: not empty, without a dot");
    }
  }
  static void require_size(const std::string& where, int size, int expected) {
    if (size != expected) {
      throw InvalidArgument("ProcessSet: " + where + ": " + std::to_string(size) +
                            " states, expected " + std::to_string(expected));
    }
  }
  int part_index(const std::string& name) const {
    std::string known;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
      if (parts_[i].name == name) return static_cast<int>(i);
      known += (i == 0 ? "" : ", ") + parts_[i].name;
    }
    throw UnknownName("ProcessSet: no process \"" + name + "\"; there are " +
                      (known.empty() ? "none" : known));
  }

  std::vector<Part> parts_;
  std::vector<std::string> names_, units_;
  std::vector<double> neutral_;
};

}  // namespace guyline
