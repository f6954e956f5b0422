#!/usr/bin/env bash
# claude-code.sh [FOLDER]: installs the Claude Code CLI (eng/claude-code) from npm into FOLDER, data/tools/claude-code when not given,
# once, and prints where its program is. Optional: without it agents with the engine "claude-code" say that it is missing.
set -euo pipefail
root=$(realpath "$(dirname "$0")/../..")
folder=$(realpath -m "${1:-$root/data/tools/claude-code}")
command -v npm >/dev/null || { echo "npm (Node 20 or newer) is needed to install the Claude Code CLI." >&2; exit 1; }
case $(uname -m) in x86_64) platform=linux-x64 ;; aarch64) platform=linux-arm64 ;; *) echo "There is no Claude Code CLI for $(uname -m) here." >&2; exit 1 ;; esac
program=$folder/node_modules/@anthropic-ai/claude-code-$platform/claude
# Holds the lock file that was installed: another version, or an installation that was interrupted, is done again.
complete=$folder/.installed

mkdir -p "$folder"
exec 9> "$folder/.lock"
# Two that install at the same time take turns.
flock 9
if ! cmp -s "$complete" "$root/eng/claude-code/package-lock.json" || [ ! -x "$program" ]; then
  echo "Installing the Claude Code CLI from npm into $folder (about 110 MB to load, 400 MB on disk, once)" >&2
  rm -f "$complete"
  cp "$root"/eng/claude-code/{package.json,package-lock.json,.npmrc} "$folder/"
  npm ci --prefix "$folder" --no-audit --no-fund --loglevel=error >&2 9>&- & child=$!
  trap 'kill -TERM $child 2>/dev/null || true' TERM INT
  SECONDS=0
  while kill -0 "$child" 2>/dev/null; do
    sleep 5
    kill -0 "$child" 2>/dev/null && echo "  $SECONDS s: $(du -sm "$folder" | cut -f1) MB" >&2
  done
  wait "$child"
  [ -x "$program" ] || chmod +x "$program"
  cp "$root/eng/claude-code/package-lock.json" "$complete"
fi
echo "$program"
