#include "vitis/check.hpp"

#include <algorithm>
#include <memory>
#include <vector>

#include "vitis/findings.hpp"
#include "vitis/program.hpp"
#include "vitis/rules.hpp"
#include "vitis/unit.hpp"

namespace hlsc::vitis {

bool check(const CompileOptions& options, llvm::raw_ostream& diagnostics) {
  Reported reported;
  Units units;
  for (const std::string& source : options.sources)
    units.push_back(std::make_unique<Unit>(options, source, diagnostics, reported));
  // What a source with errors means is a guess; extensions are errors that leave no doubt.
  if (!std::ranges::all_of(units, &Unit::compiles)) return false;

  const Program program(units);
  Findings findings;
  for (const Rule rule : rules) rule(program, findings);
  for (const std::unique_ptr<Unit>& unit : units) findings.print(unit->context());
  return reported.empty();
}

}  // namespace hlsc::vitis
