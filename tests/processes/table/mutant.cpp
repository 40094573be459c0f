// Which mutant the modules are, and whether it showed: see mutations.py.
#include <cstdint>
#include <cstdlib>
#include <iostream>

namespace {

class Mutant {
 public:
  Mutant() {
    const char* const number = std::getenv("ESPIAL_MUTANT");
    if (number != nullptr) number_ = static_cast<unsigned>(std::strtoul(number, nullptr, 10));
  }
  Mutant(const Mutant&) = delete;
  Mutant& operator=(const Mutant&) = delete;
  ~Mutant() {
    if (number_ != 0)
      std::cout << "mutant " << number_ << " differed in " << cycles_ << " cycles\n";
  }

  [[nodiscard]] unsigned number() const { return number_; }
  void differs() { ++cycles_; }

 private:
  unsigned number_ = 0;
  std::uint64_t cycles_ = 0;
};

Mutant& mutant() {
  static Mutant one;
  return one;
}

}  // namespace

// Called by the modules.
extern "C" unsigned espial_mutant() { return mutant().number(); }
extern "C" void espial_mutant_differs() { mutant().differs(); }
