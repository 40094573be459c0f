// A function on a stack of its own, which can be left in the middle and entered again.
#pragma once

#include <boost/context/fiber.hpp>
#include <cstddef>
#include <functional>

#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HLS_NATIVE_ASAN 1
#endif
#endif

namespace hls {
namespace native {

class Coroutine {
 public:
  Coroutine() = default;
  Coroutine(const Coroutine&) = delete;
  Coroutine& operator=(const Coroutine&) = delete;

  /// Whether it has begun and not come to its end.
  bool active() const { return static_cast<bool>(context_); }
  /// \param body must not throw
  void start(std::function<void()> body);
  /// Into it, until it leaves or ends.
  void enter();
  /// Out of it, to whoever entered; called by its body. Returns when it is entered again.
  void leave();

 private:
  // AddressSanitizer wants to know of every change of stack.
  void arrive();
  void announce(bool for_good);

  boost::context::fiber context_;
  boost::context::fiber caller_;
#ifdef HLS_NATIVE_ASAN
  void* fake_stack_ = nullptr;
  const void* bottom_ = nullptr;
  std::size_t size_ = 0;
  const void* caller_bottom_ = nullptr;
  std::size_t caller_size_ = 0;
#endif
};

}  // namespace native
}  // namespace hls
