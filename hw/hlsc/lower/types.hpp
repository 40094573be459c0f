// Types of LLVM IR, taken apart.
#pragma once

#include <llvm/IR/DataLayout.h>
#include <llvm/IR/DerivedTypes.h>

#include <string>
#include <vector>

namespace hlsc {

struct Leaf {
  llvm::Type* type;  // an integer
  unsigned offset;   // octets
  std::string
      name;  // numbers of fields and elements: "_2_0"; empty if the type is an integer itself
};

// The integers in a type.
std::vector<Leaf> leaves_of(llvm::Type* type, const llvm::DataLayout& layout);

}  // namespace hlsc
