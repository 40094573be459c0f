#include "print/names.hpp"

#include <llvm/ADT/StringExtras.h>

#include <algorithm>

namespace hlsc {
namespace {

// Reserved words that a C++ source may well use as names (IEEE 1800-2017, Annex B).
bool is_reserved(const std::string& name) {
  static const std::set<std::string> words = {
      "always",   "and",      "assign",      "begin",     "bit",      "buf",      "byte",
      "case",     "cell",     "checker",     "clocking",  "config",   "context",  "cover",
      "design",   "disable",  "edge",        "end",       "event",    "expect",   "export",
      "extends",  "final",    "first_match", "force",     "function", "generate", "global",
      "import",   "initial",  "inout",       "input",     "inside",   "instance", "interface",
      "join",     "let",      "library",     "local",     "logic",    "matches",  "module",
      "nand",     "new",      "nor",         "not",       "null",     "or",       "output",
      "package",  "packed",   "parameter",   "primitive", "priority", "process",  "property",
      "pure",     "rand",     "ref",         "reg",       "release",  "repeat",   "restrict",
      "scalared", "sequence", "signed",      "small",     "large",    "medium",   "solve",
      "strong",   "super",    "supply0",     "table",     "tagged",   "task",     "this",
      "time",     "tri",      "type",        "unique",    "use",      "var",      "vectored",
      "wait",     "wand",     "weak",        "wire",      "with",     "within",   "wor",
      "xnor",     "xor",      "tri0",        "tri1",      "alias",    "assert",   "before"};
  return words.contains(name);
}

}  // namespace

std::string Names::take(const std::string& wanted) {
  std::string name;
  for (const char c : wanted) {
    const char next = llvm::isAlnum(c) ? c : '_';
    if (next == '_' && (name.empty() || name.back() == '_')) continue;
    name += next;
  }
  while (!name.empty() && name.back() == '_') name.pop_back();
  if (name.size() > 40) name.resize(40);
  if (name.empty() || llvm::isDigit(name.front())) name = "n" + name;
  if (is_reserved(name)) name += "_value";
  std::string free = name;
  unsigned& used = uses_[name];
  while (!taken_.insert(free).second) free = name + "_" + std::to_string(++used);
  return free;
}

}  // namespace hlsc
