#!/bin/sh
# Tests of spec_doc: its own documents, and what no document can show of itself.
set -u
case $0 in */*) cd "${0%/*}" || exit ;; esac
scratch=/tmp/test.$$
mkdir "$scratch"
trap 'rm -rf "$scratch"' EXIT
failed=0

# want STATUS OUTPUT COMMAND...
want() {
  status=$1 wanted=$2
  shift 2
  printed=$("$@" 2>&1)
  ended=$?
  [ "$ended:$printed" = "$status:$wanted" ] && return
  echo "not ok - $*"
  echo "  want $status: $wanted"
  echo "  got  $ended: $printed"
  failed=1
}

fence='```'
printf '%s\n' "${fence}console task" '$ echo open' open >"$scratch/open.md"
want 1 "not ok - $scratch/open.md: a block is not closed
1..0" ./spec_doc "$scratch/open.md"

printf '%s\n' "${fence}console task" '$ echo line' >"$scratch/last.md"
printf '%s' "line
$fence" >>"$scratch/last.md"
want 0 "ok 1 - $scratch/last.md:2: echo line
1..1" ./spec_doc "$scratch/last.md"

printf '%s\n' "${fence}console task" '$ printf line' line "$fence" >"$scratch/newline.md"
want 1 "not ok 1 - $scratch/newline.md:2: printf line
  # want: line
  # got: line (no newline at the end)
1..1" ./spec_doc "$scratch/newline.md"

./spec_doc $(find doc/spec/*) || failed=1
exit $failed
