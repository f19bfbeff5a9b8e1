# Sourced by the scripts beside it: builds what is measured, makes the corpus, writes results.
#
# CLEW_BENCH_WORK         where everything that is not a result goes (default: below the system's
#                         folder for temporary files)
# CLEW_BENCH_TRANSCRIPTS  transcripts to vary (default ../shared/samples/claude; without them
#                         the corpus is made from a built-in session)
# CLEW_BENCH_MB           size of the corpus (default 200)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. ./.ci/java
work=${CLEW_BENCH_WORK:-${TMPDIR:-/tmp}/clew-bench-$UID}
megabytes=${CLEW_BENCH_MB:-200}
transcripts=${CLEW_BENCH_TRANSCRIPTS:-../shared/samples/claude}
corpus=$work/corpus-$megabytes
mkdir -p "$work" bench/results
export CLEW_HOME=$work/home CLEW_PORT=0 LC_ALL=C.UTF-8

build() {
  mvn -B -ntp -q -Pbench -pl bench -am package -Dmaven.test.skip=true -Dspotless.check.skip >&2
  if [ app/target/clew.jar -nt app/target/launch/ready ]; then
    rm -f app/target/launch/ready # the start-up cache belongs to the jar before
  fi
  ./clew help > /dev/null
}

# bench_java CLASS ARGUMENTS...: a main class of this module
bench_java() {
  "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmx2g \
    -cp "bench/target/clew-bench.jar:bench/target/lib/*" "$@"
}

# What the recorder's compiler is told, as ./clew has it; for bench_java, before the class.
eval "$(sed -n '/^frugal="/,/"$/p' clew)"

# make_corpus FOLDER MEGABYTES [OPTIONS...]: unless it is there
make_corpus() {
  [ -e "$1/made" ] && return
  local source=()
  [ -d "$transcripts" ] && source=("--from=$transcripts")
  rm -rf "$1"
  bench_java dev.clew.bench.VariedTranscripts "$1" "$2" 1 "${source[@]}" "${@:3}" >&2
  touch "$1/made"
}

corpus_bytes() { find "$1/projects" -name '*.jsonl' -printf '%s\n' | awk '{s += $1} END {print s}'; }

# timed COMMAND...: runs it, its output away; sets seconds, cpu (user and system seconds), rss (KB)
# and code
timed() {
  code=0
  /usr/bin/time -q -o "$work/time" -f '%e %U %S %M' "$@" > "$work/out" 2> "$work/err" || code=$?
  read -r seconds user system rss < <(tail -n 1 "$work/time")
  cpu=$(calc "$user + $system")
}

# milliseconds COMMAND...: sets took and cpu, in milliseconds, and code
milliseconds() {
  local TIMEFORMAT='%3R %3U %3S' real user system
  code=0
  { time "$@" > "$work/out" 2> "$work/err" < /dev/null; } 2> "$work/time" || code=$?
  read -r real user system < "$work/time"
  took=$(calc "$real * 1000" %.0f)
  cpu=$(calc "($user + $system) * 1000" %.0f)
}

calc() { awk "BEGIN {printf \"${2:-%.2f}\", $1}"; }
median() { sort -n | awk '{a[NR] = $1} END {printf "%s", NR % 2 ? a[(NR + 1) / 2] : (a[NR / 2] + a[NR / 2 + 1]) / 2}'; }
load() { cut -d' ' -f1 /proc/loadavg; }

# verdict FIGURE at-most|at-least BUDGET
verdict() {
  if awk "BEGIN {exit !($2 == 1 ? $1 >= $3 : $1 <= $3)}"; then echo met; else echo '**missed**'; fi
}
at_most() { verdict "$1" 0 "$2"; }
at_least() { verdict "$1" 1 "$2"; }

# The head of a results page: what was run, on what.
heading() {
  echo "# $1"
  echo
  echo "Command: \`./dev bench ${0##*/}\`, $(date -u +%FT%TZ), commit $(git rev-parse --short HEAD)."
  echo "Machine: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)," \
    "$(awk '/MemTotal/ {printf "%.0f GB", $2 / 1e6}' /proc/meminfo), Linux $(uname -r)," \
    "JDK $(sed -n 's/^JAVA_RUNTIME_VERSION="\(.*\)"/\1/p' "$JAVA_HOME/release")."
  echo "Load when it began: $(cut -d' ' -f1-3 /proc/loadavg)."
  echo
}

# page NAME: what follows on the terminal also becomes bench/results/NAME.md
page() { exec > >(tee "bench/results/$1.md"); }
