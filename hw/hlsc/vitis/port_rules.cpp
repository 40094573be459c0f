#include <clang/AST/ASTContext.h>

#include <algorithm>
#include <array>
#include <set>

#include "vitis/network.hpp"
#include "vitis/rules.hpp"
#include "vitis/types.hpp"

namespace hlsc::vitis {
namespace {

bool is_interface(const Directive& directive) { return directive.verb == "interface"; }

bool is_plain_payload(clang::QualType type) {
  return ap_int_width(axis_data(type).value_or(type)).has_value();
}

// What a parameter stands for: the elements of an array, what a pointer points to.
clang::QualType element_of(const clang::ParmVarDecl& parameter) {
  clang::QualType type = parameter.getOriginalType().getNonReferenceType();
  while (true) {
    if (type->isPointerType())
      type = type->getPointeeType();
    else if (type->isArrayType())
      type = type->getAsArrayTypeUnsafe()->getElementType();
    else
      return type;
  }
}

void check_port(const Function& kernel, const clang::ParmVarDecl& port, Findings& findings) {
  const clang::QualType type = element_of(port);
  const bool streams = is_stream(type);
  const clang::QualType carried = streams ? payload_of(type) : type;
  const bool plain = streams ? is_plain_payload(carried)
                             : type->isArithmeticType() || ap_int_width(type).has_value();
  if (plain) return;
  findings.add(
      port, "port '" + port.getNameAsString() + "' of '" + kernel.name() + "' has the type '" +
                carried.getUnqualifiedType().getAsString(port.getASTContext().getPrintingPolicy()) +
                "'; make it ap_uint, ap_int or hls::axis of them");
}

}  // namespace

void ports_are_plain(const Program& program, Findings& findings) {
  std::set<const Function*> kernels;
  for (const Network& network : networks(program)) kernels.insert(network.function);
  for (const std::unique_ptr<Function>& function : program.functions())
    if (std::ranges::any_of(function->directives, is_interface)) kernels.insert(function.get());
  for (const Function* const kernel : kernels)
    for (const clang::ParmVarDecl* const port : kernel->definition->parameters())
      check_port(*kernel, *port, findings);
}

void memory_stays_outside(const Program& program, Findings& findings) {
  std::set<const Function*> functions;
  std::set<const Function*> processes;
  for (const Network& network : networks(program)) {
    functions.insert(network.function);
    for (const Task& task : network.tasks)
      if (task.process != nullptr) processes.insert(task.process);
  }
  functions.insert(processes.begin(), processes.end());
  for (const Function* const function : functions) {
    for (const Directive& directive : function->directives)
      for (const char* const mode : {"m_axi", "s_axilite"})
        if (is_interface(directive) && directive.has_mode(mode))
          findings.add(function->definition->getASTContext(), directive.location,
                       std::string("'") + mode + "' in the task network ('" + function->name() +
                           "'); keep it to kernels that are called");
  }
  for (const Function* const process : processes)
    for (const clang::ParmVarDecl* const parameter : process->definition->parameters())
      if (!streams_of(*parameter) && (parameter->getType()->isPointerType() ||
                                      parameter->getType().getNonReferenceType()->isArrayType()))
        findings.add(*parameter, "process '" + process->name() + "' takes memory ('" +
                                     parameter->getNameAsString() +
                                     "'); access it in a kernel that is called, and pass a stream");
}

}  // namespace hlsc::vitis
