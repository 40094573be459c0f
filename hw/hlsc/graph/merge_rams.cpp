#include "graph/merge_rams.hpp"

#include <algorithm>
#include <map>

#include "graph/rebuild.hpp"

namespace hlsc {
namespace {

// What fields have in common that can share a memory.
struct Ports {
  std::string name;
  unsigned rows = 0;
  const ArrayDirectives* directives = nullptr;
  std::vector<unsigned> rows_read;
  std::vector<unsigned> write;  // whether, row

  auto operator<=>(const Ports&) const = default;
};

}  // namespace

Graph merge_rams(const Graph& graph) {
  const std::vector<Node*> live = graph.live();
  std::map<unsigned, Ports> ports;
  std::map<unsigned, Node*> writes;
  for (Node* const node : live) {
    if (node->op == Op::ram_read) ports[node->index].rows_read.push_back(node->in[0]->id);
    if (node->op == Op::ram_write) {
      ports[node->index].write = {node->in[0]->id, node->in[1]->id};
      writes[node->index] = node;
    }
  }
  std::map<Ports, unsigned> merged;
  std::map<unsigned, std::pair<unsigned, unsigned>> place;  // of a field: memory, lowest bit
  std::vector<std::vector<unsigned>> fields;                // of a memory
  Rebuild rebuild(graph);
  rebuild.to.rams.clear();
  for (auto& [field, use] : ports) {
    if (use.rows_read.empty()) continue;
    std::ranges::sort(use.rows_read);
    use.name = graph.rams[field].name;
    use.rows = graph.rams[field].rows;
    use.directives = graph.rams[field].directives;
    const auto [found, added] =
        merged.try_emplace(use, static_cast<unsigned>(rebuild.to.rams.size()));
    if (added) {
      rebuild.to.rams.push_back(graph.rams[field]);
      rebuild.to.rams.back().width = 0;
      rebuild.to.rams.back().parts.clear();
      fields.emplace_back();
    }
    Ram& ram = rebuild.to.rams[found->second];
    place[field] = {found->second, ram.width};
    for (const RamPart& part : graph.rams[field].parts)
      ram.parts.push_back({part.offset, ram.width + part.bit, part.width});
    ram.width += graph.rams[field].width;
    fields[found->second].push_back(field);
  }

  std::map<std::pair<unsigned, const Node*>, Node*> words;
  std::vector<char> written(rebuild.to.rams.size(), 0);
  for (const Node* const node : live) {
    if (node->op == Op::ram_read) {
      const auto [memory, low] = place.at(node->index);
      rebuild.to.location = node->location;
      Node*& word = words[{memory, node->in[0]}];
      if (word == nullptr)
        word = rebuild.to.ram_read(memory, rebuild[node->in[0]], rebuild.to.rams[memory].width);
      rebuild.set(node, rebuild.to.slice(word, low, node->width));
    } else if (!is_sink(node->op)) {
      rebuild.same(*node);
    }
  }
  for (const Node* const node : graph.sinks) {
    std::vector<Node*> in;
    if (node->op != Op::ram_write) {
      for (const Node* const input : node->in) in.push_back(rebuild[input]);
      rebuild.sink(*node, in);
      continue;
    }
    if (!place.contains(node->index)) continue;  // nobody reads it
    const unsigned memory = place.at(node->index).first;
    if (written[memory] != 0) continue;
    written[memory] = 1;
    std::vector<Node*> values;
    for (const unsigned field : fields[memory]) values.push_back(rebuild[writes.at(field)->in[2]]);
    rebuild.to.location = node->location;
    rebuild.to.sink(Op::ram_write,
                    {rebuild[node->in[0]], rebuild[node->in[1]], rebuild.to.concat(values)},
                    memory);
  }
  rebuild.finish();
  return std::move(rebuild.to);
}

}  // namespace hlsc
