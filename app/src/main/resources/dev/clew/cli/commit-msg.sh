#!/bin/sh
# Written by 'clew git-hooks install'; 'clew git-hooks remove' takes it out and puts back what was here.
# Adds trailers to the message of a commit that brings lines of an agent's. Asks the running recorder,
# for a second at most; where none runs, or anything goes wrong, the message stays as it is.
before=$0.before-clew
if [ -f "$before" ] && [ -x "$before" ]; then
  "$before" "$@" || exit
fi
exec 2>/dev/null
clew=@LAUNCHER@
CLEW_HOME=@HOME@
export CLEW_HOME
message=$1
[ -S "$CLEW_HOME/socket" ] && [ -x "$clew" ] && [ -f "$message" ] || exit 0

# A message that Git takes for empty, or for a template nobody wrote on, ends the commit: it stays so.
said() {
  sed '/^[^ ]* -\{24\} >8 -\{24\}$/,$d' "$1" | git stripspace --strip-comments | grep -v '^Signed-off-by: ' | grep .
}
text=$(said "$message")
[ -n "$text" ] || exit 0
template=$(git config --path commit.template) && [ "$(said "$template")" = "$text" ] && exit 0

set --
for name in GIT_DIR GIT_WORK_TREE GIT_COMMON_DIR GIT_INDEX_FILE GIT_OBJECT_DIRECTORY GIT_ALTERNATE_OBJECT_DIRECTORIES; do
  eval "value=\${$name-}"
  [ -z "$value" ] || set -- "$@" "$name=$value"
done
trailers=$(
  "$clew" commit-trailers "$@" </dev/null &
  asked=$!
  (sleep 1; kill "$asked") >/dev/null </dev/null &
  watch=$!
  wait "$asked"
  kill "$watch"
)
case $trailers in *.) ;; *) exit 0 ;; esac # it did not come to its end

set --
while IFS= read -r line; do
  [ "$line" = . ] || set -- "$@" --trailer "$line"
done <<END
$trailers
END
[ $# -gt 0 ] || exit 0

# Where no editor was opened there are no comments: what looks like one is the message's own.
set -- interpret-trailers --in-place --no-divider --where end --if-missing add --if-exists addIfDifferent "$@" "$message"
if [ "${GIT_EDITOR-}" = : ]; then
  git -c trailer.separators=: -c core.commentChar="$(printf '\001')" "$@"
else
  git -c trailer.separators=: "$@"
fi
exit 0
