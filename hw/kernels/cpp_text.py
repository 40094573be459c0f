"""Reads C++ as text: tokens, pragmas, functions. No templates are instantiated and no macros expanded.

What stands under `#ifndef __SYNTHESIS__` is left out, as Vitis HLS does not see it either.
"""

import ast
import operator
import pathlib
import re
from collections import defaultdict
from typing import NamedTuple


class Finding(NamedTuple):
    path: pathlib.Path
    line: int
    what: str
    remedy: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.what}; {self.remedy}"


class Token(NamedTuple):
    text: str
    at: int


class Pragma(NamedTuple):
    text: str  # behind `#pragma HLS`
    at: int


class Parameter(NamedTuple):
    type: list  # texts, without the name
    name: str
    has_default: bool


class Function(NamedTuple):
    source: "Source"
    name: str
    qualifier: str  # the name before the last `::`, or ""
    is_member: bool
    is_template: bool
    is_constexpr: bool
    parameters: list
    body: list  # tokens between the braces
    pragmas: list  # of its outermost block, without those of loops
    inner_pragmas: list
    at: int


TOKEN = re.compile(r"[A-Za-z_]\w*|\d[\w.']*|::|->|<<|\.\.\.|[^\s\w]")
OPENING = {"(": ")", "[": "]", "{": "}"}
NOT_STATEMENTS = {"return", "else", "do", "case", "throw", "co_return"}


def without_comments(text):
    """The same text, with spaces instead of comments and of what stands in quotes: offsets and lines stay."""
    pattern = r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"|(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'"

    def blank(match):
        found = match.group()
        if found[0] in "\"'":
            return found[0] + " " * (len(found) - 2) + found[-1]
        return re.sub(r"[^\n]", " ", found)
    return re.sub(pattern, blank, text, flags=re.S)


def closing(tokens, start):
    """The index of the bracket that closes the one at `start`; the end if there is none."""
    depth = 0
    for index in range(start, len(tokens)):
        text = tokens[index].text
        if text in OPENING:
            depth += 1
        elif text in ")]}":
            depth -= 1
            if depth == 0:
                return index
    return len(tokens)


def closing_angle(tokens, start):
    """The index of the `>` that closes the `<` at `start`; None if it is a comparison."""
    depth, index = 0, start
    while index < len(tokens):
        text = tokens[index].text
        if text in OPENING:
            if text == "{":
                return None
            index = closing(tokens, index)
        elif text == "<":
            depth += 1
        elif text == ">":
            depth -= 1
            if depth == 0:
                return index
        elif text in ";)]}":
            return None
        index += 1
    return None


def split(tokens):
    """The parts between commas that stand in no bracket."""
    parts, part, index = [], [], 0
    while index < len(tokens):
        text = tokens[index].text
        end = index
        if text in OPENING:
            end = closing(tokens, index)
        elif text == "<":
            end = closing_angle(tokens, index)
            end = index if end is None else end
        if text == ",":
            parts.append(part)
            part = []
        else:
            part += tokens[index:end + 1]
        index = end + 1
    return parts + [part] if part or parts else []


def texts(tokens):
    return [token.text for token in tokens]


def is_name(text):
    return bool(re.match(r"[A-Za-z_]", text))


