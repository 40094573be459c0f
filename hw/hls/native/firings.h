// Between the scheduler and who has processes repeat what others did (recorded_outcomes.h).
#pragma once

#include <string>
#include <vector>

#include "scheduler.h"

namespace hls {
namespace native {

/// The firings of a process, one after the other. While there are any of some process, depths do
/// not count.
class Firings {
 public:
  Firings();
  Firings(const Firings&) = delete;
  Firings& operator=(const Firings&) = delete;
  virtual ~Firings();

  /// A process whose streams have these names, in the order of its parameters, repeats them from
  /// now on. \returns its streams; none if there is no such process that has not fired yet
  std::vector<const StreamBase*> attach(const std::vector<std::string>& streams);
  /// Those of the process that runs, if it repeats any.
  static Firings* of_this_process();

  /// \returns whether there is one more, which begins
  virtual bool begin() = 0;
  virtual bool answer(StreamBase& stream, Asks asks) = 0;
  virtual void end() = 0;
  /// As text: which process, which firing.
  virtual std::string where() const = 0;
};

}  // namespace native
}  // namespace hls
