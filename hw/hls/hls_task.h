// hls::task for builds without Vitis: a process that runs for ever, firing by firing (UG1399, "Tasks").
#pragma once

#include <functional>

#include "hls_stream.h"
#include "native/scheduler.h"

/// Streams and tasks of a network outlive the call that makes them.
#define hls_thread_local static

namespace hls {

class task {
 public:
  /// \param function one firing \param streams what it is connected to; they outlive the task
  template <class Function, class... Streams>
  explicit task(Function& function, Streams&... streams)
      : process_([&function, &streams...] { function(streams...); },
                 native::Process::Runs::for_ever) {}

 private:
  native::Process process_;
};

}  // namespace hls
