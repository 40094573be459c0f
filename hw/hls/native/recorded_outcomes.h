// Replay of a whole network.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "outcomes.h"

namespace hls {
namespace native {

/// What a process was told, firing by firing, where timing decides.
struct ProcessOutcomes {
  struct Question {
    std::string stream;
    Asks asks;
  };
  /// Firings one after the other that were told the same: a bit for each question, the first one
  /// lowest. What was not asked has 0.
  struct Run {
    std::uint32_t outcomes;
    std::uint32_t firings;
  };

  std::string name;                  ///< For messages.
  std::vector<std::string> streams;  ///< By which it is found: in the order of its parameters.
  std::vector<Question> questions;   ///< At most 32.
  std::vector<Run> runs;
};

/// While it exists, each of these processes does the firings that were recorded, idle ones too, and
/// then waits for ever. Where it asks a stream without waiting, 'yes' waits until the stream has
/// data (or room), and 'no' says no, whatever it holds. All other processes go on as usual. When it
/// has gone, those that were recorded stay where they are.
///
/// The streams of a replay may hold more than their depth, where every process would wait.
class RecordedOutcomes : public Answers {
 public:
  /// Of a network that has not run yet.
  /// \throws OutcomeMismatch if a process is not there, or has fired already
  explicit RecordedOutcomes(std::vector<ProcessOutcomes> processes);
  ~RecordedOutcomes() override;

  /// For when the network has come to rest.
  /// \throws OutcomeMismatch if a process has not come to the last of its firings
  void check() const;

 private:
  class Replayed;

  bool answer(StreamBase& stream, Asks asks) override;

  std::vector<std::unique_ptr<Replayed>> processes_;
};

}  // namespace native
}  // namespace hls
