#include "graph/build.hpp"

#include <llvm/ADT/PostOrderIterator.h>
#include <llvm/Analysis/AssumptionCache.h>
#include <llvm/Analysis/DemandedBits.h>
#include <llvm/Analysis/PostDominators.h>
#include <llvm/IR/Dominators.h>
#include <llvm/IR/Instructions.h>
#include <llvm/IR/IntrinsicInst.h>
#include <llvm/IR/Module.h>
#include <llvm/Support/MathExtras.h>

#include <set>

#include "graph/operators.hpp"
#include "support/error.hpp"

namespace hlsc {
namespace {

using namespace llvm;

class Builder {
 public:
  Builder(Function& firing, const hlsc::Process& process, const Memory& memory)
      : firing_(firing),
        dominators_(firing),
        post_dominators_(firing),
        assumptions_(firing),
        demanded_(firing, assumptions_, dominators_) {
    for (const StreamParameter& parameter : process.streams)
      graph_.streams.push_back({parameter.name, parameter.payload, false, false});
    channels_.resize(graph_.streams.size());
    for (const State& state : memory.states)
      graph_.states.push_back({state.name, state.reset, nullptr, nullptr});
    for (const RamField& field : memory.fields)
      graph_.rams.push_back({field.array + field.bank,
                             field.rows,
                             field.bits,
                             field.directives,
                             {{field.offset, 0, field.bits}}});
    rams_.resize(graph_.rams.size());
  }

  Graph run() {
    // There are no loops: what comes later is known from the end on.
    for (const BasicBlock* const block : post_order(&firing_)) {
      std::set<const BasicBlock*>& reached = reachable_[block];
      for (const BasicBlock* const next : successors(block)) {
        reached.insert(next);
        reached.insert(reachable_[next].begin(), reachable_[next].end());
      }
    }
    const ReversePostOrderTraversal<Function*> order(&firing_);
    for (BasicBlock* const block : order) {
      predicates_[block] = predicate_of(*block);
      for (Instruction& instruction : *block) {
        graph_.location = location_of(instruction);
        visit(instruction);
      }
    }
    finish_channels();
    finish_rams();
    for (StateVariable& state : graph_.states)
      if (state.next == nullptr) state.next = state.current;
    for (const Stream& stream : graph_.streams)
      if (!stream.input && !stream.output && stream.width() != 0)  // a scalar of a leaf has none
        throw hlsc::Error("stream '" + stream.name + "' is neither read nor written");
    return std::move(graph_);
  }

 private:
  // What the uses of a stream on all paths come to.
  struct Channel {
    Node* element = nullptr;
    Node* offered = nullptr;
    Node* room = nullptr;
    Node* taken = nullptr;  // whether it is read
    Node* waits = nullptr;  // whether by a blocking read
    Node* written = nullptr;
    Node* value = nullptr;
    std::vector<Node*> waiting_writes;  // on what conditions
    Node* asked_data = nullptr;
    Node* asked_room = nullptr;
    // Reads or writes: where, and on what condition.
    std::vector<std::pair<BasicBlock*, Node*>> uses;
    std::vector<std::pair<BasicBlock*, Node*>> waiting_reads;
    std::set<unsigned> writes_before;  // streams written before a read of this one waits
    std::set<unsigned> reads_before;   // streams whose reads wait before a write of this one
    Location location;
  };
  struct RamUse {
    std::vector<std::pair<Node*, Node*>> reads;  // row, word
    Node* written = nullptr;
    Node* row = nullptr;
    Node* value = nullptr;
    std::vector<std::pair<BasicBlock*, Node*>> writes;
    Location location;
  };

