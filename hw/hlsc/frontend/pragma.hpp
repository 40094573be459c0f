// `#pragma HLS …` and hlsc's own `#pragma HLSC …` as statements that reach LLVM IR.
#pragma once

namespace clang {
class Preprocessor;
}

namespace hlsc {

// The function that a directive becomes a call of: void __hls_directive(const char* text, ...).
// `text` is the directive in a normal form: "VERB name=value flag name=value"; for a variable or
// port, the call's second argument is its address, so that Clang resolves the name in its scope;
// and the third is the number of places or the depth, if the directive has one.
inline constexpr char directive_function[] = "__hls_directive";

// Makes the preprocessor turn these pragmas into such calls. Unknown directives and malformed ones
// are errors.
void handle_hls_pragmas(clang::Preprocessor& preprocessor);

}  // namespace hlsc
