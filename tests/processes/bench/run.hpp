/// \file
/// A module under stimulus, cycle by cycle, and the record of what it did.
#pragma once

#include <functional>
#include <random>
#include <string_view>
#include <vector>

#include "processes/bench/elements.hpp"
#include "processes/bench/model.hpp"
#include "processes/bench/stalls.hpp"

namespace espial::bench {

/// What moved on one stream, packed; and when, counted from the end of reset.
struct Moved {
  Elements elements;
  std::vector<std::uint64_t> cycles;
};

struct Recording {
  std::vector<Moved> streams;           ///< Inputs: what the module took; outputs: what it gave.
  std::vector<std::uint64_t> outcomes;  ///< For each firing a bit for each question.
  /// The same, of questions for data at the entrance: whether an element stood there.
  std::vector<std::uint64_t> offered;
  std::uint64_t at_rest = 0;    ///< Of these firings, the last ones: nothing moved any more,
                                ///< and nothing was kept from moving.
  std::uint64_t cycles = 0;     ///< How many were run.
  std::uint64_t last_move = 0;  ///< The last cycle in which anything moved.
  bool cut = false;             ///< It was not at rest when its cycles were over.
  std::string fault;            ///< What the module must not do, if it did.
};

/// Takes more for an input stream: feedback.
using Feed = std::function<void(std::string_view stream, Octets element)>;
/// Sees what leaves the process, as it lies in memory.
using Respond = std::function<void(std::string_view stream, Octets element, const Feed& feed)>;

/// For how long.
struct Limits {
  /// It is at rest when it did nothing for so many cycles in which it had everything it could want,
  /// after it has taken all input;
  std::uint64_t rest = 400;
  /// or, with input left, for so many: longer than any process takes to sweep its memory.
  std::uint64_t patience = 2000;
  std::uint64_t most_cycles = 20'000'000;
};

/// One process in a model. Others of the same model run in the same cycles.
class Run {
 public:
  Run(ProcessPins& pins, const Stimulus& stimulus, Stalls stalls, std::uint64_t seed, Limits limits,
      Respond respond);

  /// Sets the inputs of the next cycle.
  void drive();
  /// Sees what moves in it.
  void observe();
  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] Recording& recording() { return recording_; }
  /// What each input stream was offered or would have been, as it lies in memory.
  [[nodiscard]] const std::vector<Elements>& inputs() const { return inputs_; }

 private:
  struct Port {
    bool ready = false;               // the neighbour, in this cycle
    bool offered = false;             // input: stands at the pins
    std::size_t next = 0;             // input: of `inputs_`
    std::vector<std::uint8_t> waits;  // output: the element that was not taken in the last cycle
  };

  void offer(std::size_t index);
  void move(std::size_t index);
  [[nodiscard]] std::vector<std::uint8_t> at_pins(std::size_t index) const;
  [[nodiscard]] std::uint64_t offered() const;
  void expect_patience(std::size_t index);

  ProcessPins& pins_;
  std::vector<Elements> inputs_;
  std::vector<Neighbour> neighbours_;
  std::mt19937 noise_;
  Limits limits_;
  Respond respond_;
  std::vector<Port> ports_;
  std::vector<std::uint8_t> element_;
  Recording recording_;
  std::uint64_t quiet_ = 0;
  std::size_t firings_before_ = 0;  // that it is quiet
  bool stalled_ = false;
  bool moved_ = false;
  bool done_ = false;
};

/// Resets the model and runs until all are done.
void run(Model& model, std::span<Run> runs);

}  // namespace espial::bench
