#include "processes/bench/replay.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "native/outcomes.h"

namespace espial::bench {

namespace {

using hls::native::Outcomes;

class Replayer {
 public:
  Replayer(const Interface& interface, const Native& native, const std::vector<Elements>& inputs,
           const Recording& recording)
      : interface_(interface),
        inputs_(inputs),
        recording_(recording),
        process_(native(interface)),
        given_(interface.streams.size()),
        complete_(interface.streams.size()),
        no_(interface.questions.size()) {
    for (std::size_t i = 0; i < given_.size(); ++i) {
      const Stream& stream = interface.streams[i];
      if (process_.ports[i]->octets() == stream.octets) continue;
      throw InterfaceError(fmt::format("{}: elements of '{}' are {} octets in C++, not {}",
                                       interface.name, stream.name, process_.ports[i]->octets(),
                                       stream.octets));
    }
  }

  Replay run() {
    while (mismatch_.empty() && end_ == End::none) fire();
    if (mismatch_.empty() && end_ == End::recorded && !recording_.cut && recording_.at_rest == 0) {
      expect_wait();
    }
    if (mismatch_.empty()) compare_counts();
    return {mismatch_, last_firing_, no_};
  }

 private:
  // Why no further firing is asked for.
  enum class End {
    none,
    recorded,  // all that were recorded
    starved,   // the next one waits for an input
    cycles,    // the module had no time for more
    unknown,   // the next one waits in the middle, and what it was told has not come out yet
  };

  void fire() {
    const bool asks = !interface_.questions.empty();
    if (firings_ == (asks ? recording_.outcomes.size() : recording_.cycles)) {
      end_ = asks ? End::recorded : End::cycles;
      return;
    }
    feed();
    if (asks) set_outcomes(recording_.outcomes[firings_]);
    try {
      process_.fire();
    } catch (const hls::native::Deadlock&) {
      end_ = End::starved;
      starve();
    } catch (const hls::native::OutcomeMismatch& error) {
      mismatch_ = fmt::format("firing {}: {}", firings_, error.what());
      return;
    }
    const bool moved = collect();
    if (end_ == End::starved) return;
    if (asks) {
      compare_questions(recording_.outcomes[firings_]);
      if (mismatch_.empty()) compare_offers(recording_.outcomes[firings_]);
    }
    ++firings_;
    if (moved) last_firing_ = firings_;
    for (std::size_t i = 0; i < complete_.size(); ++i) complete_[i] = moved_now(i);
  }

  void set_outcomes(std::uint64_t bits) {
    for (std::size_t i = 0; i < interface_.questions.size(); ++i) {
      const Question& question = interface_.questions[i];
      outcomes_.set(process_.ports[question.stream]->stream(), question.asks, (bits >> i & 1) != 0);
    }
  }

  // What was answered with yes must have been asked. A no is not told from what was not asked; but
  // where all that is left of the inputs is offered, and nothing waits in the outputs, no question
  // has a reason to be answered with it.
  void compare_questions(std::uint64_t bits) {
    for (std::size_t i = 0; i < interface_.questions.size() && mismatch_.empty(); ++i) {
      const auto& [stream, asks] = interface_.questions[i];
      const bool asked = outcomes_.asked(process_.ports[stream]->stream(), asks);
      const bool yes = (bits >> i & 1) != 0;
      if (asked && !yes) ++no_[i];
      const bool data = asks == hls::native::Asks::data;
      const bool there = !data || moved_now(stream) < inputs_[stream].size();
      if (yes ? asked : !asked || !there || !at_rest()) continue;
      mismatch_ =
          fmt::format("firing {}: the module was told that '{}' has {}{}, {}", firings_,
                      interface_.streams[stream].name, yes ? "" : "no ", data ? "data" : "room",
                      yes ? "which is not asked here" : "for no reason");
    }
  }
  // Nor must it be kept from asking, or be told no, where an element stood at the entrance: it
  // would work as well, and more slowly.
  void compare_offers(std::uint64_t bits) {
    for (std::size_t i = 0; i < interface_.questions.size() && mismatch_.empty(); ++i) {
      const auto& [stream, asks] = interface_.questions[i];
      const bool missed = (~bits & recording_.offered[firings_]) >> i & 1;
      if (!missed || !outcomes_.asked(process_.ports[stream]->stream(), asks)) continue;
      mismatch_ = fmt::format("firing {}: the module did not take what '{}' offered", firings_,
                              interface_.streams[stream].name);
    }
  }
  // A firing takes as many cycles to be through as there are stages, and some in the FIFO behind.
  [[nodiscard]] bool at_rest() const {
    constexpr unsigned exit_fifo = 16;
    return !recording_.cut && firings_ + recording_.at_rest >=
                                  recording_.outcomes.size() + interface_.stages + exit_fifo;
  }

