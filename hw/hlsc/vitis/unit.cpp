#include "vitis/unit.hpp"

#include <clang/AST/ASTConsumer.h>
#include <clang/Frontend/Utils.h>
#include <clang/Lex/PPCallbacks.h>
#include <clang/Lex/Preprocessor.h>

#include <filesystem>

#include "frontend/pragma.hpp"

namespace hlsc::vitis {
namespace {

class Includes final : public clang::PPCallbacks {
 public:
  Includes(const clang::SourceManager& sources, std::vector<Include>& includes)
      : sources_(sources), includes_(includes) {}

  void InclusionDirective(clang::SourceLocation hash, const clang::Token&, llvm::StringRef name,
                          bool is_angled, clang::CharSourceRange range, clang::OptionalFileEntryRef,
                          llvm::StringRef, llvm::StringRef, const clang::Module*, bool,
                          clang::SrcMgr::CharacteristicKind) override {
    if (is_angled && !sources_.isInSystemHeader(hash))
      includes_.push_back({range.getBegin(), name.str()});
  }

 private:
  const clang::SourceManager& sources_;
  std::vector<Include>& includes_;
};

// Makes an AST, and does nothing with it.
class Parsing final : public clang::ASTFrontendAction {
 public:
  explicit Parsing(std::vector<Include>& includes) : includes_(includes) {}

 protected:
  bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
    handle_hls_pragmas(compiler.getPreprocessor());
    compiler.getPreprocessor().addPPCallbacks(
        std::make_unique<Includes>(compiler.getSourceManager(), includes_));
    return true;
  }
  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance&,
                                                        llvm::StringRef) override {
    return std::make_unique<clang::ASTConsumer>();
  }

 private:
  std::vector<Include>& includes_;
};

// Vitis brings its own headers: what stands for them is not the user's.
bool has_headers_of_vitis(const std::string& directory) {
  return std::filesystem::exists(std::filesystem::path(directory) / "ap_int.h");
}

std::vector<std::string> arguments_of(const CompileOptions& options, const std::string& source) {
  std::vector<std::string> arguments = {
      HLSC_CLANG, "-fsyntax-only", "-std=c++14", "-pedantic-errors", "-ferror-limit=0",
      "-fno-exceptions", "-fno-rtti", "-D__HLS_OPEN__", "-D__SYNTHESIS__",
      // Wider numbers are found by a rule, all of them.
      "-DAP_INT_MAX_W=8388608", "-Wno-macro-redefined", "-include", HLSC_PRELUDE};
  for (const std::string& directory : options.include_directories) {
    arguments.emplace_back(has_headers_of_vitis(directory) ? "-isystem" : "-I");
    arguments.push_back(directory);
  }
  for (const std::string& define : options.defines) arguments.push_back("-D" + define);
  arguments.push_back(source);
  return arguments;
}

}  // namespace

Unit::Unit(const CompileOptions& options, const std::string& source, llvm::raw_ostream& out,
           Reported& reported)
    : errors_(out, reported), compiles_(parse(options, source)) {}

Unit::~Unit() {
  if (action_) action_->EndSourceFile();
}

// As CompilerInstance::ExecuteAction does, but for the end, which would give the AST up.
bool Unit::parse(const CompileOptions& options, const std::string& source) {
  const std::vector<std::string> arguments = arguments_of(options, source);
  std::vector<const char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());

  compiler_.createDiagnostics(&errors_, /*ShouldOwnClient=*/false);
  clang::CreateInvocationOptions invocation_options;
  invocation_options.Diags = &compiler_.getDiagnostics();
  std::shared_ptr<clang::CompilerInvocation> invocation =
      clang::createInvocation(pointers, invocation_options);
  if (!invocation) return false;
  // The driver means a process that ends at once; this one goes on.
  invocation->getFrontendOpts().DisableFree = false;
  compiler_.setInvocation(std::move(invocation));
  // Once more: now warnings and limits are known.
  compiler_.createDiagnostics(&errors_, /*ShouldOwnClient=*/false);
  if (!compiler_.createTarget()) return false;

  auto action = std::make_unique<Parsing>(includes_);
  if (!action->BeginSourceFile(compiler_, compiler_.getFrontendOpts().Inputs.front())) return false;
  action_ = std::move(action);
  if (llvm::Error error = action_->Execute()) {
    llvm::consumeError(std::move(error));
    return false;
  }
  return !compiler_.getDiagnostics().hasUncompilableErrorOccurred();
}

}  // namespace hlsc::vitis