  Node* value_of(const Value* value) {
    if (const auto* const number = dyn_cast<ConstantInt>(value))
      return graph_.constant(number->getValue());
    if (isa<UndefValue>(value)) return graph_.zero(value->getType()->getIntegerBitWidth());
    const auto found = values_.find(value);
    if (found != values_.end()) return found->second;
    if (const auto* const instruction = dyn_cast<Instruction>(value))
      throw hlsc::Error(*instruction,
                        Twine("'") + instruction->getOpcodeName() + "' is not supported here");
    throw hlsc::Error("a value is outside the supported subset");
  }

  void set(const Instruction& instruction, Node* node) {
    values_[&instruction] = node;
    if (node->name.empty() && instruction.hasName()) node->name = instruction.getName().str();
  }

  // --- control ---

  Node* predicate_of(BasicBlock& block) {
    if (&block == &firing_.getEntryBlock()) return graph_.bit(true);
    // A block that runs whenever its dominator does has the same predicate.
    BasicBlock* const above = dominators_.getNode(&block)->getIDom()->getBlock();
    if (post_dominators_.dominates(&block, above)) return predicates_.at(above);
    Node* predicate = graph_.bit(false);
    for (BasicBlock* const before : predecessors(&block))
      predicate = graph_.or_(predicate, edges_.at({before, &block}));
    return predicate;
  }

  void branch(BasicBlock* from, BasicBlock* to, Node* condition) {
    Node* const taken = graph_.and_(predicates_.at(from), condition);
    Node*& edge = edges_.try_emplace({from, to}, graph_.bit(false)).first->second;
    edge = graph_.or_(edge, taken);
  }

  // What a condition adds to another one that holds in any case.
  Node* beyond(Node* condition, Node* given) {
    const std::vector<Node*> known = terms_of(given);
    std::vector<Node*> terms;
    for (Node* const term : terms_of(condition))
      if (!is_contained(known, term)) terms.push_back(term);
    return graph_.all_of(terms);
  }

  Node* phi(const PHINode& node) {
    const BasicBlock* const block = node.getParent();
    Node* const above = predicates_.at(dominators_.getNode(block)->getIDom()->getBlock());
    // Ways that bring the same value are one way.
    std::vector<std::pair<Node*, Node*>> ways;  // value, condition
    for (unsigned i = 0; i < node.getNumIncomingValues(); ++i) {
      Node* const value = value_of(node.getIncomingValue(i));
      Node* const condition = beyond(edges_.at({node.getIncomingBlock(i), block}), above);
      const auto known = find_if(ways, [&](const auto& way) { return way.first == value; });
      if (known == ways.end()) {
        ways.emplace_back(value, condition);
      } else {
        known->second = graph_.or_(known->second, condition);
      }
    }
    // One of them is taken, so the one with the longest condition needs none.
    const auto rest = std::max_element(ways.begin(), ways.end(), [](const auto& a, const auto& b) {
      return terms_of(a.second).size() < terms_of(b.second).size();
    });
    Node* result = rest->first;
    for (auto way = ways.begin(); way != ways.end(); ++way)
      if (way != rest) result = graph_.select(way->second, way->first, result);
    return result;
  }

  void terminate(Instruction& instruction) {
    BasicBlock* const block = instruction.getParent();
    if (auto* const br = dyn_cast<BranchInst>(&instruction)) {
      if (br->isUnconditional()) {
        branch(block, br->getSuccessor(0), graph_.bit(true));
      } else {
        Node* const condition = value_of(br->getCondition());
        branch(block, br->getSuccessor(0), condition);
        branch(block, br->getSuccessor(1), graph_.invert(condition));
      }
    } else if (auto* const sw = dyn_cast<SwitchInst>(&instruction)) {
      Node* const value = value_of(sw->getCondition());
      Node* any = graph_.bit(false);
      for (const auto& choice : sw->cases()) {
        Node* const here = graph_.equal(value, graph_.constant(choice.getCaseValue()->getValue()));
        any = graph_.or_(any, here);
        branch(block, choice.getCaseSuccessor(), here);
      }
      branch(block, sw->getDefaultDest(), graph_.invert(any));
    } else if (!isa<ReturnInst>(instruction) && !isa<UnreachableInst>(instruction)) {
      throw hlsc::Error(instruction,
                        Twine("'") + instruction.getOpcodeName() + "' is not supported");
    }
  }

