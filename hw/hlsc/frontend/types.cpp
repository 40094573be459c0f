#include "frontend/types.hpp"

#include <clang/AST/DeclTemplate.h>

namespace hlsc {

const clang::ClassTemplateSpecializationDecl* specialization(clang::QualType type,
                                                             llvm::StringRef name) {
  const auto* const record = type->getAsCXXRecordDecl();
  const auto* const special =
      llvm::dyn_cast_or_null<clang::ClassTemplateSpecializationDecl>(record);
  return special != nullptr && special->getQualifiedNameAsString() == name ? special : nullptr;
}

const clang::ClassTemplateSpecializationDecl* stream_of(const clang::ParmVarDecl* parameter) {
  const clang::QualType type = parameter->getType();
  return type->isReferenceType() ? specialization(type.getNonReferenceType(), "hls::stream")
                                 : nullptr;
}

bool is_task(clang::QualType type) {
  const auto* const record = type->getAsCXXRecordDecl();
  return record != nullptr && record->getQualifiedNameAsString() == "hls::task";
}

}  // namespace hlsc
