#include "hlsc/compiling.hpp"

#include <llvm/Analysis/ValueTracking.h>
#include <llvm/IR/InstIterator.h>
#include <llvm/IR/Instructions.h>
#include <unistd.h>

#include <fstream>

#include "frontend/compile.hpp"
#include "frontend/pragma.hpp"

namespace hlsc::test {

SourceFile::SourceFile(const std::string& text)
    : path_(std::filesystem::temp_directory_path() /
            ("hlsc_test_" + std::to_string(getpid()) + ".cpp")) {
  std::ofstream(path_) << text;
}
SourceFile::~SourceFile() { std::filesystem::remove(path_); }

CompileOptions options_for(const SourceFile& source) {
  CompileOptions options;
  options.sources = {source.path()};
  options.include_directories = {ESPIAL_SOURCE_DIR "/hw/hls", ESPIAL_SOURCE_DIR "/hw/include",
                                 ESPIAL_SOURCE_DIR "/hw/kernels"};
  return options;
}

Compiled compile(const std::string& text, const std::vector<std::string>& defines) {
  const SourceFile source(text);
  Compiled compiled;
  compiled.context = std::make_unique<llvm::LLVMContext>();
  llvm::raw_string_ostream diagnostics(compiled.diagnostics);
  CompileOptions options = options_for(source);
  options.defines = defines;
  Program program = hlsc::compile(options, *compiled.context, diagnostics);
  compiled.module = std::move(program.module);
  compiled.processes = std::move(program.declarations.processes);
  return compiled;
}

std::vector<Directive> Compiled::directives(const std::string& function) const {
  std::vector<Directive> found;
  for (const llvm::Function& candidate : *module) {
    if (candidate.isDeclaration() || !candidate.getName().contains(function)) continue;
    for (const llvm::Instruction& instruction : llvm::instructions(candidate)) {
      const auto* const call = llvm::dyn_cast<llvm::CallInst>(&instruction);
      if (call == nullptr || call->getCalledFunction() == nullptr) continue;
      if (call->getCalledFunction()->getName() != directive_function) continue;
      llvm::StringRef text;
      llvm::getConstantStringInfo(call->getArgOperand(0), text);
      const bool names = call->arg_size() > 1;
      found.push_back(
          {text.str(), names ? call->getArgOperand(1)->stripPointerCasts()->getName().str() : ""});
    }
  }
  return found;
}

}  // namespace hlsc::test
