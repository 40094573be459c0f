// The types that Vitis HLS' headers define.
#pragma once

#include <clang/AST/DeclCXX.h>
#include <clang/AST/Type.h>

#include <optional>

namespace hlsc::vitis {

// References are looked through.
bool is_stream(clang::QualType type);
bool is_task(clang::QualType type);
// What a stream carries.
// \pre is_stream(type)
clang::QualType payload_of(clang::QualType type);
// TDATA of an hls::axis; none if the type is another.
std::optional<clang::QualType> axis_data(clang::QualType type);
// Bits of an ap_int or ap_uint; none if the type is another or depends on a template.
std::optional<unsigned> ap_int_width(clang::QualType type);
// Whether a function is a member of hls::stream.
bool is_stream_method(const clang::FunctionDecl* function);

// The streams that a variable is: one, or as many as its array has.
struct Streams {
  bool is_array;
  unsigned count;
};
std::optional<Streams> streams_of(const clang::VarDecl& variable);

}  // namespace hlsc::vitis
