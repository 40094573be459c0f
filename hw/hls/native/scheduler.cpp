#include "native/scheduler.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <utility>
#include <vector>

#include "native/coroutine.h"
#include "native/firings.h"
#include "native/outcomes.h"
#include "native/tap.h"

namespace hls {
namespace native {

namespace {

// Thrown where a process waits, to unwind it.
struct Stop {};

}  // namespace

struct Process::Fiber {
  enum class State { ready, wants_data, wants_room, idle, used_up, done };

  std::function<void()> body;
  Runs runs;
  std::vector<const StreamBase*> streams;
  Firings* firings = nullptr;  // that it repeats
  State state = State::ready;
  StreamBase* stream = nullptr;  // what it waits for
  std::size_t idle_since = 0;    // Scheduler::moves then
  Coroutine coroutine;
  std::exception_ptr fault;
  bool stop = false;  // unwind: the process is destroyed
};

// One for the program: the state of kernels is static too.
class Scheduler {
 public:
  static Scheduler& instance() {
    static Scheduler scheduler;
    return scheduler;
  }

  void add(Process::Fiber& fiber) { fibers_.push_back(&fiber); }

  void remove(Process::Fiber& fiber) {
    std::erase(fibers_, &fiber);
    if (!fiber.coroutine.active()) return;
    fiber.stop = true;
    current_ = &fiber;
    fiber.coroutine.enter();
    current_ = nullptr;
  }

  void run() {
    do {
      bool went = true;
      while (went) {
        went = false;
        for (Process::Fiber* const fiber : fibers_) {
          if (!runnable(*fiber)) continue;
          went = true;
          resume(*fiber);
        }
      }
    } while (replays != 0 && raise_a_depth());
  }

  // Called by a stream: the current process, or whoever drives the processes from outside, waits.
  void wait(StreamBase& stream, Process::Fiber::State wants) {
    if (current_ == nullptr) {
      // A firing that is replayed is alone: others must not run on its outcomes.
      if (!Outcomes::installed()) run();
      const bool served = wants == Process::Fiber::State::wants_data
                              ? stream.size() != 0
                              : stream.size() < stream.depth();
      if (!served) {
        throw Deadlock(
            std::string("no process can go on, and '") + stream.name() +
            (wants == Process::Fiber::State::wants_data ? "' stays empty" : "' stays full") + "; " +
            describe());
      }
      return;
    }
    current_->state = wants;
    current_->stream = &stream;
    suspend();
  }

  [[nodiscard]] std::string describe() const {
    std::vector<std::string> waits;
    for (const Process::Fiber* fiber : fibers_) {
      const bool data = fiber->state == Process::Fiber::State::wants_data;
      if (!data && fiber->state != Process::Fiber::State::wants_room) continue;
      const std::string where =
          fiber->firings == nullptr ? "" : " (" + fiber->firings->where() + ")";
      waits.push_back((data ? "for data in '" : "for room in '") +
                      std::string(fiber->stream->name()) + "'" + where);
    }
    // Who waits for room is what a reader looks for: an idle network only waits for data.
    std::ranges::sort(waits, std::greater<>());
    std::string text;
    for (const std::string& wait : waits) text += (text.empty() ? "processes wait " : ", ") + wait;
    return text.empty() ? "no process waits" : text;
  }

  std::vector<StreamBase*>& streams() { return streams_; }

  [[nodiscard]] Firings* firings() const {
    return current_ == nullptr ? nullptr : current_->firings;
  }
  // \returns the streams of the only process that is connected to those of these names and has not
  // fired yet; none if there is no such process
  std::vector<const StreamBase*> repeat(const std::vector<std::string>& streams, Firings& firings) {
    const auto found = std::ranges::find_if(fibers_, [&](const Process::Fiber* fiber) {
      return fiber->runs == Process::Runs::for_ever && !fiber->coroutine.active() &&
             fiber->firings == nullptr &&
             std::ranges::equal(fiber->streams, streams, {}, &StreamBase::name);
    });
    if (found == fibers_.end()) return {};
    (*found)->firings = &firings;
    return (*found)->streams;
  }
  void forget(const Firings& firings) {
    for (Process::Fiber* const fiber : fibers_) {
      if (fiber->firings != &firings) continue;
      fiber->firings = nullptr;
      fiber->state = Process::Fiber::State::used_up;
    }
  }

  std::size_t moves = 0;   // elements taken or given so far
  std::size_t misses = 0;  // questions without waiting that were answered no
  std::size_t replays = 0;

 private:
  // What a recording says needs as many places as there were where it was made, and a firing that
  // ran ahead there may have to wait here. So depths do not count in a replay: where every process
  // waits, the shallowest stream of those that lack room gets more (Parks, "Bounded Scheduling of
  // Process Networks", 1995).
  bool raise_a_depth() {
    StreamBase* least = nullptr;
    for (const Process::Fiber* const fiber : fibers_) {
      if (fiber->state != Process::Fiber::State::wants_room) continue;
      if (least == nullptr || fiber->stream->depth() < least->depth()) least = fiber->stream;
    }
    if (least != nullptr) least->depth_ *= 2;
    return least != nullptr;
  }

