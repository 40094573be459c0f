#!/usr/bin/env python3
"""Refuses what Vitis HLS would refuse, as far as the kernels' text tells: check_vitis.py [FILE-OR-FOLDER...]

Without arguments it reads the folder that it stands in. Each finding is one line, `file:line: what; what to do`, and the
exit status is then 1. The rules stand in `RULES`; each function says why there is such a rule.
"""

import argparse
import os
import pathlib
import re
import sys
from collections import defaultdict
from typing import NamedTuple

from cpp_text import Function, Program, calls, closing, closing_angle, split, texts

WIDEST = 1024  # AP_INT_MAX_W of Vitis HLS, if it is not raised
SUFFIXES = {".cpp", ".hpp", ".h"}


# --- networks -------------------------------------------------------------------------------------------------------

class Task(NamedTuple):
    name: str
    process: str  # as written, without spaces: process::bank<0>
    arguments: list  # texts
    at: int


class Network(NamedTuple):
    function: Function
    streams: dict  # name -> offset
    tasks: list


def thread_local(tokens, index):
    return index >= 3 and tokens[index - 3].text == "hls_thread_local"


def networks(program):
    """The functions that declare tasks."""
    for source in program.sources:
        for function in source.functions:
            network = Network(function, {}, [])
            tokens = function.body
            for index, token in enumerate(tokens):
                if texts(tokens[index - 2:index]) != ["hls", "::"]:
                    continue
                if token.text == "task" and index + 2 < len(tokens):
                    opening = index + 2
                    arguments = split(tokens[opening + 1:closing(tokens, opening)])
                    written = ["".join(texts(argument)) for argument in arguments]
                    network.tasks.append(Task(tokens[index + 1].text, written[0] if written else "", written[1:], token.at))
                elif token.text == "stream" and index + 1 < len(tokens) and tokens[index + 1].text == "<":
                    close = closing_angle(tokens, index + 1)
                    end = next((i for i in range(close or index, len(tokens)) if tokens[i].text == ";"), len(tokens))
                    for declarator in split(tokens[close + 1:end]) if close else []:
                        network.streams[declarator[0].text] = declarator[0].at
            if network.tasks:
                yield network


def process_of(program, task):
    """The definition of a task's function; None if it is not among the files."""
    written = re.sub(r"<.*", "", task.process).split("::")
    found = [function for function in program.functions.get(written[-1], ())
             if len(written) == 1 or function.qualifier in (written[-2], "")]
    return found[0] if found else None


def processes(program):
    """(function, task, network) of each task whose function is known, once for each task."""
    for network in networks(program):
        for task in network.tasks:
            function = process_of(program, task)
            if function:
                yield function, task, network


def direction(program, function, position, seen=()):
    """Whether a function reads ("consumer") or writes ("producer") its parameter; None if the text does not say."""
    if position >= len(function.parameters) or any(function is caller for caller in seen):
        return None
    name = function.parameters[position].name
    body = texts(function.body)
    for index in range(len(body) - 1):
        if body[index] != name or body[index - 1] in (".", "->", "::"):
            continue
        if body[index + 1] == "." and index + 2 < len(body):
            method = body[index + 2]
            if method in ("read", "read_nb", "empty"):
                return "consumer"
            if method in ("write", "write_nb", "full"):
                return "producer"
        elif body[index + 1] == "<<":
            return "producer"
        elif body[index + 1] == ">" and body[index + 2:index + 3] == [">"]:
            return "consumer"
    for index, _ in calls(function.body):
        arguments = split(function.body[index + 2:closing(function.body, index + 1)])
        for at, argument in enumerate(arguments):
            if texts(argument) == [name]:
                for callee in program.functions.get(body[index], ()):
                    found = direction(program, callee, at, (*seen, function))
                    if found:
                        return found
    return None


# --- rules ----------------------------------------------------------------------------------------------------------

