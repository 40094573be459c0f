#include "card.hpp"

#include <fmt/format.h>
#include <verilated.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "Vcard.h"
#include "Vcard___024root.h"
#include "espial/error.hpp"
#include "espial/hw/request.hpp"
#include "session_table.hpp"

namespace espial::sim {
namespace {

namespace streams = session_table;

constexpr std::uint64_t bit(unsigned stream) { return std::uint64_t{1} << stream; }

constexpr unsigned verdict_stages =
    std::ranges::find(session_table::processes, "verdict", &session_table::Process::name)->stages;

// An AXI4-Lite port of the model.
struct Control {
  CData& aw_valid;
  CData& aw_ready;
  CData& aw_addr;
  CData& w_valid;
  CData& w_ready;
  IData& w_data;
  CData& b_valid;
  CData& ar_valid;
  CData& ar_ready;
  CData& ar_addr;
  CData& r_valid;
  IData& r_data;
};

Control control_of(Vcard& model, hw::Kernel kernel) {
  if (kernel == hw::Kernel::load) {
    return {model.load_AWVALID, model.load_AWREADY, model.load_AWADDR, model.load_WVALID,
            model.load_WREADY,  model.load_WDATA,   model.load_BVALID, model.load_ARVALID,
            model.load_ARREADY, model.load_ARADDR,  model.load_RVALID, model.load_RDATA};
  }
  return {model.store_AWVALID, model.store_AWREADY, model.store_AWADDR, model.store_WVALID,
          model.store_WREADY,  model.store_WDATA,   model.store_BVALID, model.store_ARVALID,
          model.store_ARREADY, model.store_ARADDR,  model.store_RVALID, model.store_RDATA};
}

}  // namespace

Card::Card(const CardOptions& options)
    : options_(options),
      random_(static_cast<std::uint32_t>(options.seed)),
      context_(std::make_unique<VerilatedContext>()),
      reads_(options.memory),
      writes_(options.memory) {
  context_->traceEverOn(true);
  // Registers and memories start at random: nothing may rely on what they hold.
  context_->randReset(2);
  context_->randSeed(static_cast<int>(options.seed & 0x7fffffff));
  model_ = std::make_unique<Vcard>(context_.get());
  model_->ap_clk = 0;
  model_->ap_rst_n = 0;
  model_->wire_out_TREADY = 1;
  // Inputs start at random, too.
  for (const hw::Kernel kernel : {hw::Kernel::load, hw::Kernel::store}) {
    const Control control = control_of(*model_, kernel);
    for (CData* const valid : {&control.aw_valid, &control.w_valid, &control.ar_valid}) *valid = 0;
  }
  model_->memory_RVALID = 0;
  model_->memory_BVALID = 0;
  model_->wire_in_TVALID = 0;
  model_->host_in_stall = 0;
  model_->host_out_stall = 0;
  constexpr int reset_cycles = 16;
  for (int i = 0; i < reset_cycles; ++i) {
    model_->eval();
    model_->ap_clk = 1;
    model_->eval();
    model_->ap_clk = 0;
  }
  model_->ap_rst_n = 1;
}

// A model looks for its context by the thread's, which may be that of another card that has gone.
Card::~Card() {
  Verilated::threadContextp(context_.get());
  tracer_.reset();
  model_->final();
  model_.reset();
}

std::uint32_t Card::read_register(hw::Kernel kernel, std::uint32_t offset) {
  const Control control = control_of(*model_, kernel);
  control.ar_addr = static_cast<CData>(offset);
  control.ar_valid = 1;
  while (control.ar_valid != 0) {
    const bool taken = control.ar_ready != 0;
    step();
    if (taken) control.ar_valid = 0;
  }
  while (control.r_valid == 0) step();
  const std::uint32_t value = control.r_data;
  step();
  return value;
}

void Card::write_register(hw::Kernel kernel, std::uint32_t offset, std::uint32_t value) {
  const Control control = control_of(*model_, kernel);
  control.aw_addr = static_cast<CData>(offset);
  control.w_data = value;
  control.aw_valid = 1;
  control.w_valid = 1;
  while ((control.aw_valid | control.w_valid) != 0) {
    const bool address = control.aw_ready != 0;
    const bool data = control.w_ready != 0;
    step();
    if (address) control.aw_valid = 0;
    if (data) control.w_valid = 0;
  }
  while (control.b_valid == 0) step();
  step();
}

std::shared_ptr<const Recording> Card::record() {
  if (counters_.cycles != 0) throw InvalidArgument("a recording begins with the first cycle");
  recorder_ = std::make_unique<Recorder>(*model_);
  return recorder_->recording();
}

void Card::send(const Frame& frame) {
  if (frame.octets.empty()) throw InvalidArgument("a frame without octets");
  for (const FrameBeat& beat : beats_of(frame))
    wire_in_.push_back({beat, frame.time_ns, frame.ingress});
}

bool Card::stalls() { return options_.stalls != 0 && random_() % 256 < options_.stalls; }

// What the card sees in this cycle.
void Card::drive() {
  Vcard& model = *model_;
  const std::uint64_t now = counters_.cycles;
  model.host_in_stall = stalls() ? 1 : 0;
  model.host_out_stall = hold_store_ || stalls() ? 1 : 0;
  model.memory_ARREADY = reads_.room() && !stalls() ? 1 : 0;
  // What is offered stays.
  if (model.memory_RVALID == 0) {
    model.memory_RVALID = reads_.due(now) && !stalls() ? 1 : 0;
    if (model.memory_RVALID != 0) {
      memory_.read_beat(reads_.front().address, &model.memory_RDATA[0]);
      model.memory_RLAST = reads_.front().last ? 1 : 0;
    }
  }
  model.memory_AWREADY = writes_.room() && !stalls() ? 1 : 0;
  model.memory_WREADY = !writes_.empty() && !stalls() ? 1 : 0;
  if (model.memory_BVALID == 0)
    model.memory_BVALID = !responses_.empty() && responses_.front() <= now ? 1 : 0;
  if (model.wire_in_TVALID == 0 && !wire_in_.empty() && !stalls()) {
    const auto& [beat, time, ingress] = wire_in_.front();
    std::memcpy(&model.wire_in_TDATA[0], beat.data.data(), beat.data.size());
    model.wire_in_TKEEP = beat.keep;
    model.wire_in_TUSER[0] = static_cast<std::uint32_t>(time);
    model.wire_in_TUSER[1] = static_cast<std::uint32_t>(time >> 32);
    model.wire_in_TUSER[2] = ingress;
    model.wire_in_TLAST = beat.last ? 1 : 0;
    model.wire_in_TVALID = 1;
  }
}

// What passes at the end of this cycle. No output depends on an input within the cycle, but for
// what stalls hold up.
void Card::sample() {
  Vcard& model = *model_;
  const std::uint64_t now = counters_.cycles;
  valid_ = model.ap_valid;
  ready_ = model.ap_ready;
  const std::uint64_t moved = valid_ & ready_;
  bool any = moved != 0;
  if ((model.memory_ARVALID & model.memory_ARREADY) != 0) {
    reads_.ask(now, model.memory_ARADDR, model.memory_ARLEN + 1U);
    any = true;
  }
  if ((model.memory_RVALID & model.memory_RREADY) != 0) {
    reads_.take();
    taken_.read = true;
    any = true;
  }
  if ((model.memory_WVALID & model.memory_WREADY) != 0) {
    memory_.write_beat(writes_.front().address, &model.memory_WDATA[0]);
    if (writes_.front().last) responses_.push_back(now + options_.memory.latency);
    writes_.take();
    any = true;
  }
  if ((model.memory_AWVALID & model.memory_AWREADY) != 0) {
    writes_.ask(now, model.memory_AWADDR, model.memory_AWLEN + 1U);
    any = true;
  }
  if ((model.memory_BVALID & model.memory_BREADY) != 0) {
    responses_.pop_front();
    taken_.response = true;
    any = true;
  }
  if ((model.wire_in_TVALID & model.wire_in_TREADY) != 0) {
    if (wire_in_.front().beat.last) wire_arrivals_.push_back(now);
    wire_in_.pop_front();
    taken_.wire = true;
    any = true;
  }
  if (model.wire_out_TVALID != 0) {
    const auto* const octets = reinterpret_cast<const std::uint8_t*>(&model.wire_out_TDATA[0]);
    frame_.octets.insert(frame_.octets.end(), octets,
                         octets + std::countr_one(model.wire_out_TKEEP));
    if (model.wire_out_TLAST != 0) frames_.push_back(std::exchange(frame_, {}));
  }
  if (recorder_) recorder_->observe();
  if (any) last_move_ = now + 1;
  if (moved != 0) measure(moved);
}

void Card::measure(std::uint64_t moved) {
  const std::uint64_t now = counters_.cycles;
  for (std::uint64_t left = moved; left != 0; left &= left - 1)
    ++moved_[static_cast<std::size_t>(std::countr_zero(left))];
  if ((moved & bit(streams::host_in)) != 0) {
    if (second_beat_) host_arrivals_.push_back(now);
    second_beat_ = !second_beat_;
  }
  if ((moved & bit(streams::host_requests)) != 0) {
    in_order_.push_back(host_arrivals_.front());
    host_arrivals_.pop_front();
  }
  if ((moved & bit(streams::wire_requests)) != 0) {
    in_order_.push_back(wire_arrivals_.front());
    wire_arrivals_.pop_front();
  }
  if ((moved & bit(streams::results)) == 0) return;
  const auto& result = model_->rootp->card__DOT__u_table__DOT__results_TDATA;
  const auto field = [&](unsigned at, unsigned width) {
    return (result[at / 32] >> (at % 32)) & ((1U << width) - 1);
  };
  if (field(streams::results_bounced, 1) != 0 || field(streams::results_joined, 1) != 0) return;
  const std::uint64_t arrival = in_order_.front();
  in_order_.pop_front();
  if (field(streams::results_kind, hw::kind_bits) !=
      static_cast<unsigned>(hw::RequestKind::packet)) {
    if (!counters_.first_arrival) moved_ = {};
    return;
  }
  const std::uint64_t verdict = now + verdict_stages;
  if (!counters_.first_arrival) counters_.first_arrival = arrival;
  counters_.last_verdict = verdict;
  counters_.moved = moved_;
  ++counters_.latency[std::min<std::uint64_t>(verdict - arrival, counters_.latency.size() - 1)];
}

void Card::step() {
  drive();
  model_->eval();
  sample();
  if (tracer_) tracer_->low(counters_.cycles);
  model_->ap_clk = 1;
  model_->eval();
  if (tracer_) {
    tracer_->high(counters_.cycles);
    if (tracer_->done()) tracer_.reset();
  }
  model_->ap_clk = 0;
  // Behind the edge.
  if (taken_.read) model_->memory_RVALID = 0;
  if (taken_.response) model_->memory_BVALID = 0;
  if (taken_.wire) model_->wire_in_TVALID = 0;
  taken_ = {};
  ++counters_.cycles;
}

std::string Card::waiting() const {
  std::string text;
  for (unsigned i = 0; i < session_table::stream_names.size(); ++i) {
    if (((valid_ & ~ready_) >> i & 1) == 0) continue;
    text += fmt::format("{}'{}'", text.empty() ? "" : ", ", session_table::stream_names[i]);
  }
  return text.empty() ? "nothing moves, and no stream holds anything"
                      : "nothing moves; nobody takes from " + text;
}

CycleStatistics Card::cycle_statistics() const {
  CycleStatistics statistics;
  statistics.elapsed_cycles = counters_.cycles;
  statistics.latency.assign(counters_.latency.begin(), counters_.latency.end());
  if (!counters_.first_arrival) return statistics;
  statistics.device_cycles = counters_.last_verdict - *counters_.first_arrival + 1;
  for (const session_table::Process& process : session_table::processes) {
    std::uint64_t most = 0;
    for (unsigned i = 0; i < session_table::stream_names.size(); ++i)
      if ((process.streams >> i & 1) != 0) most = std::max(most, counters_.moved[i]);
    statistics.utilisation[std::string(process.name)] =
        static_cast<double>(most) / static_cast<double>(statistics.device_cycles);
  }
  return statistics;
}

void Card::trace(const std::string& file, CycleWindow window) {
  const std::uint64_t now = counters_.cycles;
  tracer_.reset();
  tracer_ =
      std::make_unique<Tracer>(*model_, file, CycleWindow{now + window.first, now + window.last});
}

void Card::clear_counters() {
  const std::uint64_t cycles = counters_.cycles;
  counters_ = {};
  counters_.cycles = cycles;
  moved_ = {};
}

}  // namespace espial::sim
