// The types that Vitis HLS' headers define, in the AST.
#pragma once

#include <llvm/ADT/StringRef.h>

namespace clang {
class ClassTemplateSpecializationDecl;
class ParmVarDecl;
class QualType;
}  // namespace clang

namespace hlsc {

// The type as a specialization of the class template of that qualified name, or nothing.
const clang::ClassTemplateSpecializationDecl* specialization(clang::QualType type,
                                                             llvm::StringRef name);

// A parameter's stream type, if it is a reference to a stream.
const clang::ClassTemplateSpecializationDecl* stream_of(const clang::ParmVarDecl* parameter);

bool is_task(clang::QualType type);

}  // namespace hlsc
