// hls::stream for builds without Vitis: a FIFO of the declared depth between two processes.
//
// As in Vitis HLS (UG1399, "HLS Stream Library"): `stream<T, DEPTH>` is passed to processes as
// `stream<T>&`; without a depth it holds 2. On this build each process is a fiber: a blocking read
// of an empty stream, or a write to a full one, lets the others run.
#pragma once

#ifdef __HLS_OPEN__

#include "detail/open_stream.h"

#else

#include <cstddef>
#include <memory>
#include <utility>

#include "native/scheduler.h"

namespace hls {

template <class T, int DEPTH = 0>
class stream;

template <class T>
class stream<T, 0> : public native::StreamBase {
 public:
  explicit stream(const char* name = "unnamed") : stream(name, 2) {}
  stream(const stream&) = delete;
  stream& operator=(const stream&) = delete;

  /// Takes the oldest element; waits for one.
  T read() {
    wait_for_data();
    return take();
  }
  void read(T& value) { value = read(); }

  /// Takes the oldest element if there is one.
  bool read_nb(T& value) {
    if (!offers_data()) return false;
    value = take();
    return true;
  }

  /// Appends an element; waits for room.
  void write(const T& value) {
    wait_for_room();
    put(value);
  }

  /// Appends an element if there is room.
  bool write_nb(const T& value) {
    if (!offers_room()) return false;
    put(value);
    return true;
  }

  stream& operator<<(const T& value) {
    write(value);
    return *this;
  }
  stream& operator>>(T& value) {
    read(value);
    return *this;
  }

  /// What a process asks; both decide by timing.
  bool empty() { return !offers_data(); }
  bool full() { return !offers_room(); }

 protected:
  stream(const char* name, std::size_t depth) : StreamBase(name, depth), slots_(new T[depth]) {}

 private:
  T take() {
    T value = slots_[first_];
    first_ = first_ + 1 == allocated() ? 0 : first_ + 1;
    taken();
    return value;
  }
  void put(const T& value) {
    if (__builtin_expect(size() == allocated(), 0)) grow();
    std::size_t at = first_ + size();
    if (at >= allocated()) at -= allocated();
    slots_[at] = value;
    given(&slots_[at], sizeof(T));
  }
  // To the depth that a replay has raised: out of the way of those that do not.
  __attribute__((noinline, cold)) void grow() {
    std::unique_ptr<T[]> slots(new T[depth()]);
    for (std::size_t i = 0; i < size(); ++i) slots[i] = slots_[(first_ + i) % allocated()];
    slots_ = std::move(slots);
    first_ = 0;
    allocated(depth());
  }

  std::unique_ptr<T[]> slots_;
  std::size_t first_ = 0;
};

template <class T, int DEPTH>
class stream : public stream<T, 0> {
  static_assert(DEPTH > 0, "a stream holds at least one element");

 public:
  explicit stream(const char* name = "unnamed") : stream<T, 0>(name, DEPTH) {}
};

}  // namespace hls

#endif  // __HLS_OPEN__
