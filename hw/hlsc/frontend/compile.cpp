#include "frontend/compile.hpp"

#include <clang/CodeGen/CodeGenAction.h>
#include <clang/Frontend/CompilerInstance.h>
#include <clang/Frontend/TextDiagnosticPrinter.h>
#include <clang/Frontend/Utils.h>
#include <llvm/Linker/Linker.h>

#include "frontend/pragma.hpp"

namespace hlsc {
namespace {

// The code generator of Clang, with HLS pragmas.
class Action final : public clang::EmitLLVMOnlyAction {
 public:
  explicit Action(llvm::LLVMContext& context) : EmitLLVMOnlyAction(&context) {}

 protected:
  bool BeginSourceFileAction(clang::CompilerInstance& compiler) override {
    handle_hls_pragmas(compiler.getPreprocessor());
    return EmitLLVMOnlyAction::BeginSourceFileAction(compiler);
  }
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
                                          llvm::LLVMContext& context,
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
  Action action(context);
  if (!compiler.ExecuteAction(action)) return nullptr;
  return action.takeModule();
}

}  // namespace

std::unique_ptr<llvm::Module> compile(const CompileOptions& options, llvm::LLVMContext& context,
                                      llvm::raw_ostream& diagnostics) {
  std::unique_ptr<llvm::Module> all;
  for (const std::string& source : options.sources) {
    std::unique_ptr<llvm::Module> module = compile_one(options, source, context, diagnostics);
    if (!module) return nullptr;
    if (!all) {
      all = std::move(module);
    } else if (llvm::Linker::linkModules(*all, std::move(module))) {
      diagnostics << source << ": error: cannot be linked with the sources before it\n";
      return nullptr;
    }
  }
  return all;
}

}  // namespace hlsc