  static bool wanted(const Process::Fiber& fiber, std::size_t moves) {
    switch (fiber.state) {
      case Process::Fiber::State::ready:
        return true;
      case Process::Fiber::State::wants_data:
        return fiber.stream->size() != 0;
      case Process::Fiber::State::wants_room:
        return fiber.stream->size() < fiber.stream->depth();
      case Process::Fiber::State::idle:
        return fiber.idle_since != moves;
      case Process::Fiber::State::used_up:
      case Process::Fiber::State::done:
        return false;
    }
    return false;
  }
  [[nodiscard]] bool runnable(const Process::Fiber& fiber) const { return wanted(fiber, moves); }

  void resume(Process::Fiber& fiber) {
    fiber.state = Process::Fiber::State::ready;
    current_ = &fiber;
    if (!fiber.coroutine.active()) start(fiber);
    fiber.coroutine.enter();
    current_ = nullptr;
    if (fiber.fault) std::rethrow_exception(std::exchange(fiber.fault, nullptr));
  }

  void start(Process::Fiber& fiber) {
    fiber.coroutine.start([this, &fiber] {
      try {
        if (fiber.runs == Process::Runs::for_ever) fire_for_ever(fiber);
        fiber.body();
      } catch (const Stop&) {
        // The process is destroyed: its stack is unwound by now.
      } catch (...) {
        fiber.fault = std::current_exception();
      }
      fiber.state = Process::Fiber::State::done;
    });
  }

  [[noreturn]] void fire_for_ever(Process::Fiber& fiber) {
    while (true) {
      if (__builtin_expect(fiber.firings != nullptr, 0)) begin(fiber);
      const std::size_t moves_before = moves;
      const std::size_t misses_before = misses;
      fiber.body();
      if (__builtin_expect(fiber.firings != nullptr, 0)) fiber.firings->end();
      // A firing that only asked and moved nothing would do the same again until something moves.
      if (moves == moves_before && misses != misses_before) {
        fiber.state = Process::Fiber::State::idle;
        fiber.idle_since = moves;
        suspend();
      }
    }
  }

  // The next of the firings that it repeats; behind the last one it waits for ever.
  void begin(Process::Fiber& fiber) {
    if (fiber.firings->begin()) return;
    fiber.state = Process::Fiber::State::used_up;
    suspend();
  }

  // From the current fiber back to whoever resumed it, until resumed again.
  void suspend() {
    Process::Fiber& fiber = *current_;
    fiber.coroutine.leave();
    if (fiber.stop) throw Stop();
  }

  std::vector<Process::Fiber*> fibers_;
  std::vector<StreamBase*> streams_;
  Process::Fiber* current_ = nullptr;
};

StreamBase::StreamBase(const char* name, std::size_t depth)
    : name_(name), allocated_(depth), depth_(depth) {
  Scheduler::instance().streams().push_back(this);
}
StreamBase::~StreamBase() { std::erase(Scheduler::instance().streams(), this); }

void StreamBase::wait_for_data_slow() {
  while (size_ == 0) Scheduler::instance().wait(*this, Process::Fiber::State::wants_data);
}
void StreamBase::wait_for_room_slow() {
  while (size_ >= depth_) Scheduler::instance().wait(*this, Process::Fiber::State::wants_room);
}
bool StreamBase::missed() {
  ++Scheduler::instance().misses;
  return false;
}
void StreamBase::taken() {
  --size_;
  ++Scheduler::instance().moves;
}
void StreamBase::given(const void* element, std::size_t octets) {
  ++size_;
  ++Scheduler::instance().moves;
  if (__builtin_expect(tap_ != nullptr, 0)) tap_->put(*this, element, octets);
}

Process::Process(std::function<void()> body, Runs runs, std::vector<const StreamBase*> streams)
    : fiber_(std::make_unique<Fiber>()) {
  fiber_->body = std::move(body);
  fiber_->streams = std::move(streams);
  fiber_->runs = runs;
  Scheduler::instance().add(*fiber_);
}
Process::~Process() { Scheduler::instance().remove(*fiber_); }

bool Process::done() const { return fiber_->state == Fiber::State::done; }

Firings::Firings() { ++Scheduler::instance().replays; }
Firings::~Firings() {
  --Scheduler::instance().replays;
  Scheduler::instance().forget(*this);
}
Firings* Firings::of_this_process() { return Scheduler::instance().firings(); }
std::vector<const StreamBase*> Firings::attach(const std::vector<std::string>& streams) {
  return Scheduler::instance().repeat(streams, *this);
}

void run() { Scheduler::instance().run(); }

std::string describe_waiting() { return Scheduler::instance().describe(); }

void set_depth(const char* name, std::size_t depth) {
  for (StreamBase* stream : Scheduler::instance().streams()) {
    if (std::strcmp(stream->name_, name) != 0) continue;
    if (depth == 0 || depth > stream->allocated_) {
      throw std::invalid_argument(std::string("stream '") + name + "': a depth of " +
                                  std::to_string(depth) + " is not within the " +
                                  std::to_string(stream->allocated_) + " declared");
    }
    stream->depth_ = depth;
    return;
  }
  throw std::invalid_argument(std::string("there is no stream '") + name + "'");
}

}  // namespace native
}  // namespace hls