class Source:
    """A file: its tokens, its pragmas, its functions."""

    def __init__(self, path):
        self.path = path
        text = without_comments(path.read_text(encoding="utf-8"))
        self.pragmas, self.includes = [], []
        self.tokens = [Token(match.group(), match.start()) for match in TOKEN.finditer(self._directives(text))]
        self._text = text
        self.functions = []
        self._read_scope(0, len(self.tokens), "")

    def line(self, at):
        return self._text.count("\n", 0, at) + 1

    def finding(self, at, what, remedy):
        return Finding(self.path, self.line(at), what, remedy)

    def _directives(self, text):
        """Notes pragmas and includes; blanks directives and what is not synthesised."""
        hidden = []  # for each open conditional: whether this branch is not synthesised

        def blank(match):
            line = match.group()
            directive = re.match(r"\s*#\s*(\w+)\s*(.*)", line, re.S)
            if directive:
                word, rest = directive.group(1), directive.group(2).replace("\\\n", " ").strip()
                if word in ("if", "ifdef", "ifndef"):
                    hidden.append(not_synthesised(word, rest))
                elif word in ("else", "elif") and hidden:
                    hidden[-1] = not hidden[-1] if hidden[-1] is not None and word == "else" else None
                elif word == "endif" and hidden:
                    hidden.pop()
                elif True not in hidden and word == "pragma" and rest.upper().startswith("HLS"):
                    self.pragmas.append(Pragma(rest[3:].strip(), match.start()))
                elif True not in hidden and word == "include":
                    self.includes.append(Token(rest, match.start()))
            if directive or True in hidden:
                return re.sub(r"[^\n]", " ", line)
            return line
        return re.sub(r"(?:[^\n]*\\\n)*[^\n]*\n?", blank, text)

    def _read_scope(self, index, end, class_name):
        """Finds the functions between two tokens of a namespace or a class."""
        head = index
        while index < end:
            text = self.tokens[index].text
            if text == "(" or text == "[":
                index = closing(self.tokens, index)
            elif text == ";":
                head = index + 1
            elif text == "{":
                close = closing(self.tokens, index)
                if self._read_block(self.tokens[head:index], index, close, class_name):
                    head = close + 1
                index = close
            index += 1

    def _read_block(self, head, opening, close, class_name):
        """What a brace opens, by the tokens before it. False if a declaration goes on behind the closing one."""
        words = texts(head)
        if "namespace" in words or (words and words[0] == "extern" and "(" not in words):
            self._read_scope(opening + 1, close, "")
            return True
        parameters = self._parameter_list(head)
        if parameters is None or "=" in words[:parameters]:
            classes = [word for word in words if word in ("class", "struct", "union")]
            if classes and "enum" not in words and "=" not in words:
                named = words[len(words) - words[::-1].index(classes[-1]):]
                self._read_scope(opening + 1, close, named[0] if named else "")
            return False
        after = closing(head, parameters)
        if ":" in words[after:] and (is_name(words[-1]) or words[-1] == ">") and words[-1] not in ("noexcept", "const"):
            return False  # an initialiser of a constructor: `: member{1} {`
        self._add_function(head, parameters, opening, close, class_name)
        return True

    @staticmethod
    def _parameter_list(head):
        """The index of the parenthesis that begins a function's parameters."""
        index = 0
        while index < len(head):
            text = head[index].text
            before = head[index - 1].text if index else ""
            if text == "<" and is_name(before) and before != "operator":
                close = closing_angle(head, index)
                index = index if close is None else close
            elif text == "(":
                if before in ("__attribute__", "alignas", "decltype"):
                    index = closing(head, index)
                elif before == "operator":  # operator()(…)
                    index = closing(head, index)
                else:
                    return index
            index += 1
        return None

    def _add_function(self, head, parameters, opening, close, class_name):
        words = texts(head)
        name_at = parameters - 1
        if "operator" in words[:parameters]:
            name_at = words.index("operator")
        qualifier = words[name_at - 2] if name_at >= 2 and words[name_at - 1] == "::" else ""
        tokens = self.tokens[opening + 1:close]
        begin, end = self.tokens[opening].at, self.tokens[close].at if close < len(self.tokens) else len(self._text)
        outer, inner = [], []
        for pragma in self.pragmas:
            if begin < pragma.at < end:
                depth = sum(1 if token.text == "{" else -1 if token.text == "}" else 0
                            for token in tokens if token.at < pragma.at)
                (outer if depth == 0 else inner).append(pragma)
        self.functions.append(Function(
            self, words[name_at], qualifier or class_name, bool(class_name), "template" in words,
            "constexpr" in words[:name_at],
            [parameter for parameter in map(parse_parameter, split(head[parameters + 1:closing(head, parameters)]))
             if parameter], tokens, outer, inner, head[name_at].at if name_at >= 0 else begin))


