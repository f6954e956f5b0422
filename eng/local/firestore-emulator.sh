#!/usr/bin/env bash
# firestore-emulator.sh JAR FOLDER: Google's Firestore emulator as a child of the AppHost. It keeps everything in memory, so its
# data is exported to FOLDER when it stops and imported when it starts. PORT comes in the environment. Ends when its standard input does.
set -euo pipefail
jar=$1 folder=$(realpath -m "$2") project=agentplatform
mkdir -p "$folder"
import=() stopping=false
saved=$(find "$folder/export" -name '*overall_export_metadata' 2>/dev/null | head -n 1 || true)
if [ -n "$saved" ]; then import=(--import-data="$saved"); fi
java -Xmx1g -Duser.language=en -cp "$jar" com.google.cloud.datastore.emulator.firestore.CloudFirestore --host=127.0.0.1 --port="$PORT" "${import[@]}" < /dev/null > "$folder/emulator.log" 2>&1 & emulator=$!

end() {
  trap '' TERM INT
  stopping=true
  rm -rf "$folder/next"
  mkdir "$folder/next" # The emulator makes no folders.
  if curl -sf -o /dev/null -X POST -H 'Content-Type: application/json' -d "{\"database\":\"projects/$project/databases/(default)\",\"export_directory\":\"$folder/next\"}" \
    "http://127.0.0.1:$PORT/emulator/v1/projects/$project:export"; then
    rm -rf "$folder/export" && mv "$folder/next" "$folder/export"
  else
    echo "The emulator's data could not be exported; the next start begins with the export before."
  fi
  kill -TERM "$emulator" 2>/dev/null || true
}
trap end TERM INT
( while IFS= read -r _; do :; done; kill -TERM $$ ) <&0 & input=$!
status=0
while kill -0 "$emulator" 2>/dev/null; do status=0; wait "$emulator" || status=$?; done
kill "$input" 2>/dev/null || true
if "$stopping"; then exit 0; fi
echo "The emulator ended with code $status; $folder/emulator.log says:"
tail -n 15 "$folder/emulator.log"
exit "$status"
