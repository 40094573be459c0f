// How processes run on this machine: each is a fiber, and one thread runs them in turn until none
// can go on.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <vector>

namespace hls {
namespace native {

/// A wait that nothing can end: every process waits. `what()` names the streams.
class Deadlock : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

class Answers;
class Firings;
class Tap;

/// What a process asks a stream without waiting: whether there is data (read_nb, empty) or room
/// (write_nb, full).
enum class Asks { data, room };

/// What a stream is to the scheduler: a name, a depth, and how many elements it holds.
class StreamBase {
 public:
  const char* name() const { return name_; }
  std::size_t size() const { return size_; }
  std::size_t depth() const { return depth_; }

 protected:
  StreamBase(const char* name, std::size_t depth);
  StreamBase(const StreamBase&) = delete;
  StreamBase& operator=(const StreamBase&) = delete;
  ~StreamBase();

  // Places in memory; the depth exceeds them where a replay has raised it.
  std::size_t allocated() const { return allocated_; }
  void allocated(std::size_t places) { allocated_ = places; }
  void wait_for_data() {
    if (size_ == 0) wait_for_data_slow();
  }
  void wait_for_room() {
    if (size_ >= depth_) wait_for_room_slow();
  }
  // Whether there is data or room, asked without waiting: a firing that only asks, and is told no
  // each time, is idle.
  bool offers_data() {
    if (__builtin_expect(answers_ != nullptr, 0)) return answered(Asks::data);
    return size_ != 0 || missed();
  }
  bool offers_room() {
    if (__builtin_expect(answers_ != nullptr, 0)) return answered(Asks::room);
    return size_ < depth_ || missed();
  }
  void taken();
  void given(const void* element, std::size_t octets);

 private:
  friend class Answers;
  friend class Scheduler;
  friend class Tap;
  friend void set_depth(const char* name, std::size_t depth);

  void wait_for_data_slow();
  void wait_for_room_slow();
  static bool missed();
  bool answered(Asks asks);

  // Of this thread, if any. Without constructors, so that asking for them costs a load.
  static __thread Answers* answers_;
  static __thread Tap* tap_;

  const char* name_;
  std::size_t allocated_;
  std::size_t depth_;
  std::size_t size_ = 0;
};

/// A process: one body, fired for ever or called once.
class Process {
 public:
  enum class Runs { for_ever, once };

  /// \param streams what it is connected to, in the order of its parameters
  Process(std::function<void()> body, Runs runs, std::vector<const StreamBase*> streams = {});
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  /// A process that is destroyed while it waits is unwound.
  ~Process();

  /// Whether a body that runs once has returned.
  bool done() const;

 private:
  friend class Scheduler;
  friend class StreamBase;
  struct Fiber;
  std::unique_ptr<Fiber> fiber_;
};

/// Runs all processes until none can go on. Rethrows what a process throws.
void run();

/// Which streams processes wait for, as text: "processes wait for room in 'x', for data in 'y'".
std::string describe_waiting();

/// Makes a stream shallower than declared: for showing what a depth is for.
/// \throws std::invalid_argument if there is no such stream, or it was declared shallower
void set_depth(const char* name, std::size_t depth);

}  // namespace native
}  // namespace hls