def streams_have_two_ends(program):
    """A stream is a FIFO with one writer and one reader; a port of the network has one end inside."""
    for network in networks(program):
        source = network.function.source
        ports = {parameter.name for parameter in network.function.parameters if "stream" in parameter.type}
        users = defaultdict(list)
        for task in network.tasks:
            for position, argument in enumerate(task.arguments):
                if re.sub(r"\[.*", "", argument) not in ports | set(network.streams):
                    yield source.finding(task.at, f"task {task.name} takes {argument}, which is no stream of the network "
                                         "or its ports", "give tasks streams only")
                users[argument].append((task, position))
        for name, at in network.streams.items():
            for stream in [user for user in users if re.sub(r"\[.*", "", user) == name] or [name]:
                yield from check_ends(program, source, at, f"stream {stream}", users[stream], 2)
        for name in sorted(ports):
            yield from check_ends(program, source, network.function.at, f"port {name}", users[name], 1)


def check_ends(program, source, at, what, users, wanted):
    names = ", ".join(task.name for task, _ in users) or "none"
    if len(users) != wanted:
        yield source.finding(at, f"{what} is used by {len(users)} tasks ({names}), not {wanted}",
                             "give it one producer and one consumer" if wanted == 2 else "give it one task")
        return
    if len({task.name for task, _ in users}) != wanted:
        yield source.finding(at, f"{what} leaves and enters the same task ({names})", "keep the value as state instead")
    ends = []
    for task, position in users:
        function = process_of(program, task)
        ends.append(direction(program, function, position) if function else None)
    if wanted == 2 and None not in ends and ends[0] == ends[1]:
        yield source.finding(at, f"{what} has two {ends[0]}s ({names})", "give it one producer and one consumer")


def networks_live_in_the_thread(program):
    """Tasks and their streams outlive the call that declares them, which needs hls_thread_local."""
    for network in networks(program):
        tokens = network.function.body
        for index, token in enumerate(tokens):
            declares = token.text in ("task", "stream") and texts(tokens[index - 2:index]) == ["hls", "::"]
            if declares and not thread_local(tokens, index):
                yield network.function.source.finding(token.at, f"hls::{token.text} in a network without hls_thread_local",
                                                      "declare it hls_thread_local")


def state_has_one_owner(program):
    """A static variable is one register; a function that two tasks run would share it between two pipelines."""
    owners = defaultdict(set)  # offset and file of the static -> tasks
    statics = {}
    for function, task, _ in processes(program):
        for reached in program.reachable(function):
            for index, token in enumerate(reached.body[:-1]):
                if token.text != "static" or reached.body[index + 1].text in ("const", "constexpr"):
                    continue
                if reached is not function and reached.is_template:
                    continue  # an instance for each argument
                key = reached.source.path, token.at
                statics[key] = reached, token
                # An instance for each template argument that the network writes down.
                instance = task.process if reached is function else ""
                owners[key + (instance,)].add(task.name)
    for key, tasks in owners.items():
        if len(tasks) > 1:
            function, token = statics[key[:2]]
            yield function.source.finding(token.at, f"static state of {function.name} is shared by the tasks "
                                          f"{', '.join(sorted(tasks))}",
                                          "give the process a template argument, one value for each task")


def processes_flush(program):
    """The default pipeline (stp) stands still without input and can block a feedback loop for ever."""
    for network in networks(program):
        for task in network.tasks:
            function = process_of(program, task)
            if function is None:
                yield network.function.source.finding(task.at, f"no definition of {task.process} found",
                                                      "define the process in one of the files checked")
                continue
            pipelines = [pragma for pragma in function.pragmas if re.match(r"PIPELINE\b", pragma.text, re.I)]
            good = [pragma for pragma in pipelines if re.search(r"\bII\s*=\s*1\b", pragma.text, re.I)
                    and re.search(r"\bstyle\s*=\s*(flp|frp)\b", pragma.text, re.I)]
            if not good:
                yield function.source.finding(pipelines[0].at if pipelines else function.at,
                                              f"process {function.name} is no pipeline that flushes",
                                              "begin its body with #pragma HLS PIPELINE II=1 style=flp")


def frp_only_blocks(program):
    """A free-running pipeline (frp) is switched off by anything but blocking reads and writes."""
    for source in program.sources:
        for function in source.functions:
            pragmas = function.pragmas + function.inner_pragmas
            if not any(re.match(r"PIPELINE\b.*\bstyle\s*=\s*frp\b", pragma.text, re.I) for pragma in pragmas):
                continue
            for index, token in enumerate(function.body[:-1]):
                if (token.text in ("read_nb", "write_nb", "empty", "full") and index
                        and function.body[index - 1].text in (".", "->") and function.body[index + 1].text == "("):
                    yield source.finding(token.at, f"{token.text} in the free-running pipeline of {function.name}",
                                         "use style=flp there")


