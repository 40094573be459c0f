// What a window of cycles looks like from inside: an FST file, for a wave viewer.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "espial/cycles.hpp"

class Vcard;
class VerilatedFstC;

namespace espial::sim {

class Tracer {
 public:
  // \param window by the card's own cycles
  // \throws FileError if the file cannot be written
  Tracer(Vcard& model, std::string file, CycleWindow window);
  Tracer(const Tracer&) = delete;
  Tracer& operator=(const Tracer&) = delete;
  ~Tracer();

  // What the model holds in the lower and in the upper half of a cycle.
  void low(std::uint64_t cycle) { sample(cycle, 0); }
  void high(std::uint64_t cycle);
  // The window has passed, and the file is complete.
  [[nodiscard]] bool done() const { return done_; }

 private:
  void sample(std::uint64_t cycle, std::uint64_t offset);
  void close();

  std::string file_;
  CycleWindow window_;
  std::unique_ptr<VerilatedFstC> fst_;
  bool done_ = false;
};

}  // namespace espial::sim