  // The module fires no more. Then the next firing must wait for something: it is told what is
  // true. If it is under way already, it was told something earlier, and waits for an input that
  // has come to its end.
  void expect_wait() {
    if (!interface_.questions.empty() && under_way() && any_input_at_end()) {
      end_ = End::unknown;
      return;
    }
    feed();
    for (const auto& [index, asks] : interface_.questions) {
      const hls::native::StreamBase& stream = process_.ports[index]->stream();
      outcomes_.set(stream, asks, asks == hls::native::Asks::room || stream.size() != 0);
    }
    try {
      process_.fire();
      mismatch_ = fmt::format("the module stops after {} firings, and nothing keeps it", firings_);
    } catch (const hls::native::Deadlock&) {
      end_ = End::starved;
      starve();
      collect();
    }
  }

  // Whether the module took more of an input than the firings that came to their end.
  [[nodiscard]] bool under_way() const {
    return any_input(
        [&](std::size_t i) { return recording_.streams[i].elements.size() > complete_[i]; });
  }
  [[nodiscard]] bool any_input_at_end() const {
    return any_input(
        [&](std::size_t i) { return recording_.streams[i].elements.size() == inputs_[i].size(); });
  }
  template <class Predicate>
  [[nodiscard]] bool any_input(Predicate holds) const {
    for (std::size_t i = 0; i < interface_.streams.size(); ++i)
      if (interface_.streams[i].is_input && holds(i)) return true;
    return false;
  }

  // Tops the inputs up.
  void feed() {
    for (std::size_t i = 0; i < given_.size(); ++i) {
      if (!interface_.streams[i].is_input) continue;
      NativePort& port = *process_.ports[i];
      while (port.stream().size() < port.stream().depth() && given_[i] < inputs_[i].size()) {
        port.push(inputs_[i][given_[i]++]);
      }
    }
  }

  void starve() {
    for (std::size_t i = 0; i < given_.size(); ++i) {
      const hls::native::StreamBase& stream = process_.ports[i]->stream();
      if (!interface_.streams[i].is_input && stream.size() == stream.depth()) {
        throw std::length_error(fmt::format("{}: one firing writes more than {} elements to '{}'",
                                            interface_.name, native_depth,
                                            interface_.streams[i].name));
      }
    }
  }

  // Elements that went through a stream, those of an incomplete firing too.
  [[nodiscard]] std::size_t moved_now(std::size_t i) const {
    return interface_.streams[i].is_input ? given_[i] - process_.ports[i]->stream().size()
                                          : given_[i];
  }

  // Compares what the firing gave. Returns whether it moved anything.
  bool collect() {
    bool moved = false;
    for (std::size_t i = 0; i < given_.size(); ++i) {
      if (interface_.streams[i].is_input) {
        moved = moved || moved_now(i) != complete_[i];
        continue;
      }
      NativePort& port = *process_.ports[i];
      while (port.stream().size() != 0) {
        std::vector<std::uint8_t> element(port.octets());
        port.pop(element);
        compare(i, element);
        ++given_[i];
        moved = true;
      }
    }
    return moved;
  }

