// What the pragmas of a process say of its arrays.
#pragma once

#include <llvm/IR/GlobalVariable.h>
#include <llvm/IR/Module.h>

#include <map>
#include <optional>
#include <set>
#include <string>

namespace hlsc {

enum class Storage { registers, lutram, block, ultra };

struct ArrayDirectives {
  Storage storage = Storage::registers;
  unsigned latency = 0;              // of BIND_STORAGE; 0: the storage's own
  std::optional<unsigned> distance;  // of DEPENDENCE … true distance=
  bool independent = false;          // DEPENDENCE … false
  bool all_dimensions = false;       // ARRAY_PARTITION … dim=0
  std::set<unsigned> dimensions;     // the partitioned ones, from 1

  [[nodiscard]] bool partitioned(unsigned dimension) const {
    return all_dimensions || dimensions.contains(dimension);
  }
};

using Directives = std::map<const llvm::GlobalVariable*, ArrayDirectives>;

// Takes the directives out of the module.
Directives take_directives(llvm::Module& module);

}  // namespace hlsc
