// Compiling small sources that stand in the test.
#pragma once

#include <llvm/IR/LLVMContext.h>
#include <llvm/IR/Module.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "frontend/compile.hpp"
#include "frontend/declarations.hpp"

namespace hlsc::test {

// A source file that lives as long as this.
class SourceFile {
 public:
  explicit SourceFile(const std::string& text);
  SourceFile(const SourceFile&) = delete;
  SourceFile& operator=(const SourceFile&) = delete;
  ~SourceFile();

  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

// With the headers of the tree.
CompileOptions options_for(const SourceFile& source);

// A directive as it stands in the IR.
struct Directive {
  std::string text;
  // Name of what it is about; empty if it names no variable.
  std::string variable;

  friend bool operator==(const Directive&, const Directive&) = default;
};

// What came of compiling one source.
struct Compiled {
  std::unique_ptr<llvm::LLVMContext> context;
  // None if there were errors.
  std::unique_ptr<llvm::Module> module;
  Processes processes;
  std::string diagnostics;

  // The directives of a function, in order.
  [[nodiscard]] std::vector<Directive> directives(const std::string& function) const;
};

// \param text the source \param defines NAME or NAME=VALUE
Compiled compile(const std::string& text, const std::vector<std::string>& defines = {});

}  // namespace hlsc::test