  // --- instructions ---

  void visit(Instruction& instruction) {
    if (instruction.isTerminator()) return terminate(instruction);
    if (auto* const node = dyn_cast<PHINode>(&instruction)) return set(*node, phi(*node));
    if (auto* const call = dyn_cast<CallInst>(&instruction)) return visit_call(*call);
    if (auto* const extract = dyn_cast<ExtractValueInst>(&instruction))
      return visit_extract(*extract);
    if (isa<GetElementPtrInst>(instruction)) return;
    if (isa<LoadInst>(instruction) || isa<StoreInst>(instruction))
      throw hlsc::Error(instruction,
                        "this access to memory cannot be resolved: a pointer, or a "
                        "variable that is neither local nor static");
    if (isa<AllocaInst>(instruction)) {
      if (!instruction.use_empty() && instruction.hasNUsesOrMore(1)) return;  // its uses say more
      return;
    }
    if (!instruction.getType()->isIntegerTy())
      throw hlsc::Error(instruction, Twine("'") + instruction.getOpcodeName() +
                                         "' on something else than integers is not supported");
    set(instruction,
        translate(graph_, instruction, [this](const Value* value) { return value_of(value); }));
  }

  void visit_extract(ExtractValueInst& extract) {
    const auto found = elements_.find(extract.getAggregateOperand());
    if (found == elements_.end() || extract.getNumIndices() != 1)
      throw hlsc::Error(extract, "a struct as a value is not supported here");
    set(extract, found->second.at(extract.getIndices()[0]));
  }

  static bool take_number(StringRef& name, StringRef prefix, unsigned& number) {
    return name.consume_front(prefix) && !name.getAsInteger(10, number);
  }

  void visit_call(CallInst& call) {
    if (auto* const intrinsic = dyn_cast<IntrinsicInst>(&call)) return visit_intrinsic(*intrinsic);
    StringRef name = call.getCalledFunction() == nullptr ? "" : call.getCalledFunction()->getName();
    unsigned number = 0;
    if (take_number(name, "hls.read.", number)) return read(call, number, true);
    if (take_number(name, "hls.read_nb.", number)) return read(call, number, false);
    if (take_number(name, "hls.write.", number)) return write(call, number, true);
    if (take_number(name, "hls.write_nb.", number)) return write(call, number, false);
    if (take_number(name, "hls.data.", number)) return set(call, ask_data(call, number));
    if (take_number(name, "hls.room.", number)) return set(call, ask_room(call, number));
    if (name.starts_with("hls.state.load.")) return load_state(call);
    if (name.starts_with("hls.state.store.")) return store_state(call);
    if (name.starts_with("hls.ram.read.")) return read_ram(call);
    if (name.starts_with("hls.ram.write.")) return write_ram(call);
    if (name.empty()) throw hlsc::Error(call, "a call through a pointer or of a virtual function");
    throw hlsc::Error(call, "function '" + name + "' has no body that hlsc knows");
  }

  void visit_intrinsic(IntrinsicInst& intrinsic) {
    switch (intrinsic.getIntrinsicID()) {
      case Intrinsic::lifetime_start:
      case Intrinsic::lifetime_end:
      case Intrinsic::assume:
      case Intrinsic::experimental_noalias_scope_decl:
      case Intrinsic::trap:
        return;
      default:
        break;
    }
    const auto operand = [this](const Value* value) { return value_of(value); };
    if (intrinsic.getType()->isStructTy()) {
      elements_[&intrinsic] = translate_overflow(graph_, intrinsic, operand);
      return;
    }
    if (intrinsic.getIntrinsicID() == Intrinsic::ctpop &&
        demanded_.getDemandedBits(&intrinsic).isOne()) {
      Node* const operand_node = value_of(intrinsic.getArgOperand(0));
      return set(intrinsic, graph_.extend(graph_.parity(operand_node), operand_node->width));
    }
    if (!intrinsic.getType()->isIntegerTy())
      throw hlsc::Error(intrinsic,
                        "'" + intrinsic.getCalledFunction()->getName() + "' is not supported");
    set(intrinsic, translate(graph_, intrinsic, operand));
  }