BUILT_IN = re.compile(r"(bool|char|short|int|long|float|double|size_t|u?int(8|16|32|64)_t|unsigned|signed)")


def ports_are_plain(program):
    """Vitis packs a struct on a port as it likes; ap_uint and ap_axiu have one layout."""
    for source in program.sources:
        for function in source.functions:
            if not any(re.match(r"INTERFACE\b", pragma.text, re.I) for pragma in function.pragmas):
                continue
            for parameter in function.parameters:
                words = [word for word in parameter.type if word not in ("const", "volatile", "&", "*", "[]")]
                is_stream = words[:4] == ["hls", "::", "stream", "<"]
                if is_stream:
                    words = words[4:-1]
                if not plain(program, words, not is_stream):
                    yield source.finding(function.at, f"port {parameter.name} of {function.name} has the type "
                                         f"{''.join(words)}", "make it ap_uint or ap_axiu")


def plain(program, words, allow_built_in, depth=0):
    if words[:2] == ["std", "::"]:
        words = words[2:]
    if not words or words[0] in ("ap_uint", "ap_int", "ap_axiu", "ap_axis"):
        return bool(words)
    if allow_built_in and all(BUILT_IN.fullmatch(word) for word in words):
        return True
    name = words[-1]
    known = program.aliases.get(name, ()) if depth < 16 else ()
    return bool(known) and all(plain(program, alias, allow_built_in, depth + 1) for alias in known)


def memory_stays_outside(program):
    """m_axi and AXI4-Lite belong to the call-driven kernels: tasks run without being called."""
    functions = {id(network.function): network.function for network in networks(program)}
    for function, _, _ in processes(program):
        functions[id(function)] = function
        for parameter in function.parameters:
            if "*" in parameter.type or "[]" in parameter.type:
                yield function.source.finding(function.at, f"process {function.name} takes memory ({parameter.name})",
                                              "move the access to load or store and pass a stream")
    for function in functions.values():
        for pragma in function.pragmas + function.inner_pragmas:
            mode = re.match(r"INTERFACE\b.*\b(m_axi|s_axilite)\b", pragma.text, re.I)
            if mode:
                yield function.source.finding(pragma.at, f"{mode.group(1)} in the task network ({function.name})",
                                              "keep it to call-driven kernels such as load and store")


def widths_fit(program):
    """Vitis HLS's ap_uint ends at 1024 bits."""
    for source in program.sources:
        for index, token in enumerate(source.tokens[:-1]):
            if token.text not in ("ap_uint", "ap_int", "ap_axiu", "ap_axis") or source.tokens[index + 1].text != "<":
                continue
            close = closing_angle(source.tokens, index + 1)
            arguments = split(source.tokens[index + 2:close]) if close else []
            width = program.value(texts(arguments[0])) if arguments else None
            if width is not None and width > WIDEST:
                yield source.finding(token.at, f"{token.text} of {width} bits", f"split it: {WIDEST} bits are the limit")


ALLOCATING = {"vector", "string", "map", "unordered_map", "set", "unordered_set", "list", "deque", "function", "queue",
              "unique_ptr", "shared_ptr", "make_unique", "make_shared", "any"}
ALLOCATING_HEADERS = {"vector", "string", "map", "unordered_map", "set", "unordered_set", "list", "deque", "functional",
                      "queue", "memory", "any"}


def no_dynamic_memory(program):
    """There is no heap in hardware."""
    remedy = "use an array or a stream of fixed size"
    for source in program.sources:
        for include in source.includes:
            header = re.match(r"<(\w+)>", include.text)
            if header and header.group(1) in ALLOCATING_HEADERS:
                yield source.finding(include.at, f"#include <{header.group(1)}>: dynamic memory", remedy)
        for index, token in enumerate(source.tokens):
            before = source.tokens[index - 1].text if index else ""
            after = source.tokens[index + 1].text if index + 1 < len(source.tokens) else ""
            in_std = before == "::" and index >= 2 and source.tokens[index - 2].text == "std"
            if token.text in ("malloc", "calloc", "realloc", "free", "alloca") and after == "(":
                found = in_std or before in (";", "{", "}", "(", ")", "=", ",", "return")
            elif token.text == "delete":
                found = before != "="
            else:
                found = token.text == "new" or (in_std and token.text in ALLOCATING)
            if found:
                yield source.finding(token.at, f"dynamic memory ({token.text})", remedy)


