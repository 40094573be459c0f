#include "tracer.hpp"

#include <verilated_fst_c.h>

#include <fstream>
#include <utility>

#include "Vcard.h"
#include "espial/error.hpp"

namespace espial::sim {
namespace {

// The clock that the kernels are compiled for. The time of an FST file is in units of 1 ps.
constexpr std::uint64_t period = 3330;

}  // namespace

Tracer::Tracer(Vcard& model, std::string file, CycleWindow window)
    : file_(std::move(file)), window_(window), fst_(std::make_unique<VerilatedFstC>()) {
  // Verilator's writer does not look whether it could open its file.
  if (!std::ofstream(file_))
    throw FileError(file_, "cannot be written: does the folder exist, and may it be written to?");
  constexpr int all_levels = 99;
  model.trace(fst_.get(), all_levels);
  fst_->open(file_.c_str());
}

Tracer::~Tracer() { close(); }

void Tracer::high(std::uint64_t cycle) {
  sample(cycle, period / 2);
  if (cycle >= window_.last) close();
}

void Tracer::sample(std::uint64_t cycle, std::uint64_t offset) {
  if (!done_ && cycle >= window_.first) fst_->dump(cycle * period + offset);
}

void Tracer::close() {
  if (done_) return;
  fst_->close();
  done_ = true;
}

}  // namespace espial::sim
