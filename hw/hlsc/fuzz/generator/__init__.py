"""Random kernels in the subset of C++ that hlsc compiles: one seed, one kernel."""
