#include <clang/AST/ASTContext.h>
#include <clang/Lex/Lexer.h>

#include <algorithm>

#include "vitis/network.hpp"
#include "vitis/rules.hpp"
#include "vitis/types.hpp"

namespace hlsc::vitis {
namespace {

// A task's parameter that a stream is connected to.
struct User {
  const Task* task;
  unsigned parameter;
};

std::string names_of(const std::vector<User>& users) {
  std::string names;
  for (const User& user : users) names += (names.empty() ? "'" : ", '") + user.task->name() + "'";
  return names;
}

std::string tasks_of(const std::vector<User>& users) {
  if (users.empty()) return "no task";
  if (users.size() == 1) return "1 task (" + names_of(users) + ")";
  return std::to_string(users.size()) + " tasks (" + names_of(users) + ")";
}

// The users of an element of an array of streams, or of a single stream.
std::vector<User> users_of(const Network& network, const clang::VarDecl& variable,
                           unsigned element) {
  std::vector<User> users;
  for (const Task& task : network.tasks) {
    for (unsigned i = 0; i < task.connections.size(); ++i) {
      const Connection& connection = task.connections[i];
      if (connection.variable == &variable && connection.element.value_or(element) == element)
        users.push_back({&task, i});
    }
  }
  return users;
}

// What is wrong with a stream between two tasks; empty if nothing.
std::string fault_of(const Program& program, const std::string& name,
                     const std::vector<User>& users) {
  const std::string stream = "stream '" + name + "' ";
  const std::string remedy = "; give it one producer and one consumer";
  if (users.size() != 2) return stream + "is used by " + tasks_of(users) + remedy;
  const Task& first = *users[0].task;
  const Task& second = *users[1].task;
  if (&first == &second)
    return stream + "leaves and enters the same task ('" + first.name() +
           "'); keep the value as state instead";
  if (first.process == nullptr || second.process == nullptr) return "";
  const Direction one = direction(program, *first.process, users[0].parameter);
  const Direction other = direction(program, *second.process, users[1].parameter);
  if (one.writes && other.writes)
    return stream + "has two producers (" + names_of(users) + ")" + remedy;
  if (one.reads && other.reads)
    return stream + "has two consumers (" + names_of(users) + ")" + remedy;
  return "";
}

template <class Check>
void for_each_element(const clang::VarDecl& variable, const Check& check) {
  const std::optional<Streams> streams = streams_of(variable);
  for (unsigned i = 0; streams && i < streams->count; ++i)
    check(i, variable.getNameAsString() +
                 (streams->is_array ? "[" + std::to_string(i) + "]" : std::string()));
}

bool is_thread_local(const clang::VarDecl& variable) {
  const clang::ASTContext& context = variable.getASTContext();
  const clang::SourceLocation begin = variable.getBeginLoc();
  return begin.isMacroID() &&
         clang::Lexer::getImmediateMacroName(begin, context.getSourceManager(),
                                             context.getLangOpts()) == "hls_thread_local";
}

}  // namespace

void streams_have_two_ends(const Program& program, Findings& findings) {
  for (const Network& network : networks(program)) {
    for (const clang::VarDecl* const stream : network.streams) {
      for_each_element(*stream, [&](unsigned element, const std::string& name) {
        const std::string fault = fault_of(program, name, users_of(network, *stream, element));
        if (!fault.empty()) findings.add(*stream, fault);
      });
    }
    for (const clang::ParmVarDecl* const port : network.function->definition->parameters()) {
      for_each_element(*port, [&](unsigned element, const std::string& name) {
        const std::vector<User> users = users_of(network, *port, element);
        if (users.size() != 1)
          findings.add(*port,
                       "port '" + name + "' is used by " + tasks_of(users) + "; give it one task");
      });
    }
  }
}

void processes_use_one_end(const Program& program, Findings& findings) {
  for (const Network& network : networks(program)) {
    for (const Task& task : network.tasks) {
      for (unsigned i = 0; task.process != nullptr && i < task.connections.size(); ++i) {
        const Direction uses = direction(program, *task.process, i);
        if (!uses.reads || !uses.writes) continue;
        const clang::ParmVarDecl& parameter = *task.process->definition->getParamDecl(i);
        findings.add(parameter, "process '" + task.process->name() + "' reads and writes stream '" +
                                    parameter.getNameAsString() +
                                    "'; give each direction a stream of its own");
      }
    }
  }
}

void tasks_take_streams(const Program& program, Findings& findings) {
  for (const Network& network : networks(program))
    for (const Task& task : network.tasks)
      for (const Connection& connection : task.connections)
        if (connection.variable == nullptr)
          findings.add(task.variable->getASTContext(), connection.argument->getExprLoc(),
                       "task '" + task.name() +
                           "' takes what is no stream of the network or its ports; give tasks "
                           "streams only");
}

void networks_live_in_the_thread(const Program& program, Findings& findings) {
  for (const Network& network : networks(program)) {
    std::vector<const clang::VarDecl*> variables = network.streams;
    for (const Task& task : network.tasks) variables.push_back(task.variable);
    for (const clang::VarDecl* const variable : variables)
      if (!is_thread_local(*variable))
        findings.add(*variable, "'" + variable->getNameAsString() +
                                    "' in a network is not hls_thread_local; declare it so");
  }
}

}  // namespace hlsc::vitis
