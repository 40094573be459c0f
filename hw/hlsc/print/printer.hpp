// The module of a process while it is written: what the files that print its parts share.
#pragma once

#include <llvm/Support/raw_ostream.h>

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "graph/graph.hpp"
#include "print/names.hpp"
#include "print/values.hpp"
#include "print/verilog.hpp"
#include "schedule/schedule.hpp"

namespace hlsc {

inline std::string number(unsigned value) { return std::to_string(value); }

class Printer {
 public:
  // All of them must live as long as the printer.
  Printer(std::string name, const Graph& graph, const Schedule& schedule, const Timing& timing)
      : name_(std::move(name)),
        graph_(graph),
        schedule_(schedule),
        timing_(timing),
        live_(graph.live()),
        values_(graph, schedule, reserved()),
        body_(body_text_) {}

  // Once.
  Printed run();

 private:
  Names& reserved();

  // --- stages ---

  // The stage in which a firing at `stage` may be held up, or none.
  unsigned region(unsigned stage) const;
  // Whether a firing at this stage may go on, as far as it depends on those ahead.
  std::string enable(unsigned stage) const;
  // Whether a firing leaves a stage in this cycle.
  static std::string moves(unsigned stage) {
    return stage == 0 ? "fire" : "moves_s" + number(stage);
  }

  // --- uses ---

  bool in_history(unsigned state) const;
  void number_firings();
  void collect_uses();
  void use_state(unsigned number);
  void keep_register(unsigned state);
  unsigned stage_of(const Node& node) const;
  void use_rows(const Node& write);
  void use_room(const Node& write);
  // None if every firing waits for room.
  const Node* room_of(unsigned stream) const;

  // --- text ---

  static std::string depth_of(const Stream& stream) { return stream.name + "_DEPTH"; }
  void declare(const std::string& name, unsigned width) {
    declarations_ += "  logic " + range_text(width) + name + ";\n";
  }
  void section(const std::string& title) { body_ << "\n  // --- " << title << " ---\n"; }
  std::string parameters();
  std::string header();
  // Says that the module uses one of hw/rtl.
  void library(const std::string& module);
  void declare_values();

  // --- control ---

  std::vector<const Node*> sinks(Op op) const;
  // "not waiting for it, or it is there"
  std::string has_element(const Node& read, unsigned stage) const;
  void print_control();
  void print_input(const Node& read);
  void print_firing_number();

  // --- operators ---

  std::string expression(const Node& node) const;
  void print_operators();
  void print_multiplier(const Node& node);

  // --- states ---

  std::string register_of(unsigned state) const;
  void print_states();
  void print_histories();
  void print_history(unsigned produced, unsigned age, unsigned read,
                     const std::vector<unsigned>& states);

  // --- memories ---

  void print_rams();
  void print_independence(const Node& read, const Node& write);

  // --- waiting ---

  void print_waits();

  // --- exits ---

  void print_exits();
  void print_outcomes();

  std::string name_;
  const Graph& graph_;
  const Schedule& schedule_;
  const Timing& timing_;
  std::vector<Node*> live_;
  Names names_;
  Values values_;
  std::string declarations_;
  std::string body_text_;
  llvm::raw_string_ostream body_;
  Printed printed_;
  std::map<unsigned, std::vector<unsigned>> histories_;  // states by the one they copy
  std::set<unsigned> registers_;                         // states that are kept in registers
  std::map<unsigned, std::string> copies_;
  unsigned number_bits_ = 0;
  unsigned firing_number_ = 0;
  std::vector<unsigned> rows_;
  std::vector<unsigned> started_;
  unsigned outcome_stage_ = 0;
};

}  // namespace hlsc