def no_recursion(program):
    """There is no stack in hardware. (Recursion of templates is, and is fine.)"""
    for source in program.sources:
        for function in source.functions:
            if function.is_constexpr or function.name == function.qualifier:
                continue  # the compiler's own arithmetic; a constructor
            overloads = program.functions[function.name]
            for index, qualifier in calls(function.body):
                token = function.body[index]
                if token.text != function.name or qualifier not in ("", function.qualifier):
                    continue
                count = len(split(function.body[index + 2:closing(function.body, index + 1)]))
                least = sum(not parameter.has_default for parameter in function.parameters)
                if len(overloads) > 1 and not least <= count <= len(function.parameters):
                    continue  # another one of the same name
                yield source.finding(token.at, f"{function.name} calls itself", "write it as a loop of fixed bounds")


def no_virtual_functions(program):
    """Which function runs must be known when the hardware is made."""
    for source in program.sources:
        for token in source.tokens:
            if token.text == "virtual":
                yield source.finding(token.at, "virtual function", "choose by a template argument")


def no_cpp17(program):
    """Vitis HLS compiles C++14."""
    for source in program.sources:
        tokens = source.tokens
        for index, token in enumerate(tokens[:-1]):
            after = texts(tokens[index + 1:index + 4])
            before = tokens[index - 1].text if index else ""
            what = None
            if token.text == "if" and after[0] == "constexpr":
                what = "if constexpr", "use an overload or a plain if"
            elif token.text == "auto" and "[" in after and all(word in ("const", "&") for word in after[:after.index("[")]):
                what = "structured binding", "name the members"
            elif token.text == "namespace" and after[1:2] == ["::"] and before != "using":
                what = "nested namespace name", "open one namespace in the other"
            elif token.text == "inline" and is_variable(tokens, index + 1):
                what = "inline variable", "make it constexpr without inline"
            elif token.text == "static_assert" and '"' not in texts(tokens[index:closing(tokens, index + 1)]):
                what = "static_assert without a message", "add one"
            elif token.text in ("nodiscard", "maybe_unused", "fallthrough") and before == "[":
                what = f"attribute {token.text}", "leave it out"
            if what:
                yield source.finding(token.at, f"C++17: {what[0]}", what[1])


def is_variable(tokens, index):
    """Whether the declaration from here on ends without parameters."""
    while index < len(tokens):
        text = tokens[index].text
        if text in ("(", "namespace"):
            return False
        if text in ("=", ";", "{"):
            return True
        if text == "<":
            close = closing_angle(tokens, index)
            index = index if close is None else close
        index += 1
    return False


RULES = (streams_have_two_ends, networks_live_in_the_thread, state_has_one_owner, processes_flush, frp_only_blocks,
         ports_are_plain, memory_stays_outside, widths_fit, no_dynamic_memory, no_recursion, no_virtual_functions, no_cpp17)


# --- the program ----------------------------------------------------------------------------------------------------

def files_below(path):
    if path.is_dir():
        return sorted(file for file in path.rglob("*") if file.suffix in SUFFIXES)
    return [path]


def check(paths, context=()):
    """All findings in the files, each once. Files of `context` are read for their constants and type names only."""
    program = Program(paths, context)
    return sorted({finding for rule in RULES for finding in rule(program)})


def main():
    here = pathlib.Path(os.path.relpath(pathlib.Path(__file__).resolve().parent))
    parser = argparse.ArgumentParser(description="Refuses what Vitis HLS would refuse in the kernels.")
    parser.add_argument("paths", nargs="*", type=pathlib.Path, default=[here], help="files and folders")
    arguments = parser.parse_args()
    missing = [str(path) for path in arguments.paths if not path.exists()]
    if missing:
        parser.error(f"no such file or folder: {', '.join(missing)}")
    files = [file for path in arguments.paths for file in files_below(path)]
    if not files:
        parser.error("no C++ file in " + ", ".join(map(str, arguments.paths)))
    include = here.parent / "include"
    findings = check(files, files_below(include) if include.is_dir() else ())
    for finding in findings:
        print(finding)
    print(f"check_vitis: {len(files)} files, {len(findings)} findings", file=sys.stderr)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