  // --- state ---

  static unsigned number_of(const CallInst& call) {
    return static_cast<unsigned>(cast<ConstantInt>(call.getArgOperand(0))->getZExtValue());
  }

  void load_state(CallInst& call) {
    const unsigned number = number_of(call);
    StateVariable& state = graph_.states[number];
    if (state.current == nullptr) {
      state.current = graph_.source(Op::state, state.reset.getBitWidth(), number);
      state.current->name = state.name;
    }
    values_[&call] = state.current;
  }
  void store_state(CallInst& call) {
    StateVariable& state = graph_.states[number_of(call)];
    // Every firing comes here, at its end.
    state.next = value_of(call.getArgOperand(1));
  }

  // --- streams ---

  // A stream is used once in a firing: two uses are fine if no path has both.
  void claim(Channel& channel, const Stream& stream, CallInst& call) {
    Node* const when = predicates_.at(call.getParent());
    for (const auto& [block, condition] : channel.uses)
      if (!exclusive(block, condition, call.getParent(), when))
        throw hlsc::Error(
            call, "stream '" + stream.name +
                      "' is used a second time in one firing: at II=1 it moves one element");
    channel.uses.emplace_back(call.getParent(), when);
    channel.location = graph_.location;
  }

  // Whether `from`, which comes first, and `to` never run in one firing.
  bool exclusive(BasicBlock* from, Node* from_condition, BasicBlock* to, Node* to_condition) const {
    if (from != to && !reachable_.at(from).contains(to)) return true;
    std::set<std::pair<const Node*, bool>> terms;
    collect_terms(from_condition, terms);
    std::set<std::pair<const Node*, bool>> others;
    collect_terms(to_condition, others);
    return any_of(others,
                  [&](const auto& term) { return terms.contains({term.first, !term.second}); });
  }
  // What must hold for a condition to hold: values, and whether they are 1.
  static void collect_terms(const Node* condition, std::set<std::pair<const Node*, bool>>& terms) {
    if (condition->op == Op::and_) {
      for (const Node* const input : condition->in) collect_terms(input, terms);
    } else if (condition->op == Op::invert) {
      // ~(a | b)
      const Node* const inner = condition->in[0];
      if (inner->op == Op::or_) {
        for (const Node* const input : inner->in) {
          if (input->op == Op::invert) collect_terms(input->in[0], terms);
          terms.emplace(input, false);
        }
      }
      terms.emplace(inner, false);
    } else {
      terms.emplace(condition, true);
    }
  }

  Node* any(Node* a, Node* b) { return a == nullptr ? b : graph_.or_(a, b); }

  Node* offered(unsigned number) {
    Channel& channel = channels_[number];
    if (channel.offered == nullptr) channel.offered = graph_.source(Op::offered, 1, number);
    return channel.offered;
  }

  void read(CallInst& call, unsigned number, bool blocking) {
    Stream& stream = graph_.streams[number];
    Channel& channel = channels_[number];
    Node* const when = predicates_.at(call.getParent());
    stream.input = true;
    claim(channel, stream, call);
    if (channel.element == nullptr) {
      channel.element = graph_.source(Op::element, stream.width(), number);
      channel.element->name = stream.name + "_element";
    }
    channel.taken = any(channel.taken, when);
    if (blocking) {
      channel.waits = any(channel.waits, when);
      channel.waiting_reads.emplace_back(call.getParent(), when);
    }
    for (unsigned other = 0; other < channels_.size(); ++other)
      for (const auto& [block, condition] : channels_[other].uses)
        if (graph_.streams[other].output && blocking &&
            !exclusive(block, condition, call.getParent(), when))
          channel.writes_before.insert(other);
    std::vector<Node*>& elements = elements_[&call];
    if (!blocking) {
      elements.push_back(offered(number));
      channel.asked_data = any(channel.asked_data, when);
    }
    unsigned low = 0;
    for (const Field& field : stream.payload.fields) {
      Node* const part = graph_.slice(channel.element, low, field.width);
      if (part->name.empty()) part->name = stream.name + "_" + field.name;
      elements.push_back(part);
      low += field.width;
    }
    if (stream.output) both_ways(call, stream);
  }

