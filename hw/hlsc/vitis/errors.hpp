// Prints errors of several sources that include the same headers.
#pragma once

#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <llvm/Support/raw_ostream.h>

#include <set>
#include <string>

namespace hlsc::vitis {

// "file:line:column: text" of each error so far.
using Reported = std::set<std::string>;

// Prints each error once, with its notes, as Clang does. Warnings are left out.
class ErrorPrinter final : public clang::DiagnosticConsumer {
 public:
  ErrorPrinter(llvm::raw_ostream& out, Reported& reported);

  void BeginSourceFile(const clang::LangOptions& language,
                       const clang::Preprocessor* preprocessor) override;
  void EndSourceFile() override;
  void HandleDiagnostic(clang::DiagnosticsEngine::Level level,
                        const clang::Diagnostic& diagnostic) override;

 private:
  clang::TextDiagnosticPrinter printer_;
  Reported& reported_;
  bool shows_ = false;  // the newest diagnostic that is no note
};

}  // namespace hlsc::vitis
