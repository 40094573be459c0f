#include "native/scheduler.h"

#include <algorithm>
#include <boost/context/fiber.hpp>
#include <boost/context/protected_fixedsize_stack.hpp>
#include <cstring>
#include <exception>
#include <utility>
#include <vector>

#include "native/outcomes.h"
#include "native/tap.h"

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HLS_NATIVE_ASAN 1
#include <sanitizer/common_interface_defs.h>
#endif
#endif

namespace hls {
namespace native {

namespace context = boost::context;

namespace {

// Thrown where a process waits, to unwind it.
struct Stop {};

// Kernels keep wide values in local variables, and sanitizers pad them.
constexpr std::size_t stack_octets = std::size_t{1} << 20;

}  // namespace

struct Process::Fiber {
  enum class State { ready, wants_data, wants_room, idle, done };

  std::function<void()> body;
  Runs runs;
  State state = State::ready;
  const StreamBase* stream = nullptr;  // what it waits for
  std::size_t idle_since = 0;          // Scheduler::moves then
  context::fiber context;
  std::exception_ptr fault;
  bool stop = false;  // unwind: the process is destroyed
#ifdef HLS_NATIVE_ASAN
  void* fake_stack = nullptr;
  const void* stack_bottom = nullptr;
  std::size_t stack_size = 0;
#endif
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
    if (!fiber.context) return;
    fiber.stop = true;
    current_ = &fiber;
    enter(fiber);
    current_ = nullptr;
  }

  void run() {
    bool went = true;
    while (went) {
      went = false;
      for (Process::Fiber* const fiber : fibers_) {
        if (!runnable(*fiber)) continue;
        went = true;
        resume(*fiber);
      }
    }
  }

  // Called by a stream: the current process, or whoever drives the processes from outside, waits.
  void wait(const StreamBase& stream, Process::Fiber::State wants) {
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
      if (fiber->state == Process::Fiber::State::wants_data) {
        waits.push_back(std::string("for data in '") + fiber->stream->name() + "'");
      } else if (fiber->state == Process::Fiber::State::wants_room) {
        waits.push_back(std::string("for room in '") + fiber->stream->name() + "'");
      }
    }
    // Who waits for room is what a reader looks for: an idle network only waits for data.
    std::ranges::sort(waits, std::greater<>());
    std::string text;
    for (const std::string& wait : waits) text += (text.empty() ? "processes wait " : ", ") + wait;
    return text.empty() ? "no process waits" : text;
  }

  std::vector<StreamBase*>& streams() { return streams_; }

  std::size_t moves = 0;   // elements taken or given so far
  std::size_t misses = 0;  // questions without waiting that were answered no

 private:
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
      case Process::Fiber::State::done:
        return false;
    }
    return false;
  }
  [[nodiscard]] bool runnable(const Process::Fiber& fiber) const { return wanted(fiber, moves); }

  void resume(Process::Fiber& fiber) {
    fiber.state = Process::Fiber::State::ready;
    current_ = &fiber;
    if (!fiber.context) start(fiber);
    enter(fiber);
    current_ = nullptr;
    if (fiber.fault) std::rethrow_exception(std::exchange(fiber.fault, nullptr));
  }

  void start(Process::Fiber& fiber) {
    context::protected_fixedsize_stack allocator(stack_octets);
    const context::stack_context stack = allocator.allocate();
#ifdef HLS_NATIVE_ASAN
    fiber.stack_bottom = static_cast<const char*>(stack.sp) - stack.size;
    fiber.stack_size = stack.size;
#endif
    const context::preallocated place(stack.sp, stack.size, stack);
    fiber.context = context::fiber(std::allocator_arg, place, allocator,
                                   [this, &fiber](context::fiber&& caller) {
                                     arrive(fiber);
                                     caller_ = std::move(caller);
                                     try {
                                       do {
                                         const std::size_t moves_before = moves;
                                         const std::size_t misses_before = misses;
                                         fiber.body();
                                         // A firing that only asked and moved nothing would do the
                                         // same again until something moves.
                                         if (moves == moves_before && misses != misses_before &&
                                             fiber.runs == Process::Runs::for_ever) {
                                           fiber.state = Process::Fiber::State::idle;
                                           fiber.idle_since = moves;
                                           suspend();
                                         }
                                       } while (fiber.runs == Process::Runs::for_ever);
                                     } catch (const Stop&) {
                                       // The process is destroyed: its stack is unwound by now.
                                     } catch (...) {
                                       fiber.fault = std::current_exception();
                                     }
                                     fiber.state = Process::Fiber::State::done;
                                     leave(true);
                                     return std::move(caller_);
                                   });
  }

  // From the current fiber back to whoever resumed it, until resumed again.
  void suspend() {
    Process::Fiber& fiber = *current_;
    leave(false);
    caller_ = std::move(caller_).resume();
    arrive(fiber);
    if (fiber.stop) throw Stop();
  }

  // Into a fiber, until it suspends or ends. AddressSanitizer wants to know of every change of
  // stack.
  void enter(Process::Fiber& fiber) {
#ifdef HLS_NATIVE_ASAN
    void* fake_stack = nullptr;
    __sanitizer_start_switch_fiber(&fake_stack, fiber.stack_bottom, fiber.stack_size);
    fiber.context = std::move(fiber.context).resume();
    __sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
#else
    fiber.context = std::move(fiber.context).resume();
#endif
  }
#ifdef HLS_NATIVE_ASAN
  void arrive(Process::Fiber& fiber) {
    __sanitizer_finish_switch_fiber(fiber.fake_stack, &main_bottom_, &main_size_);
  }
  void leave(bool for_good) {
    __sanitizer_start_switch_fiber(for_good ? nullptr : &current_->fake_stack, main_bottom_,
                                   main_size_);
  }
  const void* main_bottom_ = nullptr;
  std::size_t main_size_ = 0;
#else
  void arrive(Process::Fiber&) {}
  void leave(bool) {}
#endif

  std::vector<Process::Fiber*> fibers_;
  std::vector<StreamBase*> streams_;
  Process::Fiber* current_ = nullptr;
  context::fiber caller_;
};

StreamBase::StreamBase(const char* name, std::size_t depth)
    : name_(name), allocated_(depth), depth_(depth) {
  Scheduler::instance().streams().push_back(this);
}
StreamBase::~StreamBase() { std::erase(Scheduler::instance().streams(), this); }

void StreamBase::wait_for_data_slow() const {
  while (size_ == 0) Scheduler::instance().wait(*this, Process::Fiber::State::wants_data);
}
void StreamBase::wait_for_room_slow() const {
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

Process::Process(std::function<void()> body, Runs runs) : fiber_(std::make_unique<Fiber>()) {
  fiber_->body = std::move(body);
  fiber_->runs = runs;
  Scheduler::instance().add(*fiber_);
}
Process::~Process() { Scheduler::instance().remove(*fiber_); }

bool Process::done() const { return fiber_->state == Fiber::State::done; }

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