  void write(CallInst& call, unsigned number, bool blocking) {
    Stream& stream = graph_.streams[number];
    Channel& channel = channels_[number];
    Node* when = predicates_.at(call.getParent());
    stream.output = true;
    claim(channel, stream, call);
    for (unsigned other = 0; other < channels_.size(); ++other)
      for (const auto& [block, condition] : channels_[other].waiting_reads)
        if (!exclusive(block, condition, call.getParent(), when))
          channel.reads_before.insert(other);
    std::vector<Node*> parts;
    for (const Use& argument : call.args()) parts.push_back(value_of(argument.get()));
    Node* const value = graph_.concat(parts);
    if (!blocking) {
      channel.asked_room = any(channel.asked_room, when);
      Node* const there = room(number);
      when = graph_.and_(when, there);
      values_[&call] = there;
    } else {
      channel.waiting_writes.push_back(when);
    }
    channel.value = channel.value == nullptr ? value : graph_.select(when, value, channel.value);
    channel.written = any(channel.written, when);
    if (stream.input) both_ways(call, stream);
  }

  [[noreturn]] static void both_ways(const CallInst& call, const Stream& stream) {
    throw hlsc::Error(call, "stream '" + stream.name + "' is read and written by one process");
  }

  Node* room(unsigned number) {
    Channel& channel = channels_[number];
    if (channel.room == nullptr) channel.room = graph_.source(Op::room, 1, number);
    return channel.room;
  }

  Node* ask_data(CallInst& call, unsigned number) {
    graph_.streams[number].input = true;
    channels_[number].asked_data =
        any(channels_[number].asked_data, predicates_.at(call.getParent()));
    return offered(number);
  }
  Node* ask_room(CallInst& call, unsigned number) {
    graph_.streams[number].output = true;
    channels_[number].asked_room =
        any(channels_[number].asked_room, predicates_.at(call.getParent()));
    return room(number);
  }

  // A firing that asks for room sets out without it, so it must not write where there was none. If
  // it may, every firing waits for room, and is told that there is.
  static bool needs_room(const Channel& channel) {
    return any_of(channel.waiting_writes,
                  [&](Node* when) { return !is_contained(terms_of(when), channel.room); });
  }

  void finish_channels() {
    std::vector<Node*> writes(channels_.size());
    for (unsigned number = 0; number < channels_.size(); ++number) {
      Channel& channel = channels_[number];
      if (channel.written == nullptr) continue;
      if (channel.room != nullptr) graph_.streams[number].waits_for_room = needs_room(channel);
      graph_.location = channel.location;
      writes[number] = graph_.sink(Op::write, {channel.written, channel.value}, number);
    }
    std::vector<Node*> reads(channels_.size());
    for (unsigned number = 0; number < channels_.size(); ++number) {
      Channel& channel = channels_[number];
      if (graph_.streams[number].input) {
        graph_.location = channel.location;
        Node* const never = graph_.bit(false);
        reads[number] = graph_.sink(Op::read,
                                    {channel.taken == nullptr ? never : channel.taken,
                                     channel.waits == nullptr ? never : channel.waits},
                                    number);
        for (const unsigned other : channel.writes_before)
          graph_.orders.push_back({writes[other], reads[number]});
      }
      if (channel.asked_data != nullptr) {
        graph_.sink(Op::outcome, {graph_.and_(channel.asked_data, channel.offered)},
                    static_cast<unsigned>(graph_.questions.size()));
        graph_.questions.push_back({number, true});
      }
      if (channel.asked_room != nullptr) {
        graph_.sink(Op::outcome, {graph_.and_(channel.asked_room, channel.room)},
                    static_cast<unsigned>(graph_.questions.size()));
        graph_.questions.push_back({number, false});
      }
    }
    // Where paths differ in what comes first, the read must not hold the write up.
    for (unsigned number = 0; number < channels_.size(); ++number)
      for (const unsigned other : channels_[number].reads_before)
        if (!channels_[other].writes_before.contains(number))
          graph_.orders.push_back({reads[other], writes[number]});
  }

