#include "frontend/compile.hpp"

#include <clang/CodeGen/CodeGenAction.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/MultiplexConsumer.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <clang/Frontend/Utils.h>
#include <llvm/Linker/Linker.h>

#include "frontend/pragma.hpp"

namespace hlsc {
namespace {

// The code generator of Clang, with HLS pragmas and the layouts of streams.
class Action final : public clang::EmitLLVMOnlyAction {
 public:
  Action(llvm::LLVMContext& context, Declarations& declarations)
      : EmitLLVMOnlyAction(&context), declarations_(declarations) {}

 protected:
  bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
    handle_hls_pragmas(compiler.getPreprocessor());
    return EmitLLVMOnlyAction::BeginSourceFileAction(compiler);
  }

  std::unique_ptr<clang::ASTConsumer> CreateASTConsumer(clang::CompilerInstance& compiler,
                                                        llvm::StringRef file) override {
    std::vector<std::unique_ptr<clang::ASTConsumer>> consumers;
    // Before code is generated: that gives declarations up.
    consumers.push_back(collect_declarations(declarations_));
    consumers.push_back(EmitLLVMOnlyAction::CreateASTConsumer(compiler, file));
    return std::make_unique<clang::MultiplexConsumer>(std::move(consumers));
  }

 private:
  Declarations& declarations_;
};

std::vector<std::string> arguments_of(const CompileOptions& options, const std::string& source) {
  // Optimised IR without the passes: at -O1 and -O0 Clang marks loops and functions as not to be
  // touched.
  std::vector<std::string> arguments = {HLSC_CLANG,
                                        "-std=c++14",
                                        "-O2",
                                        "-Xclang",
                                        "-disable-llvm-passes",
                                        "-fno-exceptions",
                                        "-fno-rtti",
                                        "-fno-threadsafe-statics",
                                        "-fno-discard-value-names",
                                        "-g",
                                        "-D__HLS_OPEN__",
                                        "-include",
                                        HLSC_PRELUDE,
                                        "-c"};
  for (const std::string& directory : options.include_directories)
    arguments.push_back("-I" + directory);
  for (const std::string& define : options.defines) arguments.push_back("-D" + define);
  arguments.push_back(source);
  return arguments;
}

std::unique_ptr<llvm::Module> compile_one(const CompileOptions& options, const std::string& source,
                                          llvm::LLVMContext& context, Declarations& declarations,
                                          llvm::raw_ostream& diagnostics) {
  const std::vector<std::string> arguments = arguments_of(options, source);
  std::vector<const char*> pointers;
  for (const std::string& argument : arguments) pointers.push_back(argument.c_str());

  llvm::IntrusiveRefCntPtr<clang::DiagnosticOptions> diagnostic_options(
      new clang::DiagnosticOptions);
  clang::TextDiagnosticPrinter printer(diagnostics, diagnostic_options.get());
  const llvm::IntrusiveRefCntPtr<clang::DiagnosticsEngine> engine =
      clang::CompilerInstance::createDiagnostics(diagnostic_options.get(), &printer,
                                                 /*ShouldOwnClient=*/false);
  clang::CreateInvocationOptions invocation_options;
  invocation_options.Diags = engine;
  std::shared_ptr<clang::CompilerInvocation> invocation =
      clang::createInvocation(pointers, invocation_options);
  if (!invocation) return nullptr;
  // The driver means a process that ends at once; this one goes on.
  invocation->getFrontendOpts().DisableFree = false;
  invocation->getCodeGenOpts().DisableFree = false;

  clang::CompilerInstance compiler;
  compiler.setInvocation(std::move(invocation));
  compiler.createDiagnostics(&printer, /*ShouldOwnClient=*/false);
  Action action(context, declarations);
  if (!compiler.ExecuteAction(action)) return nullptr;
  return action.takeModule();
}

}  // namespace

Program compile(const CompileOptions& options, llvm::LLVMContext& context,
                llvm::raw_ostream& diagnostics) {
  Program all;
  for (const std::string& source : options.sources) {
    std::unique_ptr<llvm::Module> module =
        compile_one(options, source, context, all.declarations, diagnostics);
    if (!module) return {};
    if (!all.module) {
      all.module = std::move(module);
    } else if (llvm::Linker::linkModules(*all.module, std::move(module))) {
      diagnostics << source << ": error: cannot be linked with the sources before it\n";
      return {};
    }
  }
  return all;
}

}  // namespace hlsc
