#include "vitis/types.hpp"

#include <clang/AST/ASTContext.h>
#include <clang/AST/DeclTemplate.h>

#include <algorithm>
#include <array>

#include "frontend/types.hpp"

namespace hlsc::vitis {
namespace {

const clang::TemplateArgumentList* template_arguments(clang::QualType type, llvm::StringRef name) {
  const auto* const special = specialization(type.getNonReferenceType(), name);
  if (special == nullptr) return nullptr;
  return &special->getTemplateArgs();
}

const clang::TemplateArgumentList* stream_arguments(clang::QualType type) {
  return template_arguments(type, "hls::stream");
}

}  // namespace

bool is_stream(clang::QualType type) { return stream_arguments(type) != nullptr; }

bool is_task(clang::QualType type) { return hlsc::is_task(type.getNonReferenceType()); }

clang::QualType payload_of(clang::QualType type) {
  return stream_arguments(type)->get(0).getAsType();
}

std::optional<clang::QualType> axis_data(clang::QualType type) {
  const clang::TemplateArgumentList* const arguments = template_arguments(type, "hls::axis");
  if (arguments == nullptr) return std::nullopt;
  return arguments->get(0).getAsType();
}

std::optional<unsigned> ap_int_width(clang::QualType type) {
  // The first is ours, the others are AMD's.
  for (const char* const name : {"ap_detail::ap_int_base", "ap_int_base", "ap_uint", "ap_int"}) {
    const clang::TemplateArgumentList* const arguments = template_arguments(type, name);
    if (arguments == nullptr || arguments->get(0).getKind() != clang::TemplateArgument::Integral)
      continue;
    return static_cast<unsigned>(arguments->get(0).getAsIntegral().getExtValue());
  }
  return std::nullopt;
}

bool is_stream_method(const clang::FunctionDecl* function) {
  const auto* const method = llvm::dyn_cast_or_null<clang::CXXMethodDecl>(function);
  return method != nullptr && method->getParent()->getQualifiedNameAsString() == "hls::stream";
}

std::optional<Streams> streams_of(const clang::VarDecl& variable) {
  const auto* const parameter = llvm::dyn_cast<clang::ParmVarDecl>(&variable);
  // Of a parameter, the array that it was before it became a pointer.
  const clang::QualType type =
      (parameter != nullptr ? parameter->getOriginalType() : variable.getType())
          .getNonReferenceType();
  if (is_stream(type)) return Streams{false, 1};
  const auto* const array = variable.getASTContext().getAsConstantArrayType(type);
  if (array == nullptr || !is_stream(array->getElementType())) return std::nullopt;
  return Streams{true, static_cast<unsigned>(array->getZExtSize())};
}

}  // namespace hlsc::vitis
