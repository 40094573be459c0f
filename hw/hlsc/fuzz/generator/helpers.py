"""What stands before a kernel's function: constant tables, functions and templates that it calls.

Templates are a fixed library, of which a kernel has those that it uses; other functions are random.
"""

TEMPLATES = {
    "population": """
// How many bits are set.
template <int W>
static ap_uint<11> population(const ap_uint<W>& bits) {
#pragma HLS INLINE
  ap_uint<11> count = 0;
  for (int i = 0; i < W; ++i) {
#pragma HLS UNROLL
    if (bits[i]) count = count + 1;
  }
  return count;
}
""",
    "folded": """
// All bits on top of each other, 32 wide.
template <int W>
static ap_uint<32> folded(ap_uint<W> bits) {
#pragma HLS INLINE
  ap_uint<32> sum = 0;
  for (int i = 0; i < W; i += 32) {
#pragma HLS UNROLL
    sum ^= ap_uint<32>(bits >> i);
  }
  return sum;
}
""",
    "first_set": """
// The lowest bit that is set, `W - 1` if none is: a priority select.
template <int W>
static ap_uint<10> first_set(const ap_uint<W>& bits) {
#pragma HLS INLINE
  ap_uint<10> at = W - 1;
  for (int i = W - 1; i >= 0; --i) {
#pragma HLS UNROLL
    if (bits[i]) at = i;
  }
  return at;
}
""",
    "mirrored": """
// The lowest bit becomes the highest.
template <int W>
static ap_uint<W> mirrored(const ap_uint<W>& bits) {
#pragma HLS INLINE
  ap_uint<W> turned = 0;
  for (int i = 0; i < W; ++i) {
#pragma HLS UNROLL
    turned[i] = bits[W - 1 - i];
  }
  return turned;
}
""",
    "mask_if": """
// A value or 0.
template <int W>
static ap_uint<W> mask_if(bool condition, const ap_uint<W>& value) {
#pragma HLS INLINE
  return condition ? value : ap_uint<W>(0);
}
""",
    "clamped": """
// The nearest number between two others.
template <class T>
static T clamped(T value, T least, T most) {
#pragma HLS INLINE
  if (value < least) return least;
  if (value > most) return most;
  return value;
}
""",
}


class Helpers:
    def __init__(self):
        self._templates = []
        self._tables = {}  # name: line
        self._functions = []  # lines

    def needs(self, template):
        if template not in self._templates:
            self._templates.append(template)

    def table(self, kind, elements):
        """The name of a new constant table of these literals."""
        name = f"table{len(self._tables)}"
        self._tables[name] = f"static const {kind} {name}[{len(elements)}] = {{{', '.join(elements)}}};"
        return name

    def function(self, lines):
        self._functions += ["", *lines]

    def lines(self, body):
        """All that the body and what it calls use: an expression that was thrown away may have left more."""
        text = "\n".join([body, *self._functions])
        templates = [TEMPLATES[name].rstrip() for name in self._templates if f"{name}<" in text]
        tables = [line for name, line in self._tables.items() if f"{name}[" in text]
        return [*"\n".join(templates).split("\n"), "", *tables, *self._functions]
