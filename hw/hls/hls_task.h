// hls::task for builds without Vitis: a process that runs for ever, firing by firing (UG1399, "Tasks").
#pragma once

#include "hls_stream.h"

/// Streams and tasks of a network outlive the call that makes them.
#define hls_thread_local static

#ifdef __HLS_OPEN__

namespace hls {

/// hlsc reads the declaration (hw/hlsc/frontend/network.cpp).
class task {
 public:
  template <class Function, class... Streams>
  explicit task(Function&, Streams&...) {}
};

}  // namespace hls

#else

#include <functional>

#include "native/scheduler.h"

namespace hls {

class task {
 public:
  /// \param function one firing \param streams what it is connected to; they outlive the task
  template <class Function, class... Streams>
  explicit task(Function& function, Streams&... streams)
      : process_([&function, &streams...] { function(streams...); },
                 native::Process::Runs::for_ever, {&streams...}) {}

 private:
  native::Process process_;
};

}  // namespace hls

#endif  // __HLS_OPEN__
