#include "native/coroutine.h"

#include <boost/context/protected_fixedsize_stack.hpp>
#include <utility>

#ifdef HLS_NATIVE_ASAN
#include <sanitizer/common_interface_defs.h>
#endif

namespace hls {
namespace native {

namespace context = boost::context;

namespace {

// Kernels keep wide values in local variables, and sanitizers pad them.
constexpr std::size_t stack_octets = std::size_t{1} << 20;

}  // namespace

void Coroutine::start(std::function<void()> body) {
  context::protected_fixedsize_stack allocator(stack_octets);
  const context::stack_context stack = allocator.allocate();
#ifdef HLS_NATIVE_ASAN
  bottom_ = static_cast<const char*>(stack.sp) - stack.size;
  size_ = stack.size;
#endif
  const context::preallocated place(stack.sp, stack.size, stack);
  context_ = context::fiber(std::allocator_arg, place, allocator,
                            [this, body = std::move(body)](context::fiber&& caller) {
                              arrive();
                              caller_ = std::move(caller);
                              body();
                              announce(true);
                              return std::move(caller_);
                            });
}

void Coroutine::enter() {
#ifdef HLS_NATIVE_ASAN
  void* fake_stack = nullptr;
  __sanitizer_start_switch_fiber(&fake_stack, bottom_, size_);
  context_ = std::move(context_).resume();
  __sanitizer_finish_switch_fiber(fake_stack, nullptr, nullptr);
#else
  context_ = std::move(context_).resume();
#endif
}

void Coroutine::leave() {
  announce(false);
  caller_ = std::move(caller_).resume();
  arrive();
}

#ifdef HLS_NATIVE_ASAN
void Coroutine::arrive() {
  __sanitizer_finish_switch_fiber(fake_stack_, &caller_bottom_, &caller_size_);
}
void Coroutine::announce(bool for_good) {
  __sanitizer_start_switch_fiber(for_good ? nullptr : &fake_stack_, caller_bottom_, caller_size_);
}
#else
void Coroutine::arrive() {}
void Coroutine::announce(bool) {}
#endif

}  // namespace native
}  // namespace hls
