#!/bin/sh
# hook.sh HOME AGENT EVENT: puts the hook payload on standard input into the spool. It stands in for
# clew-hook where there is no C compiler; docs/formats/hooks.md has the bytes. Says nothing, exits 0.
umask 077
cd "$1/spool" 2>/dev/null || exit 0
n=0
while [ -e "sh-$$-$n.hook" ] || [ -e ".sh-$$-$n.s" ]; do n=$((n + 1)); done
{
  { echo "clwh1 $2 $3 - 0 $PPID 0 -" && cat; } >".sh-$$-$n.s" &&
    mv ".sh-$$-$n.s" "sh-$$-$n.hook" || rm -f ".sh-$$-$n.s"
} 2>/dev/null
exit 0
