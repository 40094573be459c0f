// Arrays and static variables in LLVM IR: after these passes nothing is in memory any more.
#pragma once

#include <llvm/ADT/APInt.h>
#include <llvm/IR/Function.h>

#include <string>
#include <vector>

#include "lower/directives.hpp"

namespace hlsc {

// A static variable, or a part of one, that registers keep from firing to firing.
struct State {
  std::string name;
  llvm::APInt reset;
};

// A field of all rows of an array in RAM.
struct RamField {
  std::string array;
  std::string bank;  // of a partitioned array: "[2]"
  const ArrayDirectives* directives;
  unsigned offset;  // in the element, octets
  unsigned bits;
  unsigned rows;
};

struct Memory {
  std::vector<State> states;
  std::vector<RamField> fields;
};

// The name of a variable as the source has it, without its scopes.
std::string source_name(const llvm::GlobalVariable& variable);

// Static variables that are not in RAM become local ones. Their values enter and leave by
//   iN hls.state.load.N(i32 number)   void hls.state.store.N(i32 number, iN value)
// \throws Error if a variable is shared with another function, or has no constant reset value
void lower_statics(llvm::Function& firing, const Directives& directives, Memory& memory);

// Without loops: accesses to RAMs become
//   iN hls.ram.read.N(i32 field, i64 row)   void hls.ram.write.N(i32 field, i64 row, iN, i1 enable)
// and a variable index into another array a choice among all of its elements.
// \throws Error if an access fits no array's shape
void lower_arrays(llvm::Function& firing, const Directives& directives, Memory& memory);

}  // namespace hlsc
