#include "frontend/pragma.hpp"

#include <clang/Lex/LexDiagnostic.h>
#include <clang/Lex/Pragma.h>
#include <clang/Lex/Preprocessor.h>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace hlsc {
namespace {

using clang::Token;
namespace tok = clang::tok;

// What hlsc knows of Vitis HLS' directives (UG1399, "HLS Pragmas").
constexpr std::array vitis_directives = {
    "AGGREGATE", "ARRAY_PARTITION", "BIND_STORAGE", "DATAFLOW", "DEPENDENCE", "INLINE",
    "INTERFACE", "LOOP_TRIPCOUNT",  "PIPELINE",     "RESET",    "STREAM",     "UNROLL"};
// Its own, which Vitis HLS passes over.
constexpr std::array own_directives = {"CREDIT"};

// A directive taken apart: its text in normal form, the tokens that name a variable, and those of a
// value that may be any constant expression.
struct Directive {
  std::string text;
  std::vector<Token> variable;
  std::vector<Token> value;
};

class DirectivePragma final : public clang::PragmaHandler {
 public:
  // \param space "HLS" or "HLSC"
  DirectivePragma(llvm::StringRef space, llvm::ArrayRef<const char*> known)
      : PragmaHandler(space), known_(known) {}

  void HandlePragma(clang::Preprocessor& preprocessor, clang::PragmaIntroducer,
                    Token& first) override {
    std::vector<Token> tokens;
    Token token;
    // Lexed with macros expanded: `distance=KEPT` works.
    for (preprocessor.Lex(token); token.isNot(tok::eod); preprocessor.Lex(token))
      tokens.push_back(token);
    const clang::SourceLocation location = first.getLocation();
    if (tokens.empty()) {
      error(preprocessor, location, "'#pragma " + getName().str() + "' names no directive");
      return;
    }
    if (const auto directive = parse(preprocessor, tokens))
      replace(preprocessor, location, *directive);
  }

 private:
  static void error(clang::Preprocessor& preprocessor, clang::SourceLocation location,
                    const std::string& text) {
    clang::DiagnosticsEngine& diagnostics = preprocessor.getDiagnostics();
    preprocessor.Diag(location, diagnostics.getCustomDiagID(clang::DiagnosticsEngine::Error, "%0"))
        << text;
  }

  std::optional<Directive> parse(clang::Preprocessor& preprocessor,
                                 const std::vector<Token>& tokens) const {
    const auto spelling = [&](std::size_t i) { return preprocessor.getSpelling(tokens[i]); };
    const std::string verb = llvm::StringRef(spelling(0)).upper();
    if (std::ranges::find(known_, verb) == known_.end()) {
      error(preprocessor, tokens.front().getLocation(), "unknown directive '" + spelling(0) + "'");
      return std::nullopt;
    }
    Directive directive{verb, {}, {}};
    for (std::size_t i = 1; i < tokens.size();) {
      // A flag, or NAME = VALUE. White space is of no meaning, as in Vitis HLS.
      const std::string name = spelling(i);
      directive.text += ' ' + name;
      if (i + 1 >= tokens.size() || tokens[i + 1].isNot(tok::equal)) {
        ++i;
        continue;
      }
      if (i + 2 >= tokens.size()) {
        error(preprocessor, tokens[i + 1].getLocation(), "'" + name + "' has no value");
        return std::nullopt;
      }
      const std::size_t begin = i + 2;
      const std::size_t end = value_end(tokens, begin);
      directive.text += '=';
      for (std::size_t at = begin; at < end; ++at) directive.text += spelling(at);
      const bool names_variable =
          name == "variable" || (name == "port" && spelling(begin) != "return");
      if (names_variable) directive.variable = {&tokens[begin], &tokens[begin] + (end - begin)};
      if (name == "places" || name == "depth")
        directive.value = {&tokens[begin], &tokens[begin] + (end - begin)};
      i = end;
    }
    return directive;
  }

  // A value is one token, or goes on over brackets and what is joined by `.`, `->` and operators.
  static std::size_t value_end(const std::vector<Token>& tokens, std::size_t begin) {
    const auto joins = [](const Token& token) {
      return token.isOneOf(tok::period, tok::arrow, tok::plus, tok::minus, tok::star, tok::slash,
                           tok::coloncolon, tok::lessless);
    };
    int depth = 0;
    std::size_t i = begin;
    for (; i < tokens.size(); ++i) {
      const Token& token = tokens[i];
      if (token.isOneOf(tok::l_paren, tok::l_square)) {
        if (i != begin && depth == 0 && tokens[i].is(tok::l_paren) && !joins(tokens[i - 1])) break;
        ++depth;
      } else if (token.isOneOf(tok::r_paren, tok::r_square)) {
        --depth;
      } else if (i != begin && depth == 0 && !joins(token) && !joins(tokens[i - 1])) {
        break;
      }
    }
    return i;
  }

  // Puts `__hls_directive("TEXT", &(VARIABLE), (VALUE));` where the pragma stood.
  static void replace(clang::Preprocessor& preprocessor, clang::SourceLocation location,
                      const Directive& directive) {
    std::vector<Token> out;
    const auto add = [&](tok::TokenKind kind) -> Token& {
      Token token;
      token.startToken();
      token.setKind(kind);
      token.setLocation(location);
      token.setLength(1);
      return out.emplace_back(token);
    };
    add(tok::identifier).setIdentifierInfo(preprocessor.getIdentifierInfo(directive_function));
    add(tok::l_paren);
    Token text;
    text.startToken();
    text.setKind(tok::string_literal);
    preprocessor.CreateString("\"" + directive.text + "\"", text, location, location);
    out.push_back(text);
    const auto add_all = [&](const std::vector<Token>& tokens) {
      add(tok::l_paren);
      for (Token token : tokens) {
        token.setFlag(Token::DisableExpand);
        out.push_back(token);
      }
      add(tok::r_paren);
    };
    if (!directive.variable.empty()) {
      add(tok::comma);
      add(tok::amp);
      add_all(directive.variable);
      if (!directive.value.empty()) {
        add(tok::comma);
        add_all(directive.value);
      }
    }
    add(tok::r_paren);
    add(tok::semi);
    auto tokens = std::make_unique<Token[]>(out.size());
    std::ranges::copy(out, tokens.get());
    preprocessor.EnterTokenStream(std::move(tokens), static_cast<unsigned>(out.size()),
                                  /*DisableMacroExpansion=*/true,
                                  /*IsReinject=*/false);
  }

  llvm::ArrayRef<const char*> known_;
};

}  // namespace

void handle_hls_pragmas(clang::Preprocessor& preprocessor) {
  // The preprocessor owns them from here on.
  preprocessor.AddPragmaHandler(
      std::make_unique<DirectivePragma>("HLS", vitis_directives).release());
  preprocessor.AddPragmaHandler(
      std::make_unique<DirectivePragma>("HLSC", own_directives).release());
}

}  // namespace hlsc
