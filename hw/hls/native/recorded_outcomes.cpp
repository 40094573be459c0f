#include "native/recorded_outcomes.h"

#include <algorithm>
#include <utility>

#include "native/firings.h"

namespace hls {
namespace native {

class RecordedOutcomes::Replayed : public Firings {
 public:
  explicit Replayed(ProcessOutcomes recorded) : recorded_(std::move(recorded)) {
    const std::vector<const StreamBase*> streams = attach(recorded_.streams);
    if (streams.empty()) {
      std::string names;
      for (const std::string& stream : recorded_.streams)
        names += (names.empty() ? "'" : ", '") + stream + "'";
      throw OutcomeMismatch("process '" + recorded_.name + "': none that has not fired yet has " +
                            (names.empty() ? "no streams" : "the streams " + names));
    }
    for (const ProcessOutcomes::Question& question : recorded_.questions) {
      const auto found = std::ranges::find(streams, question.stream, &StreamBase::name);
      if (found == streams.end()) {
        throw OutcomeMismatch("process '" + recorded_.name + "' has no stream '" + question.stream +
                              "' to ask");
      }
      questions_.push_back({*found, question.asks});
    }
    for (const ProcessOutcomes::Run& run : recorded_.runs) all_ += run.firings;
  }

  bool begin() override {
    if (begun_ == all_) return false;
    ++begun_;
    while (done_of_run_ == recorded_.runs[run_].firings) {
      ++run_;
      done_of_run_ = 0;
    }
    ++done_of_run_;
    asked_ = 0;
    return true;
  }

  bool answer(StreamBase& stream, Asks asks) override {
    const auto found = std::ranges::find_if(questions_, [&](const Question& question) {
      return question.stream == &stream && question.asks == asks;
    });
    if (found == questions_.end()) {
      throw OutcomeMismatch(where() + ": '" + stream.name() + "' is asked for " + text(asks) +
                            ", and no outcome of that is recorded");
    }
    const std::uint32_t bit = 1U << (found - questions_.begin());
    asked_ |= bit;
    if ((outcomes() & bit) == 0) return false;
    awaited_ = &*found;
    wait_for(stream, asks);
    awaited_ = nullptr;
    return true;
  }

  // A 'no' is not told from what was not asked.
  void end() override {
    const std::uint32_t rest = outcomes() & ~asked_;
    if (rest == 0) return;
    const Question& question = questions_.at(static_cast<std::size_t>(__builtin_ctz(rest)));
    throw OutcomeMismatch(where() + ": its recorded outcome says that " + text(question) +
                          ", which is not asked");
  }

  std::string where() const override {
    return "process '" + recorded_.name + "', firing " + std::to_string(begun_ - 1);
  }

  void check() const {
    if (awaited_ != nullptr) {
      throw OutcomeMismatch(where() + ": its recorded outcome says that " + text(*awaited_) +
                            ", and it has none; " + describe_waiting());
    }
    if (begun_ != all_) {
      throw OutcomeMismatch("process '" + recorded_.name + "' does " + std::to_string(begun_) +
                            " of " + std::to_string(all_) + " recorded firings; " +
                            describe_waiting());
    }
  }

 private:
  struct Question {
    const StreamBase* stream;
    Asks asks;
  };

  std::uint32_t outcomes() const { return recorded_.runs[run_].outcomes; }
  static std::string text(Asks asks) { return Answers::text(asks); }
  static std::string text(const Question& question) {
    return std::string("'") + question.stream->name() + "' has " + text(question.asks);
  }

  ProcessOutcomes recorded_;
  std::vector<Question> questions_;
  std::uint64_t all_ = 0;    // firings
  std::uint64_t begun_ = 0;  // of these
  std::size_t run_ = 0;
  std::uint32_t done_of_run_ = 0;      // or begun
  std::uint32_t asked_ = 0;            // in this firing
  const Question* awaited_ = nullptr;  // was answered with yes
};

RecordedOutcomes::RecordedOutcomes(std::vector<ProcessOutcomes> processes) {
  for (ProcessOutcomes& process : processes)
    processes_.push_back(std::make_unique<Replayed>(std::move(process)));
}
RecordedOutcomes::~RecordedOutcomes() = default;

void RecordedOutcomes::check() const {
  for (const auto& process : processes_) process->check();
}

bool RecordedOutcomes::answer(StreamBase& stream, Asks asks) {
  Firings* const firings = Firings::of_this_process();
  return firings == nullptr ? ask(stream, asks) : firings->answer(stream, asks);
}

}  // namespace native
}  // namespace hls
