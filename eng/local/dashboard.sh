#!/usr/bin/env bash
# dashboard.sh FOLDER: the Aspire dashboard as a child of the AppHost, installed from npm into eng/dashboard on first use; FOLDER takes
# its log. FRONTEND_PORT, OTLP_PORT and DASHBOARD_KEY come in the environment. Ends when its standard input does.
set -euo pipefail
log=$(realpath -m "$1")/dashboard.log
installed=$(realpath "$(dirname "$0")/../dashboard")
aspire=$installed/node_modules/@microsoft/aspire-cli-linux-x64/bin/aspire
mkdir -p "$installed/home" "$(dirname "$log")"
child='' stopping=false
trap 'stopping=true; kill -TERM $child 2>/dev/null || true' TERM INT
( while IFS= read -r _; do :; done; kill -TERM $$ ) <&0 & input=$!

# run COMMAND…: runs it to its end, or until this script is told to stop.
run() {
  "$@" < /dev/null & child=$!
  status=0
  while kill -0 "$child" 2>/dev/null; do status=0; wait "$child" || status=$?; done
  if "$stopping"; then kill "$input" 2>/dev/null || true; exit 0; fi
  return "$status"
}

# Made once the installation is complete: one that was interrupted is done again.
complete=$installed/node_modules/.complete
if [ ! -f "$complete" ]; then
  echo "Installing the Aspire dashboard from npm into $installed (about 130 MB to load, once)"
  # Two AppHosts that start for the first time take turns.
  if ! run flock "$installed" sh -c '[ -f "$1" ] || { npm ci --prefix "$2" --no-audit --no-fund --loglevel=error && touch "$1"; }' - "$complete" "$installed"; then
    echo "The Aspire dashboard could not be installed; everything else runs without it."
    kill "$input" 2>/dev/null || true
    exit 0
  fi
fi

# The CLI unpacks the dashboard into its home, about 300 MB, once.
export HOME=$installed/home ASPIRE_CLI_TELEMETRY_OPTOUT=true NO_COLOR=1
export DASHBOARD__FRONTEND__AUTHMODE=BrowserToken DASHBOARD__FRONTEND__BROWSERTOKEN=$DASHBOARD_KEY
export DASHBOARD__OTLP__AUTHMODE=ApiKey DASHBOARD__OTLP__PRIMARYAPIKEY=$DASHBOARD_KEY
export DASHBOARD__API__AUTHMODE=ApiKey DASHBOARD__API__PRIMARYAPIKEY=$DASHBOARD_KEY
unset DASHBOARD_KEY HTTP_PROXY HTTPS_PROXY http_proxy https_proxy "${!npm_config_@}"
if ! run "$aspire" dashboard run --nologo --non-interactive --frontend-url "http://127.0.0.1:$FRONTEND_PORT" \
  --otlp-grpc-url "http://127.0.0.1:$OTLP_PORT" --otlp-http-url http://127.0.0.1:0 > "$log" 2>&1; then
  echo "The dashboard ended with code $status; $log says:"
  tail -n 15 "$log"
fi
kill "$input" 2>/dev/null || true
exit "$status"
