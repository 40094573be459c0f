#!/usr/bin/env bash
# Builds Espial and runs its tests and checks. Ends with status 0 only if every step passed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

usage() {
  cat <<'END'
usage: ./test.sh [--quick | --full]

  --quick  the release build, and the tests that are labelled neither `slow` nor `full`: for daily work
  (none)   the release build with all tests but those labelled `full`; the same without `slow` under
           address and undefined behaviour sanitizers; each fuzz target for a minute; scripts,
           formatting, public headers under gcc 12, documentation; clang-tidy on the files that changed
  --full   in addition clang-tidy on all files, the tests labelled `full`, and those labelled `slow`
           under sanitizers

ESPIAL_JOBS     how many jobs run at a time (default: one for each processor)
ESPIAL_SHARED   folder that has additional captures in captures/ (default: ../shared, if it is one); tests
                that need them are skipped without
FUZZ_SECONDS    how long each fuzz target runs (default: 60)
END
}

extent=default
case "${1-}" in
  "") ;;
  --quick | --full) extent=${1#--} ;;
  -h | --help)
    usage
    exit 0
    ;;
  *)
    usage >&2
    exit 2
    ;;
esac

jobs=${ESPIAL_JOBS:-$(nproc)}
if [[ -z "${ESPIAL_SHARED-}" && -d ../shared/captures ]]; then
  ESPIAL_SHARED=$(cd ../shared && pwd)
  export ESPIAL_SHARED
fi

# --- steps -----------------------------------------------------------------------------------------

current_step=""
summary=()

# step NAME COMMAND [ARGUMENT...]: runs one step. It is a plain call, so `set -e` holds inside it: the
# first failure ends the script, and `finish` says in which step.
step() {
  current_step=$1
  shift
  local -i began=$SECONDS
  printf '\n=== %s\n' "$current_step"
  "$@"
  printf '=== %s: passed (%d s)\n' "$current_step" $((SECONDS - began))
}

finish() {
  local -ri status=$?
  if ((status != 0)); then
    printf '\ntest.sh: FAILED in step: %s (status %d)\n' "${current_step:-start}" "$status" >&2
  fi
}
trap finish EXIT

# files PATTERN...: tracked files, and new ones that are not ignored, each ended by a zero octet.
files() {
  git ls-files -z --cached --others --exclude-standard --deduplicate -- "$@" |
    while IFS= read -r -d '' file; do
      [[ ! -f "$file" ]] || printf '%s\0' "$file"
    done
}

cpp_files=('*.cpp' '*.hpp' '*.h')
# Not the *.h: they are system headers to those who include them, with AMD's names.
tidy_files=('*.cpp' '*.hpp')

# build PRESET
build() {
  cmake --preset "$1"
  cmake --build --preset "$1" --parallel "$jobs"
}

# run_tests PRESET [CTEST ARGUMENT...]: the closing line is kept for the summary.
run_tests() {
  local -r preset=$1 log=build/$1/ctest.log
  shift
  ctest --preset "$preset" --parallel "$jobs" --no-tests=error "$@" 2>&1 | tee "$log"
  summary+=("$preset: $(grep -E '^[0-9]+% tests passed' "$log")")
}

# fuzz TARGET SECONDS: from the captures that the tests generate, whole for a reader of captures, in
# single frames for the others. What it finds stays in build/fuzz/corpus.
fuzz() {
  local -r name=$(basename "$1") seconds=$2
  local seeds=build/fuzz/seeds/frames
  [[ "$name" != capture* ]] || seeds=build/fuzz/seeds/captures
  local -r corpus=build/fuzz/corpus/$name crashes=build/fuzz/crashes/
  mkdir -p "$corpus" "$crashes"
  "$1" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -artifact_prefix="$crashes$name-" \
    -print_final_stats=1 "$corpus" "$seeds" 2>&1 | tee "build/fuzz/$name.log" |
    grep -vE '^(INFO:|#[0-9]+[[:space:]]+(NEW|REDUCE|pulse|INITED|RELOAD))' || return "${PIPESTATUS[0]}"
}

fuzz_seeds() {
  rm -rf build/fuzz/seeds
  python3 -B tests/captures/generate.py --frames build/fuzz/seeds/frames build/fuzz/seeds/captures
  # Large seeds only make it slow.
  find build/fuzz/seeds -type f -size +64k -delete
}