def not_synthesised(word, condition):
    """Whether a conditional's first branch is hidden from Vitis; None if it does not depend on that."""
    if "__SYNTHESIS__" not in condition:
        return None
    return word == "ifndef" or condition.startswith("!")


def parse_parameter(tokens):
    words = texts(tokens)
    has_default = "=" in words
    if has_default:
        words = words[:words.index("=")]
    while words and words[-1] == "]":
        words = words[:len(words) - words[::-1].index("[") - 1]
        words.insert(0, "[]")
    if not words or words == ["void"]:
        return None
    named = len(words) > 1 and is_name(words[-1]) and words[-2] != "::"
    return Parameter(words[:-1] if named else words, words[-1] if named else "", has_default)


def calls(tokens):
    """(index, qualifier) of each name that is called as a free function, without explicit template arguments."""
    for index, token in enumerate(tokens[:-1]):
        if not is_name(token.text) or tokens[index + 1].text != "(":
            continue
        before = tokens[index - 1].text if index else ""
        if before in (".", "->"):
            continue
        qualifier = tokens[index - 2].text if before == "::" and index >= 2 else ""
        if (is_name(before) and before not in NOT_STATEMENTS) or before == ">":
            continue  # a declaration: `Type name(…)`
        yield index, qualifier


OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.FloorDiv: operator.floordiv,
             ast.LShift: operator.lshift}


def arithmetic(node):
    """The value of an expression that `Program.value` let through."""
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.UnaryOp):
        value = arithmetic(node.operand)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](arithmetic(node.left), arithmetic(node.right))
    raise SyntaxError("no arithmetic")


class Program:
    """All the files together."""

    def __init__(self, paths, context=()):
        self.sources = [Source(path) for path in paths]
        self.functions = defaultdict(list)
        for source in self.sources:
            for function in source.functions:
                self.functions[function.name].append(function)
        self.aliases, self._constants = defaultdict(list), defaultdict(list)
        for source in self.sources + [Source(path) for path in context]:
            self._read_names(source.tokens)

    def _read_names(self, tokens):
        for index, token in enumerate(tokens):
            if token.text not in ("typedef", "using", "constexpr"):
                continue
            end = next((i for i in range(index, len(tokens)) if tokens[i].text == ";"), len(tokens))
            statement = texts(tokens[index + 1:end])
            if token.text == "typedef" and statement:
                self.aliases[statement[-1]].append(statement[:-1])
            elif token.text == "using" and statement[1:2] == ["="]:
                self.aliases[statement[0]].append(statement[2:])
            elif token.text == "constexpr" and "=" in statement:
                equals = statement.index("=")
                self._constants[statement[equals - 1]].append(tuple(statement[equals + 1:]))

    def value(self, expression, depth=0):
        """An expression of numbers and named constants; None if it is more than that."""
        result = []
        for index, text in enumerate(expression):
            if text == "::" or expression[index + 1:index + 2] == ["::"]:
                continue
            number = re.fullmatch(r"(0[xX][0-9a-fA-F']+|[0-9][0-9']*)[uUlL]*", text)
            if number:
                result.append(str(int(number.group(1).replace("'", ""), 0)))
            elif is_name(text):
                known = set(self._constants.get(text, ()))
                value = self.value(list(known.pop()), depth + 1) if len(known) == 1 and depth < 16 else None
                if value is None:
                    return None
                result.append(f"({value})")
            elif text in "+-*()" or text == "<<":
                result.append(text)
            elif text == "/":
                result.append("//")
            else:
                return None
        try:
            return arithmetic(ast.parse(" ".join(result), mode="eval").body)
        except (SyntaxError, ZeroDivisionError):
            return None

    def reachable(self, function, seen=None):
        """A function and what it calls, by name."""
        seen = [] if seen is None else seen
        if any(function is other for other in seen):
            return seen
        seen.append(function)
        for index, _ in calls(function.body):
            for callee in self.functions.get(function.body[index].text, ()):
                if not callee.is_member:
                    self.reachable(callee, seen)
        return seen
