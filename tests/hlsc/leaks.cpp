// What LeakSanitizer is told. Where a source has an error, Clang gives the debug information up
// that it has begun for the declarations before it, and does not free it: no memory of hlsc's.

// NOLINTBEGIN(bugprone-reserved-identifier,readability-identifier-naming): the sanitizer's names.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:llvm::MDNode::operator new\n"; }
// NOLINTEND(bugprone-reserved-identifier,readability-identifier-naming)
