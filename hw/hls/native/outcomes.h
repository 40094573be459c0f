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
/// as it says.
class Answers {
 public:
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;
  virtual ~Answers();

 protected:
  Answers();
  static bool holds(const StreamBase& stream, Asks asks) {
    return asks == Asks::data ? stream.size() != 0 : stream.size() < stream.depth();
  }
  /// What the stream answers by itself.
  static bool ask(const StreamBase& stream, Asks asks) {
    return holds(stream, asks) || StreamBase::missed();
  }
  static void wait_for(StreamBase& stream, Asks asks) {
    if (asks == Asks::data) {
      stream.wait_for_data();
    } else {
      stream.wait_for_room();
    }
  }
  static std::string text(Asks asks) { return asks == Asks::data ? "data" : "room"; }

 private:
  friend class StreamBase;
  virtual bool answer(StreamBase& stream, Asks asks) = 0;

  Answers* before_;
};

/// Answers not by what the streams hold. For a process that is called directly: set the outcomes of
/// a firing, then call the function once. Blocking reads and writes go on as ever, but find nobody
/// to wait for: they throw Deadlock.
class Outcomes : public Answers {
 public:
  Outcomes() { ++installed_; }
  ~Outcomes() override { --installed_; }

  /// From now on the stream answers this. 'No' is fine for a stream that holds something; 'yes'
  /// where there is nothing makes the question throw OutcomeMismatch, as does a question that has
  /// no answer here.
  void set(const StreamBase& stream, Asks asks, bool answer);
  /// Whether this was asked since it was set.
  bool asked(const StreamBase& stream, Asks asks) const;

  /// Whether there is one on this thread.
  static bool installed() { return installed_ != 0; }

 private:
  struct Entry {
    const StreamBase* stream;
    Asks asks;
    bool answer;
    bool asked;
  };

  bool answer(StreamBase& stream, Asks asks) override;
  const Entry* find(const StreamBase& stream, Asks asks) const;
  Entry* find(const StreamBase& stream, Asks asks);

  static __thread int installed_;
  std::vector<Entry> entries_;  // a few: a search is fast
};

}  // namespace native
}  // namespace hls
