// What the tests of the bench share.
#pragma once

#include <memory>
#include <random>

#include "by_hand.hpp"
#include "processes/bench/bench.hpp"
#include "processes/self/processes.hpp"

namespace espial::bench {

inline Part part(std::mt19937_64& random, Fault fault = Fault::none) {
  Part part;
  part.fault = static_cast<unsigned>(fault);
  part.odd = random() % 2 == 0;
  part.delta = static_cast<std::int64_t>(random());
  part.data = (ap_uint<70>(random()) << 40) ^ ap_uint<70>(random());
  return part;
}

inline Item item(std::mt19937_64& random, Fault fault = Fault::none) {
  Item item;
  item.fault = static_cast<unsigned>(fault);
  item.value = random();
  return item;
}

/// `pair` with this many parts, and a fault in one of them.
inline Job pair_job(std::size_t parts, Stalls stalls = Stalls::none, std::uint64_t seed = 1,
                    Fault fault = Fault::none, std::size_t at = 0) {
  std::mt19937_64 random(seed);
  Job job{.process = "pair", .native = native(pair), .stalls = stalls, .seed = seed};
  for (std::size_t i = 0; i < parts; ++i) {
    job.stimulus["parts"].push(part(random, i == at ? fault : Fault::none));
  }
  return job;
}

/// `merge` with this many items on each side, and a fault in an ordinary one.
inline Job merge_job(std::size_t items, Stalls stalls = Stalls::none, std::uint64_t seed = 1,
                     Fault fault = Fault::none, std::size_t at = 0) {
  std::mt19937_64 random(seed);
  Job job{.process = "merge", .native = native(merge), .stalls = stalls, .seed = seed};
  for (std::size_t i = 0; i < items; ++i) {
    job.stimulus["urgent"].push(item(random));
    job.stimulus["ordinary"].push(item(random, i == at ? fault : Fault::none));
  }
  return job;
}

}  // namespace espial::bench