  void compare(std::size_t i, Octets element) {
    const Stream& stream = interface_.streams[i];
    const Moved& there = recording_.streams[i];
    if (given_[i] >= there.elements.size() || reported_ == most_reported) return;
    std::vector<std::uint8_t> packed(stream.packed_octets);
    stream.pack(element, packed);
    if (std::ranges::equal(packed, there.elements[given_[i]])) return;
    ++reported_;
    mismatch_ +=
        fmt::format("{}stream '{}', element {} (firing {}, cycle {}): {}",
                    mismatch_.empty() ? "" : "\n", stream.name, given_[i], firings_,
                    there.cycles[given_[i]], stream.difference(there.elements[given_[i]], packed));
  }

  // The module may have gone on by as many firings as it has stages when it came to wait for an
  // input: their reads and writes are neither required nor an error.
  void compare_counts() {
    const bool waits = end_ == End::starved || end_ == End::unknown;
    const std::size_t ahead = waits ? interface_.stages + 1 : 0;
    if (end_ == End::starved && !interface_.questions.empty() &&
        recording_.outcomes.size() > firings_ + ahead) {
      mismatch_ = fmt::format("firing {} of {} waits for an input that the module did not wait for",
                              firings_, recording_.outcomes.size());
      return;
    }
    for (std::size_t i = 0; i < given_.size() && mismatch_.empty(); ++i) compare_count(i, ahead);
  }

  // A module that was stopped on its way is behind by what was still in it, or ahead by what it had
  // read. One that asks nothing has not said how many firings it began.
  [[nodiscard]] std::size_t behind() const {
    if (!recording_.cut) return 0;
    return end_ == End::cycles ? std::numeric_limits<std::size_t>::max() / 2 : on_its_way();
  }
  [[nodiscard]] std::size_t ahead_of() const { return recording_.cut ? on_its_way() : 0; }
  [[nodiscard]] std::size_t on_its_way() const { return 2 * std::size_t{interface_.stages} + 16; }

  void compare_count(std::size_t i, std::size_t ahead) {
    const Stream& stream = interface_.streams[i];
    const std::size_t there = recording_.streams[i].elements.size();
    const std::size_t least = complete_[i];
    const bool may_be_ahead = stream.is_input || end_ == End::unknown || writes_before_a_wait(i);
    const std::size_t most = may_be_ahead ? std::max(moved_now(i), least + ahead) : moved_now(i);
    if (there + behind() >= least && there <= most + ahead_of()) return;
    mismatch_ = fmt::format("stream '{}': the module {} {} elements, {} firings {} {}", stream.name,
                            stream.is_input ? "took" : "gave", there, firings_,
                            stream.is_input ? "take" : "give", least);
  }

  // Whether firings behind one that waits may have written to this output already.
  [[nodiscard]] bool writes_before_a_wait(std::size_t output) const {
    return end_ == End::starved &&
           std::ranges::any_of(interface_.streams, [&](const Stream& other) {
             return other.is_input && other.stage > interface_.streams[output].stage;
           });
  }

  static constexpr int most_reported = 3;

  const Interface& interface_;
  const std::vector<Elements>& inputs_;
  const Recording& recording_;
  NativeProcess process_;
  Outcomes outcomes_;                  // what is not recorded has no answer
  std::vector<std::size_t> given_;     // inputs: to the stream; outputs: by the process
  std::vector<std::size_t> complete_;  // of firings that came to their end
  std::vector<std::uint64_t> no_;
  std::string mismatch_;
  int reported_ = 0;
  std::uint64_t firings_ = 0;
  std::uint64_t last_firing_ = 0;
  End end_ = End::none;
};

}  // namespace

Replay replay(const Interface& interface, const Native& native, const std::vector<Elements>& inputs,
              const Recording& recording) {
  return Replayer(interface, native, inputs, recording).run();
}

}  // namespace espial::bench
