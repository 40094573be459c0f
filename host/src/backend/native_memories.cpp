#include "backend/native_memories.hpp"

#include <algorithm>

#include "backend/kernel_memories.hpp"
#include "table/visible.hpp"

namespace espial {

Memories native_memories() {
  const auto& ingest = visible<VisibleIngest>();
  const auto& index = visible<VisibleIndex>();
  const auto& free_list = visible<VisibleFreeList>();
  const auto& record = visible<VisibleRecord>();
  Memories memories;
  memories.ingest.clock_ns = ingest.clock->to_uint64();
  memories.ingest.next_creation = ingest.arrival->to_uint64() << 1;

  auto slot = memories.index.slots.begin();
  for (const auto& choice : *index.table)
    for (const auto& line : choice)
      for (const slot_t& word : line) *slot++ = slot_from(word);
  for (const Spare& spare : *index.spare)
    if (spare.there) memories.index.spare.push_back(spare.record.to_uint());
  memories.index.free = index.free->to_uint();
  memories.index.ended = index.ended->to_uint();

  std::ranges::transform(*free_list.ring, memories.free_list.ring.begin(),
                         [](const record_number_t& number) { return number.to_uint(); });
  memories.free_list.next = record_number_t(*free_list.next).to_uint();
  memories.free_list.ended = record_number_t(*free_list.ended).to_uint();
  memories.free_list.put = record_number_t(*free_list.put).to_uint();

  for (std::uint32_t number = 0; number < hw::records; ++number)
    memories.records[number] =
        record_from((*record.records)[number % hw::banks][number / hw::banks]);
  return memories;
}

}  // namespace espial
