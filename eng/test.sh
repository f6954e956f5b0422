#!/usr/bin/env bash
# Installs what the tests need where it can, builds everything, and runs every test.
# ./eng/test.sh [arguments for dotnet test, such as --filter-class '*Journey*']
set -euo pipefail
cd "$(dirname "$0")/.."
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_CLI_UI_LANGUAGE=en PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
configuration=Release

say() { printf '\n== %s\n' "$*"; }

install_missing() {
  local packages=()
  command -v chromium >/dev/null || packages+=(chromium)
  fc-list 2>/dev/null | grep -qi 'noto.*cjk' || packages+=(fonts-noto-cjk fonts-noto-color-emoji)
  [ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || packages+=(rabbitmq-server)
  command -v bwrap >/dev/null || packages+=(bubblewrap)
  command -v socat >/dev/null || packages+=(socat)
  if ! command -v kubectl >/dev/null; then
    # Debian 12 has 1.20, which cannot read these kustomizations.
    if dpkg --compare-versions "$(apt-cache policy kubernetes-client 2>/dev/null | awk '/Candidate:/ { print $2 }')" ge 1.27 2>/dev/null; then
      packages+=(kubernetes-client)
    else
      echo "kubectl (1.27 or newer) is missing: the manifests will not be rendered, and their tests will be skipped."
    fi
  fi
  [ ${#packages[@]} -eq 0 ] && return
  local root=()
  [ "$(id -u)" -eq 0 ] || root=(sudo -n)
  if command -v apt-get >/dev/null && "${root[@]}" true 2>/dev/null; then
    say "Installing ${packages[*]}"
    "${root[@]}" apt-get update -qq || true
    DEBIAN_FRONTEND=noninteractive "${root[@]}" apt-get install -y -qq --no-install-recommends "${packages[@]}" >/dev/null && return
  fi
  echo "Missing and not installable here: ${packages[*]}. The tests that need them will be skipped and say so."
}

install_claude_code() {
  command -v npm >/dev/null && [ "$(uname -s)" = Linux ] || return 0
  say "Installing the Claude Code CLI (364 MB, once)"
  timeout 600 eng/local/claude-code.sh >/dev/null || echo "The Claude Code CLI could not be installed: its tests will be skipped."
}

command -v dotnet >/dev/null || { echo "The .NET 10 SDK is needed: https://dot.net"; exit 1; }
install_missing
install_claude_code

say "Building ($configuration)"
dotnet build AgentPlatform.sln -c "$configuration" --nologo -v quiet -clp:ErrorsOnly

if command -v npm >/dev/null; then
  say "Checking the pages"
  [ -d web/node_modules ] || npm ci --prefix web --no-audit --no-fund --loglevel=error
  npm run --prefix web --silent lint
  npm run --prefix web --silent build >/dev/null
  npm test --prefix web --silent
else
  echo "Node 20 is missing: the pages are neither built nor tested, and the browser tests will be skipped."
fi

say "Running the tests"
results=$(mktemp)
status=0
rm -f TestResults/*_hang.log TestResults/*_hang.dmp
# One test project at a time: the kill tests measure a machine that does one thing. A project in which no test ends for 10 minutes
# is ended, and says which tests it was in.
dotnet test --solution AgentPlatform.sln -c "$configuration" --no-build --no-progress --max-parallel-test-modules 1 \
  --hangdump --hangdump-timeout 10m --hangdump-type Mini "$@" 2>&1 | tee "$results" || status=$?
for hung in TestResults/*_hang.log; do
  [ -e "$hung" ] || continue
  say "Hung: $hung"
  cat "$hung"
done

count() { grep -aE "^ *$1: *[0-9]+" "$results" | tail -n 1 | grep -oE '[0-9]+' | head -n 1 || echo 0; }
say "Tests"
echo "$(count succeeded) passed, $(count failed) failed, $(count skipped) skipped"
rm -f "$results"
exit "$status"
