// What a generated kernel tells of itself while it runs natively: which of its blocks were
// executed, what its questions were answered, and how soon its memories met an address again.
// Through hlsc it is nothing.
#pragma once

#ifdef __HLS_OPEN__

namespace espial {
namespace fuzz {

struct Probe {
  explicit constexpr Probe(int) {}
  void fires() const {}
  void seen(int) const {}
  void asked(int, bool) const {}
  void reads(int, unsigned) const {}
  void writes(int, bool, unsigned) const {}
};

}  // namespace fuzz
}  // namespace espial

#else

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <new>

namespace espial {
namespace fuzz {

// As the generator has it, which keeps within.
constexpr int most_blocks = 256;
constexpr int most_questions = 16;
constexpr int most_memories = 2;
// Distances are counted up to here.
constexpr int farthest = 16;

struct Counts {
  std::uint64_t blocks[most_blocks];
  std::uint64_t answers[most_questions][2];  // no, yes
  // Reads of a word that was last written so many firings before.
  std::uint64_t hazards[most_memories][farthest + 1];
};

class Probe {
 public:
  explicit Probe(int seed) : counts_(shared()) { all()[seed] = counts_; }

  void seen(int block) { ++counts_->blocks[block]; }
  void asked(int question, bool answer) { ++counts_->answers[question][answer ? 1 : 0]; }
  void fires() { ++firing_; }
  void reads(int memory, unsigned address) {
    for (const Write& write : past_[memory]) {
      if (write.address != address) continue;
      const std::uint64_t distance = firing_ - write.firing;
      if (distance <= farthest) ++counts_->hazards[memory][distance];
      return;
    }
  }
  void writes(int memory, bool valid, unsigned address) {
    if (!valid) return;
    past_[memory].push_front({firing_, address});
    if (past_[memory].size() > farthest) past_[memory].pop_back();
  }

  // Those of all kernels of the program, by their seeds.
  static std::map<int, Counts*>& all() {
    static std::map<int, Counts*> counts;
    return counts;
  }

 private:
  struct Write {
    std::uint64_t firing;
    unsigned address;
  };

  // Kernels run in copies of the program, which is to see what they count.
  static Counts* shared() {
    void* const place =
        mmap(nullptr, sizeof(Counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED) throw std::bad_alloc();
    return static_cast<Counts*>(place);
  }

  Counts* counts_;
  std::uint64_t firing_ = 0;
  std::deque<Write> past_[most_memories];  // the newest first
};

}  // namespace fuzz
}  // namespace espial

#endif
