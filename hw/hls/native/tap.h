// Looks at what travels between processes.
#pragma once

#include "scheduler.h"

namespace hls {
namespace native {

/// While it exists, sees every element that is put into any stream on this thread.
class Tap {
 public:
  Tap();
  Tap(const Tap&) = delete;
  Tap& operator=(const Tap&) = delete;
  virtual ~Tap();

  /// \param element as the stream's type lies in memory, `octets` long
  virtual void put(const StreamBase& stream, const void* element, std::size_t octets) = 0;

 private:
  Tap* before_;
};

}  // namespace native
}  // namespace hls
