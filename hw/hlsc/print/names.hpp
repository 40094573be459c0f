// Identifiers of SystemVerilog.
#pragma once

#include <map>
#include <set>
#include <string>

#include "support/error.hpp"

namespace hlsc {

// Whether SystemVerilog reserves a word (IEEE 1800-2017, Annex B).
bool is_reserved(const std::string& name);

// \throws Error if no module can have this name: it is reserved, or that of a module of hw/rtl
void check_name(const std::string& name, const Location& location = {});

class Names {
 public:
  // A free identifier close to the name wanted.
  std::string take(const std::string& wanted);

 private:
  std::set<std::string> taken_;
  std::map<std::string, unsigned> uses_;  // how often a name was wanted
};

}  // namespace hlsc