  // --- RAM ---

  Node* row_of(const CallInst& call, unsigned number) {
    const unsigned bits = std::max(1U, Log2_32_Ceil(graph_.rams[number].rows));
    return graph_.extend(value_of(call.getArgOperand(1)), bits);
  }

  void read_ram(CallInst& call) {
    const unsigned number = number_of(call);
    RamUse& use = rams_[number];
    for (const auto& [block, condition] : use.writes)
      if (!exclusive(block, condition, call.getParent(), predicates_.at(call.getParent())))
        throw hlsc::Error(call, "array '" + graph_.rams[number].name +
                                    "' in RAM is read after it was written in the same firing");
    Node* const row = row_of(call, number);
    for (const auto& [known, word] : use.reads)
      if (known == row) return set(call, word);
    Node* const word = graph_.ram_read(number, row, graph_.rams[number].width);
    use.reads.emplace_back(row, word);
    set(call, word);
  }

  void write_ram(CallInst& call) {
    const unsigned number = number_of(call);
    RamUse& use = rams_[number];
    Node* const row = row_of(call, number);
    Node* const value = value_of(call.getArgOperand(2));
    Node* const when =
        graph_.and_(predicates_.at(call.getParent()), value_of(call.getArgOperand(3)));
    if (is_zero(when)) return;
    if (use.written == nullptr) {
      use.row = row;
      use.value = value;
      use.written = when;
    } else {
      const bool clash = any_of(use.writes, [&](const auto& other) {
        return !exclusive(other.first, other.second, call.getParent(), when);
      });
      if (clash && use.row != row)
        throw hlsc::Error(
            call, "array '" + graph_.rams[number].name +
                      "' in RAM is written in two rows in one firing: it has one write port");
      use.row = graph_.select(when, row, use.row);
      use.value = graph_.select(when, value, use.value);
      use.written = graph_.or_(use.written, when);
    }
    use.writes.emplace_back(call.getParent(), when);
    use.location = graph_.location;
  }

  void finish_rams() {
    for (unsigned number = 0; number < rams_.size(); ++number) {
      const RamUse& use = rams_[number];
      if (use.written == nullptr) continue;
      graph_.location = use.location;
      graph_.sink(Op::ram_write, {use.written, use.row, use.value}, number);
    }
  }

  Function& firing_;
  DominatorTree dominators_;
  PostDominatorTree post_dominators_;
  AssumptionCache assumptions_;
  DemandedBits demanded_;
  Graph graph_;
  std::vector<Channel> channels_;
  std::vector<RamUse> rams_;
  DenseMap<const Value*, Node*> values_;
  std::map<const Value*, std::vector<Node*>> elements_;  // of structs
  std::map<const BasicBlock*, std::set<const BasicBlock*>> reachable_;
  std::map<const BasicBlock*, Node*> predicates_;
  std::map<std::pair<const BasicBlock*, const BasicBlock*>, Node*> edges_;
};

}  // namespace

Graph build(Function& firing, const Process& process, const Memory& memory) {
  return Builder(firing, process, memory).run();
}

}  // namespace hlsc
