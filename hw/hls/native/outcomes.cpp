#include "native/outcomes.h"

#include <string>
#include <utility>

namespace hls {
namespace native {

__thread Answers* StreamBase::answers_ = nullptr;
__thread int Outcomes::installed_ = 0;

Answers::Answers() : before_(StreamBase::answers_) { StreamBase::answers_ = this; }
Answers::~Answers() { StreamBase::answers_ = before_; }

bool StreamBase::answered(Asks asks) { return answers_->answer(*this, asks); }

const Outcomes::Entry* Outcomes::find(const StreamBase& stream, Asks asks) const {
  for (const Entry& entry : entries_) {
    if (entry.stream == &stream && entry.asks == asks) return &entry;
  }
  return nullptr;
}
Outcomes::Entry* Outcomes::find(const StreamBase& stream, Asks asks) {
  return const_cast<Entry*>(std::as_const(*this).find(stream, asks));
}

void Outcomes::set(const StreamBase& stream, Asks asks, bool answer) {
  Entry* const entry = find(stream, asks);
  if (entry == nullptr) {
    entries_.push_back({&stream, asks, answer, false});
  } else {
    entry->answer = answer;
    entry->asked = false;
  }
}

bool Outcomes::asked(const StreamBase& stream, Asks asks) const {
  const Entry* const entry = find(stream, asks);
  return entry != nullptr && entry->asked;
}

bool Outcomes::answer(StreamBase& stream, Asks asks) {
  Entry* const entry = find(stream, asks);
  if (entry == nullptr) {
    throw OutcomeMismatch(std::string("'") + stream.name() + "' is asked for " + text(asks) +
                          ", and no outcome of that is recorded");
  }
  if (entry->answer && !holds(stream, asks)) {
    throw OutcomeMismatch(std::string("'") + stream.name() + "' has no " + text(asks) +
                          ", but its recorded outcome says so");
  }
  entry->asked = true;
  return entry->answer;
}

}  // namespace native
}  // namespace hls
