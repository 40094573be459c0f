// Directives as they are behind the preprocessor (frontend/pragma.hpp).
#pragma once

#include <llvm/ADT/STLExtras.h>
#include <llvm/ADT/SmallVector.h>
#include <llvm/ADT/StringRef.h>

#include <optional>

#include "frontend/pragma.hpp"

namespace clang {
class CallExpr;
class Stmt;
}  // namespace clang

namespace hlsc {

// A directive in the normal form: "VERB name=value flag". It must not outlive the text.
class DirectiveText {
 public:
  explicit DirectiveText(llvm::StringRef text) { text.split(words_, ' ', -1, false); }

  [[nodiscard]] llvm::StringRef verb() const { return words_.front(); }
  [[nodiscard]] bool has(llvm::StringRef flag) const {
    return llvm::any_of(words_,
                        [&](llvm::StringRef word) { return word.equals_insensitive(flag); });
  }
  [[nodiscard]] llvm::StringRef option(llvm::StringRef name) const {
    for (llvm::StringRef word : words_)
      if (word.consume_front(name) && word.consume_front("=")) return word;
    return {};
  }
  [[nodiscard]] std::optional<unsigned> number(llvm::StringRef name) const {
    unsigned value = 0;
    if (option(name).getAsInteger(0, value)) return std::nullopt;
    return value;
  }

 private:
  llvm::SmallVector<llvm::StringRef> words_;
};

// A call that a directive became.
struct DirectiveCall {
  const clang::CallExpr* call;
  llvm::StringRef text;
};
// The directive that a statement is, if it is one.
std::optional<DirectiveCall> directive_call(const clang::Stmt& statement);

}  // namespace hlsc
