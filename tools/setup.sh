#!/usr/bin/env bash
# Brings a fresh Debian machine to where Basewright builds, then builds the first image or runs the tests.
#   bash tools/setup.sh image    BusyBox on glibc, as an OCI layout
#   bash tools/setup.sh test     every test
#   bash tools/setup.sh only     nothing else
# Says what it installs before it does; run again, it installs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

goal=${1:-}
case $goal in
  image | test | only) ;;
  *)
    sed -n '2,6s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac

# program:package; the second list is what the tests check our results with.
needed=(bwrap:bubblewrap apt-get:apt dpkg-deb:dpkg flock:util-linux)
if [ "$goal" = test ]; then
  needed+=(skopeo:skopeo buildah:buildah umoci:umoci docker-registry:docker-registry openssl:openssl
    readelf:binutils gcc:gcc g++:g++ git:git unshare:util-linux nginx:nginx-light curl:curl ip:iproute2)
fi

fail() {
  printf 'error: %s\nhint: %s\n' "$1" "$2" >&2
  exit 1
}

node_major=$(node --version | sed 's/^v\([0-9]*\).*/\1/')
[ "$node_major" -ge 20 ] || fail "cannot go on with Node $(node --version): 20.19 or later is needed" 'install Node 20, 22 or 24'
[ "$(uname -s)" = Linux ] || fail "cannot build on $(uname -s): Linux is needed" 'use a Linux machine or a virtual one'

missing=()
for pair in "${needed[@]}"; do
  command -v "${pair%%:*}" >/dev/null 2>&1 || missing+=("${pair##*:}")
done
[ -e /usr/share/keyrings/debian-archive-keyring.gpg ] || missing+=(debian-archive-keyring)

if [ ${#missing[@]} -gt 0 ]; then
  mapfile -t missing < <(printf '%s\n' "${missing[@]}" | sort -u)
  as_root=()
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null 2>&1 ||
      fail "cannot install ${missing[*]}: neither root nor sudo" "as root: apt-get install ${missing[*]}"
    as_root=(sudo)
  fi
  command -v apt-get >/dev/null 2>&1 ||
    fail "cannot install ${missing[*]}: this is not Debian" "install them with this system's package manager, then run this again"
  echo "installing Debian packages: ${missing[*]}"
  log=$(mktemp)
  { "${as_root[@]}" apt-get update -qq && "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -y -qq --no-install-recommends "${missing[@]}"; } >"$log" 2>&1 ||
    { tail -n 20 "$log" >&2; fail "cannot install ${missing[*]}" "see above; as root: apt-get install ${missing[*]}"; }
  rm -f "$log"
fi

stamp=node_modules/.basewright-lock
wanted=$(sha256sum <package-lock.json)
if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
  echo 'installing npm packages: those of package-lock.json'
  npm ci --no-audit --no-fund --loglevel=error
  printf '%s' "$wanted" >"$stamp"
fi

export NX_TUI=false
case $goal in
  image)
    npx nx run busybox-glibc:publish
    node tools/run-ts.cjs tools/print-image.ts busybox-glibc
    ;;
  test)
    # Tests that run nx want the packages compiled; the compiler has a core to itself until then.
    npm run --silent build &
    npx jest --selectProjects unit --maxWorkers=2
    wait $!
    npx tsc -p tsconfig.lint.json
    npm run --silent lint
    npx jest --selectProjects tools e2e --maxWorkers=3
    ;;
esac
