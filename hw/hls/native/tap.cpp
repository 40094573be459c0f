#include "native/tap.h"

namespace hls {
namespace native {

__thread Tap* StreamBase::tap_ = nullptr;

Tap::Tap() : before_(StreamBase::tap_) { StreamBase::tap_ = this; }
Tap::~Tap() { StreamBase::tap_ = before_; }

}  // namespace native
}  // namespace hls
