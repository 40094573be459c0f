// The index beside a plain model of it.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <vector>

#include "index_fixture.hpp"
#include "kernels/random.hpp"

namespace {

using espial::hw::choices;
using espial::hw::line_slots;
using espial::hw::RequestKind;
using loop::at;
using loop::exchange;
using loop::owning;
using loop::slot_at;
using loop::slots;

class IndexModel : public loop::IndexFixture {};

// The index as a reader of its comment would write it.
class Model {
 public:
  struct Slot {
    unsigned tag;
    unsigned record;
  };
  struct Found {
    unsigned position;
    Slot slot;
  };

  [[nodiscard]] std::optional<Found> find(const Operation& operation) {
    for (unsigned position = operation.round.start.to_uint(); position < slots; ++position) {
      const auto& slot = at(operation, position);
      if (slot && slot->tag == operation.tag.to_uint()) return Found{position, *slot};
    }
    return std::nullopt;
  }

  // Where a key is to be learned.
  [[nodiscard]] std::optional<unsigned> place(const Operation& operation) {
    std::optional<unsigned> best;
    unsigned most = 0;
    for (unsigned choice = 0; choice < choices; ++choice) {
      unsigned free = 0;
      unsigned first = 0;
      for (unsigned i = line_slots; i-- > 0;) {
        if (at(operation, slot_at(choice, i))) continue;
        ++free;
        first = slot_at(choice, i);
      }
      if (free <= most) continue;
      most = free;
      best = first;
    }
    return best;
  }

  std::optional<Slot>& at(const Operation& operation, unsigned position) {
    const unsigned choice = position / line_slots;
    return table_[{choice, operation.line[choice].to_uint(), position % line_slots}];
  }

 private:
  std::map<std::array<unsigned, 3>, std::optional<Slot>> table_;
};

TEST_F(IndexModel, agrees_with_a_plain_model_on_random_operations) {
  constexpr unsigned seed = 20;
  SCOPED_TRACE(testing::Message() << "seed " << seed);
  loop::Random random(seed);
  Model model;
  unsigned next_record = 0;
  unsigned ended = 0;
  std::set<unsigned> spare;     // given back
  std::vector<Located> owners;  // learned a slot, and bounced
  // The record that an operation took: one that was given back, else the next of `free_list`.
  const auto expect_taken = [&](const Located& out) {
    const unsigned record = out.record.to_uint();
    if (spare.empty()) {
      ASSERT_EQ(record, next_record);
      ASSERT_TRUE(free_records_.empty());
      next_record = (next_record + 1) % espial::hw::records;
    } else {
      ASSERT_EQ(spare.erase(record), 1U);
    }
  };
  free_records_.write({.mark = false, .record = next_record});
  for (unsigned i = 0; i < 100'000; ++i) {
    if (free_records_.empty()) free_records_.write({.mark = false, .record = next_record});
    if (!owners.empty() && random.one_in(4)) {
      const Located first = owners.front();
      owners.erase(owners.begin());
      const unsigned own = first.position.to_uint();
      const Operation operation = owning(first.operation, own);
      auto& slot = model.at(operation, own);
      const Model::Slot kept = *slot;
      slot.reset();
      const auto found = model.find(operation);
      const Located out = pass(operation);
      ASSERT_TRUE(out.found);
      ASSERT_EQ(out.learned, !found);
      ASSERT_EQ(out.record, found ? found->slot.record : kept.record);
      ASSERT_EQ(out.position, found ? found->position : own);
      if (found) {
        spare.insert(kept.record);
      } else {
        slot = kept;
      }
      continue;
    }
    Operation operation =
        at({random.below(4), random.below(4), random.below(4), random.below(4)}, random.below(16));
    const bool whole = !random.one_in(3);
    operation.round.start = whole ? 0 : random.below(slots);
    const auto found = model.find(operation);
    const auto owned = [&] {
      return std::ranges::any_of(
          owners, [&](const Located& owner) { return owner.record == found->slot.record; });
    };
    if (found && random.one_in(2) && !owned()) {
      const Located out = pass(exchange(operation, found->position));
      ASSERT_EQ(asked().record, found->slot.record);
      ASSERT_TRUE(out.learned);
      expect_taken(out);
      model.at(operation, found->position) =
          Model::Slot{operation.tag.to_uint(), out.record.to_uint()};
      ++ended;
    } else if (found) {
      const Located out = pass(operation);
      ASSERT_TRUE(out.found);
      ASSERT_FALSE(out.learned);
      ASSERT_EQ(out.position, found->position);
      ASSERT_EQ(out.record, found->slot.record);
    } else if (const auto place = model.place(operation)) {
      // Where the last operations have a say it gets some empty slot.
      const bool alone = random.one_in(2);
      if (alone)
        for (unsigned k = 0; k < loop::unseen; ++k) pass(loop::command(RequestKind::advance));
      const Located out = pass(operation);
      ASSERT_TRUE(out.learned);
      if (alone) {
        ASSERT_EQ(out.position, *place);
      }
      ASSERT_FALSE(model.at(operation, out.position.to_uint()));
      expect_taken(out);
      model.at(operation, out.position.to_uint()) =
          Model::Slot{operation.tag.to_uint(), out.record.to_uint()};
      if (whole && owners.size() < 20 && random.one_in(2)) owners.push_back(out);
    } else {
      ASSERT_FALSE(pass(operation).found);
    }
    if (random.one_in(100)) {
      const unsigned release = random.below(200);
      const BulkRequest bulk = read_ended(release, 50);
      ASSERT_EQ(asked().count, std::min(release, ended));
      ended -= std::min(release, ended);
      ASSERT_EQ(bulk.valid, std::min(50U, ended));
      ASSERT_EQ(bulk.left, ended - std::min(50U, ended));
    }
    ASSERT_FALSE(HasFatalFailure());
  }
}

}  // namespace
