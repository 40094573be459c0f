#include "lower/types.hpp"

#include "support/error.hpp"

namespace hlsc {
namespace {

void add(llvm::Type* type, unsigned offset, const std::string& name, const llvm::DataLayout& layout,
         std::vector<Leaf>& leaves) {
  if (auto* const record = llvm::dyn_cast<llvm::StructType>(type)) {
    const llvm::StructLayout* const at = layout.getStructLayout(record);
    for (unsigned i = 0; i < record->getNumElements(); ++i)
      add(record->getElementType(i), offset + static_cast<unsigned>(at->getElementOffset(i)),
          record->getNumElements() == 1 ? name : name + "_" + std::to_string(i), layout, leaves);
  } else if (auto* const array = llvm::dyn_cast<llvm::ArrayType>(type)) {
    const auto step = static_cast<unsigned>(layout.getTypeAllocSize(array->getElementType()));
    for (unsigned i = 0; i < array->getNumElements(); ++i)
      add(array->getElementType(), offset + i * step, name + "_" + std::to_string(i), layout,
          leaves);
  } else if (type->isIntegerTy()) {
    leaves.push_back({type, offset, name});
  } else {
    throw Error(
        "a variable holds a pointer or a floating-point number, which has no form in hardware");
  }
}

}  // namespace

std::vector<Leaf> leaves_of(llvm::Type* type, const llvm::DataLayout& layout) {
  std::vector<Leaf> leaves;
  add(type, 0, "", layout, leaves);
  return leaves;
}

}  // namespace hlsc
