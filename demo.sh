#!/usr/bin/env bash
# Installs, builds, and shows what Espial does: the session listings of two firewall vendors' articles
# on ESP, from a capture of the traffic behind them, by the verilated card.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

current_step=""
finish() {
  local -ri status=$?
  if ((status != 0)); then
    printf '\ndemo.sh: FAILED: %s (status %d)\n' "$current_step" "$status" >&2
  fi
}
trap finish EXIT

espial=build/release/bin/espial
demo=build/demo

# show FILE ARGUMENT...: echoes the command, runs it, and keeps its output in FILE.
show() {
  local -r output=$1
  shift
  current_step="$espial $*"
  printf '\n$ %s\n' "$current_step"
  "$espial" "$@" | tee "$output"
}

# cycles STATISTICS: what the card took.
cycles() {
  current_step="the cycles in $1"
  python3 -B - "$1" <<'END'
import json
import sys
with open(sys.argv[1], encoding="utf-8") as file:
    statistics = json.load(file)
print(f"The card took {statistics['device_cycles']} cycles for {statistics['packets']} packets, from the first one's "
      "arrival to the last verdict.")
END
}

# same EXPECTED OUTPUT
same() {
  current_step="the listing differs from $1"
  diff -u "$1" "$2"
  echo "The same as $1, octet for octet."
}

current_step="setup"
./setup
current_step="build"
cmake --preset release
cmake --build --preset release --target bin/espial --parallel "$(nproc)"
current_step="make the captures"
mkdir -p "$demo"
python3 -B tests/captures/generate.py --only juniper_kb35317.pcap --only pan_session791.pcap "$demo"

printf '\nJuniper KB35317: a tunnel through a stateful firewall. The SPI of each direction, split in two,\n'
printf 'stands where ports would: C949D4B8 is 51529 and 54456.\n'
show "$demo/junos.txt" replay "$demo/juniper_kb35317.pcap" --format junos --inside 10.0.1.2/32 \
  --stats-json "$demo/junos.json"
cycles "$demo/junos.json"
same tests/data/junos_kb35317.txt "$demo/junos.txt"

printf '\nPAN-OS session 791: every pass-through tunnel between two addresses is one session, with port\n'
printf '20033 at both ends.\n'
show "$demo/panos.txt" replay "$demo/pan_session791.pcap" --port-mapping generic --format panos \
  --at +458 --names docs/examples/names.json --stats-json "$demo/panos.json"
cycles "$demo/panos.json"
same tests/data/panos_session791.txt "$demo/panos.txt"

printf '\nWhat stood on the streams of the card meanwhile, for a wave viewer such as GTKWave.\n'
show "$demo/trace.txt" replay -d sim "$demo/pan_session791.pcap" --trace "$demo/trace.fst" --trace-cycles 0:500
ls -l "$demo/trace.fst"

printf '\nThe same captures, as Espial lists them for people.\n'
show "$demo/juniper_table.txt" replay "$demo/juniper_kb35317.pcap"
show "$demo/pan_table.txt" replay "$demo/pan_session791.pcap" --port-mapping generic

printf '\nFor a capture of your own: %s replay CAPTURE (--help lists the options).\n' "$espial"
