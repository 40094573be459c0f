#include "native/outcomes.h"

#include <string>
#include <utility>

namespace hls {
namespace native {

__thread Outcomes* StreamBase::outcomes_ = nullptr;

Outcomes::Outcomes() : before_(StreamBase::outcomes_) { StreamBase::outcomes_ = this; }
Outcomes::~Outcomes() { StreamBase::outcomes_ = before_; }

bool Outcomes::installed() { return StreamBase::outcomes_ != nullptr; }

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

bool Outcomes::answer(const StreamBase& stream, Asks asks) {
  const std::string what = asks == Asks::data ? "data" : "room";
  Entry* const entry = find(stream, asks);
  if (entry == nullptr) {
    throw OutcomeMismatch(std::string("'") + stream.name() + "' is asked for " + what +
                          ", and no outcome of that is recorded");
  }
  const bool there = asks == Asks::data ? stream.size() != 0 : stream.size() < stream.depth();
  if (entry->answer && !there) {
    throw OutcomeMismatch(std::string("'") + stream.name() + "' has no " + what +
                          ", but its recorded outcome says so");
  }
  entry->asked = true;
  return entry->answer;
}

bool StreamBase::recorded(Asks asks) const { return outcomes_->answer(*this, asks); }

}  // namespace native
}  // namespace hls