fuzz_all() {
  local -a targets
  mapfile -d '' -t targets < <(find build/fuzz -type f -name '*_fuzz' -executable -print0 | sort -z)
  if ((${#targets[@]} == 0)); then
    echo "no fuzz target below build/fuzz" >&2
    return 1
  fi
  fuzz_seeds
  # Each takes one processor: as many at a time as there are jobs.
  local target
  local -a running=()
  for target in "${targets[@]}"; do
    if ((${#running[@]} == jobs)); then
      wait "${running[0]}"
      running=("${running[@]:1}")
    fi
    echo "--- $(basename "$target"), ${FUZZ_SECONDS:-60} s"
    fuzz "$target" "${FUZZ_SECONDS:-60}" &
    running+=($!)
  done
  for target in "${running[@]}"; do
    wait "$target"
  done
}

check_scripts() {
  local -a shell=(setup demo.sh test.sh .ci/run) python
  mapfile -d '' -t python < <(files '*.py')
  local script
  for script in "${shell[@]}"; do
    bash -n "$script"
    [[ -x "$script" ]] || {
      echo "$script is not executable" >&2
      return 1
    }
  done
  if command -v shellcheck >/dev/null; then
    shellcheck "${shell[@]}"
  fi
  # Compiles without leaving files behind.
  python3 -B - "${python[@]}" <<'END'
import sys
for name in sys.argv[1:]:
    with open(name, "rb") as source:
        compile(source.read(), name, "exec")
END
}

check_format() {
  files "${cpp_files[@]}" | xargs -0 -r clang-format-19 --dry-run --Werror
}

# Each alone, as a program that uses the library may be built with gcc 12.
check_headers() {
  local header
  local -i failures=0
  while IFS= read -r -d '' header; do
    echo "#include \"${header#*/include/}\"" |
      g++-12 -std=c++20 -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror -fsyntax-only \
        -I host/include -I hw/include -x c++ - || {
      echo "$header does not compile alone with g++-12" >&2
      failures+=1
    }
  done < <(files 'host/include/*.hpp' 'hw/include/*.hpp')
  ((failures == 0))
}

check_documentation() {
  mkdir -p build/doxygen
  doxygen docs/Doxyfile
}

# The C++ files that changed since origin/main, or else in the newest commit, and those not committed.
changed_files() {
  local base
  base=$(git merge-base origin/main HEAD 2>/dev/null) || base=""
  if [[ -z "$base" || "$base" == "$(git rev-parse HEAD)" ]]; then
    base=$(git rev-parse --quiet --verify HEAD~1) || base=$(git hash-object -t tree /dev/null)
  fi
  git diff -z --name-only --diff-filter=d "$base" -- "${tidy_files[@]}"
  git ls-files -z --others --exclude-standard -- "${tidy_files[@]}"
}

# tidy: clang-tidy on the files that standard input names, each ended by a zero octet.
tidy() {
  xargs -0 -r -P "$jobs" -n 1 clang-tidy-19 -p build/release --quiet --warnings-as-errors='*'
}

tidy_changed() { changed_files | sort -zu | tidy; }
tidy_all() { files "${tidy_files[@]}" | tidy; }

# --- what runs -------------------------------------------------------------------------------------

step "setup" ./setup
if [[ "$extent" != quick ]]; then
  # Which files there are, and which of them changed, is git's to say.
  step "git checkout" git rev-parse --show-toplevel
fi

step "release: build" build release
if [[ "$extent" == quick ]]; then
  step "release: tests" run_tests release --label-exclude '^(slow|full)$'
else
  if [[ "$extent" == full ]]; then
    step "release: tests" run_tests release
  else
    step "release: tests" run_tests release --label-exclude '^full$'
  fi
  step "scripts" check_scripts
  step "formatting" check_format
  step "public headers with gcc 12" check_headers
  if [[ -f docs/Doxyfile ]]; then
    step "documentation" check_documentation
  fi

  step "debug: build" build debug
  if [[ "$extent" == full ]]; then
    step "debug: tests" run_tests debug --label-exclude '^full$'
  else
    step "debug: tests" run_tests debug --label-exclude '^(slow|full)$'
  fi

  step "fuzz: build" build fuzz
  step "fuzz: run" fuzz_all

  if [[ "$extent" == full ]]; then
    step "clang-tidy on all files" tidy_all
  else
    step "clang-tidy on changed files" tidy_changed
  fi
fi

printf '\ntest.sh (%s): all steps passed in %d s\n' "$extent" "$SECONDS"
printf '%s\n' "${summary[@]}"
