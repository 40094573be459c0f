// Replay of what a process was told where timing decides: in hardware, or in another run.
#pragma once

#include <stdexcept>
#include <vector>

#include "scheduler.h"

namespace hls {
namespace native {

/// A recording that does not fit: a stream is asked for something that was not recorded, or offers
/// nothing where it says so. `what()` names the stream.
class OutcomeMismatch : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// While it exists, read_nb, write_nb, empty and full of all streams, called on this thread, answer
/// as it says and not by what the streams hold. For a process that is called directly: set the
/// outcomes of a firing, then call the function once. Blocking reads and writes go on as ever, but
/// find nobody to wait for: they throw Deadlock.
class Outcomes {
 public:
  Outcomes();
  Outcomes(const Outcomes&) = delete;
  Outcomes& operator=(const Outcomes&) = delete;
  ~Outcomes();

  /// From now on the stream answers this. 'No' is fine for a stream that holds something; 'yes'
  /// where there is nothing makes the question throw OutcomeMismatch, as does a question that has
  /// no answer here.
  void set(const StreamBase& stream, Asks asks, bool answer);
  /// Whether this was asked since it was set.
  bool asked(const StreamBase& stream, Asks asks) const;

  /// Whether there is one on this thread.
  static bool installed();

 private:
  friend class StreamBase;
  struct Entry {
    const StreamBase* stream;
    Asks asks;
    bool answer;
    bool asked;
  };

  bool answer(const StreamBase& stream, Asks asks);
  const Entry* find(const StreamBase& stream, Asks asks) const;
  Entry* find(const StreamBase& stream, Asks asks);

  std::vector<Entry> entries_;  // a few: a search is fast
  Outcomes* before_;
};

}  // namespace native
}  // namespace hls
