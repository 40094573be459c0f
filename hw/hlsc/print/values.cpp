#include "print/values.hpp"

#include <llvm/ADT/SmallString.h>

#include <algorithm>
#include <set>

namespace hlsc {

using llvm::APInt;

std::string constant_text(const APInt& value) {
  llvm::SmallString<64> digits;
  value.toString(digits, 16, /*Signed=*/false);
  return std::to_string(value.getBitWidth()) + "'h" + llvm::StringRef(digits).lower();
}

std::string range_text(unsigned width) {
  return width == 1 ? "" : "[" + std::to_string(width - 1) + ":0] ";
}

std::string part_text(const std::string& name, unsigned whole, unsigned low, unsigned width) {
  if (width == whole) return name;
  if (width == 1) return name + "[" + std::to_string(low) + "]";
  return name + "[" + std::to_string(low + width - 1) + ":" + std::to_string(low) + "]";
}

namespace {

std::string join(const std::vector<std::pair<std::string, unsigned>>& pieces) {
  if (pieces.size() == 1) return pieces.front().first;
  std::string text = "{";
  for (std::size_t i = pieces.size(); i > 0; --i) {
    // Equal bits side by side.
    std::size_t times = 1;
    while (i > times && pieces[i - 1 - times] == pieces[i - 1]) ++times;
    if (text.size() > 1) text += ", ";
    text += times > 2 ? "{" + std::to_string(times) + "{" + pieces[i - 1].first + "}}"
                      : pieces[i - 1].first;
    if (times > 2) i -= times - 1;
  }
  return text + "}";
}

}  // namespace

Values::Values(const Graph& graph, const Schedule& schedule, Names& names) : names_(names) {
  for (const Node* const node : graph.live()) {
    if (is_sink(node->op) || is_constant(node) || node->op == Op::slice || node->op == Op::concat ||
        node->op == Op::invert)
      continue;
    const std::string wanted = node->name.empty() ? name_of(node->op) : node->name;
    by_node_[node] = add(wanted, node->width, schedule.nodes[node->id].available);
  }
}

unsigned Values::add(const std::string& name, unsigned width, unsigned available) {
  values_.push_back({names_.take(name), width, available, {}, {}});
  return static_cast<unsigned>(values_.size() - 1);
}

void Values::use(const Node* node, unsigned stage) { use(node, stage, 0, node->width); }
void Values::use(unsigned value, unsigned stage) { use(value, stage, 0, values_[value].width); }

void Values::use(const Node* node, unsigned stage, unsigned low, unsigned width) {
  switch (node->op) {
    case Op::constant:
      return;
    case Op::slice:
      return use(node->in[0], stage, node->low + low, width);
    case Op::invert:
      return use(node->in[0], stage, low, width);
    case Op::concat: {
      unsigned at = 0;
      for (const Node* const part : node->in) {
        const unsigned from = std::max(at, low);
        const unsigned to = std::min(at + part->width, low + width);
        if (from < to) use(part, stage, from - at, to - from);
        at += part->width;
      }
      return;
    }
    default:
      return use(by_node_.at(node), stage, low, width);
  }
}

void Values::use(unsigned value, unsigned stage, unsigned low, unsigned width) {
  Value& used = values_[value];
  if (stage < used.available)
    throw Error("internal: '" + used.name + "' is used in stage " + llvm::Twine(stage) +
                ", before it is there");
  if (stage == used.available) return;
  used.uses.try_emplace(stage, APInt(used.width, 0)).first->second.setBits(low, low + width);
}

void Values::finish() {
  for (Value& value : values_) {
    if (value.uses.empty()) continue;
    const auto stages_of = [&](unsigned bit) {
      std::vector<unsigned> stages;
      for (const auto& [stage, bits] : value.uses)
        if (bits[bit]) stages.push_back(stage);
      return stages;
    };
    for (unsigned low = 0; low < value.width;) {
      std::vector<unsigned> stages = stages_of(low);
      unsigned high = low + 1;
      while (high < value.width && stages_of(high) == stages) ++high;
      if (!stages.empty()) {
        const bool whole = low == 0 && high == value.width;
        value.segments.push_back(
            {low,
             high - low,
             whole ? value.name : names_.take(value.name + "_" + std::to_string(low)),
             std::move(stages),
             {}});
        Segment& segment = value.segments.back();
        for (const unsigned stage : segment.stages)
          segment.names.push_back(names_.take(segment.name + "_s" + std::to_string(stage)));
      }
      low = high;
    }
  }
}

std::vector<Wait> Values::waits() const {
  std::vector<Wait> waits;
  for (const Value& value : values_) {
    for (const Segment& segment : value.segments) {
      std::string from = part_text(value.name, value.width, segment.low, segment.width);
      unsigned stage = value.available;
      for (std::size_t i = 0; i < segment.stages.size(); ++i) {
        const unsigned next = segment.stages[i];
        const std::string& to = segment.names[i];
        waits.push_back({from, to, segment.width, stage, next - stage});
        from = to;
        stage = next;
      }
    }
  }
  return waits;
}

std::string Values::at(const Node* node, unsigned stage) const {
  Pieces out;
  pieces(node, stage, 0, node->width, false, out);
  return join(out);
}
std::string Values::inverse_at(const Node* node, unsigned stage) const {
  Pieces out;
  pieces(node, stage, 0, node->width, true, out);
  return join(out);
}
std::string Values::at(unsigned value, unsigned stage) const {
  Pieces out;
  pieces(values_[value], stage, 0, values_[value].width, false, out);
  return join(out);
}

void Values::pieces(const Node* node, unsigned stage, unsigned low, unsigned width, bool inverted,
                    Pieces& out) const {
  switch (node->op) {
    case Op::constant: {
      const APInt part = node->value.extractBits(width, low);
      out.emplace_back(constant_text(inverted ? ~part : part), width);
      return;
    }
    case Op::slice:
      return pieces(node->in[0], stage, node->low + low, width, inverted, out);
    case Op::invert:
      return pieces(node->in[0], stage, low, width, !inverted, out);
    case Op::concat: {
      unsigned at = 0;
      for (const Node* const part : node->in) {
        const unsigned from = std::max(at, low);
        const unsigned to = std::min(at + part->width, low + width);
        if (from < to) pieces(part, stage, from - at, to - from, inverted, out);
        at += part->width;
      }
      return;
    }
    default:
      return pieces(values_[by_node_.at(node)], stage, low, width, inverted, out);
  }
}

void Values::pieces(const Value& value, unsigned stage, unsigned low, unsigned width, bool inverted,
                    Pieces& out) const {
  const std::string sign = inverted ? "~" : "";
  if (stage == value.available) {
    out.emplace_back(sign + part_text(value.name, value.width, low, width), width);
    return;
  }
  for (const Segment& segment : value.segments) {
    const unsigned from = std::max(segment.low, low);
    const unsigned to = std::min(segment.low + segment.width, low + width);
    if (from >= to) continue;
    const auto at = std::ranges::find(segment.stages, stage) - segment.stages.begin();
    const std::string& name = segment.names[static_cast<std::size_t>(at)];
    out.emplace_back(sign + part_text(name, segment.width, from - segment.low, to - from),
                     to - from);
  }
}

}  // namespace hlsc
