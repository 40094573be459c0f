// How full the index gets before a session finds no slot: geometries and ways to choose a line
// compared.
//
// Simulates only where sessions stand, with random hashes: fills every record, then replaces random
// sessions at full table. The card's geometry (hw/include/espial/hw/geometry.hpp) is the first
// line.
#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <random>
#include <span>
#include <vector>

#include "espial/hw/geometry.hpp"

namespace {

namespace hw = espial::hw;

enum class Choose : std::uint8_t { emptiest, first_with_room };

struct Geometry {
  unsigned choices;
  unsigned slots;
  unsigned lines;
};

constexpr unsigned seeds = 40;
constexpr unsigned replacements = 500'000;

class Index {
 public:
  Index(const Geometry& geometry, Choose choose, unsigned seed)
      : geometry_(geometry),
        choose_(choose),
        random_(seed),
        used_(std::size_t{geometry.choices} * geometry.lines) {
    places_.reserve(hw::records);
  }

  // A session with a random hash; false if none of its lines has room.
  bool learn() {
    std::size_t best = 0;
    unsigned most_free = 0;
    for (unsigned choice = 0; choice < geometry_.choices; ++choice) {
      const std::size_t line = std::size_t{choice} * geometry_.lines + random_() % geometry_.lines;
      const unsigned free = geometry_.slots - used_[line];
      const bool takes =
          choose_ == Choose::emptiest ? free > most_free : most_free == 0 && free > 0;
      if (takes) {
        most_free = free;
        best = line;
      }
    }
    if (most_free == 0) return false;
    ++used_[best];
    places_.push_back(best);
    return true;
  }

  void forget_one() {
    std::swap(places_[random_() % places_.size()], places_.back());
    --used_[places_.back()];
    places_.pop_back();
  }

 private:
  Geometry geometry_;
  Choose choose_;
  std::mt19937_64 random_;
  std::vector<unsigned> used_;
  std::vector<std::size_t> places_;
};

void measure(const Geometry& geometry, Choose choose) {
  unsigned runs_refused = 0;
  unsigned first = hw::records;
  std::uint64_t refused = 0;
  for (unsigned seed = 0; seed < seeds; ++seed) {
    Index index(geometry, choose, seed);
    bool any = false;
    for (unsigned i = 0; i < hw::records; ++i) {
      if (index.learn()) continue;
      if (!any) first = std::min(first, i);
      any = true;
    }
    runs_refused += any ? 1 : 0;
    for (unsigned i = 0; i < replacements; ++i) {
      index.forget_one();
      while (!index.learn()) ++refused;
    }
  }
  const double slots_a_record =
      1.0 * geometry.choices * geometry.slots * geometry.lines / hw::records;
  fmt::print("{:<16}{:>8}{:>6}{:>8}{:>10.2f}{:>10}/{}{:>10}{:>15.2e}\n",
             choose == Choose::emptiest ? "emptiest" : "first with room", geometry.choices,
             geometry.slots, geometry.lines, slots_a_record, runs_refused, seeds,
             runs_refused == 0 ? std::string("-") : fmt::format("{}", first),
             static_cast<double>(refused) / (1.0 * seeds * replacements));
}

}  // namespace

int main() {
  fmt::print("{:<16}{:>8}{:>6}{:>8}{:>10}{:>13}{:>10}{:>15}\n", "line", "choices", "slots", "lines",
             "a record", "runs refused", "first at", "refused, full");
  constexpr std::array geometries = {Geometry{hw::choices, hw::line_slots, hw::lines},
                                     Geometry{4, 5, 4096}, Geometry{3, 8, 4096},
                                     Geometry{2, 12, 4096}};
  for (const Choose choose : {Choose::emptiest, Choose::first_with_room}) {
    for (const Geometry& geometry : geometries) measure(geometry, choose);
  }
}
