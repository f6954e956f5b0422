#!/usr/bin/env bash
# replay-errors.sh FOLDER QUEUE: gives the messages of QUEUE_error back to QUEUE, in the broker that the AppHost runs in FOLDER.
# Those that are there now: one that fails again comes back to the error queue and stays. Consumers take a message twice without harm.
set -euo pipefail
folder=$1 queue=$2 patience_seconds=120
ctl() { "$(dirname "$0")/rabbitmqctl.sh" "$folder" --silent "$@"; }
count() { queues=$(ctl list_queues name messages) && awk -v name="${queue}_error" '$1 == name { print $2 }' <<< "$queues"; }
waiting=$(count)
if [ -z "$waiting" ]; then echo "There is no queue ${queue}_error; rabbitmqctl.sh $folder list_queues shows all."; exit 1; fi
echo "${queue}_error holds $waiting messages"
[ "$waiting" -gt 0 ] || exit 0
ctl set_parameter shovel "replay-$queue" "{\"src-protocol\": \"amqp091\", \"src-uri\": \"amqp://\", \"src-queue\": \"${queue}_error\", \"src-delete-after\": \"queue-length\",
  \"dest-protocol\": \"amqp091\", \"dest-uri\": \"amqp://\", \"dest-queue\": \"$queue\", \"ack-mode\": \"on-confirm\"}"
# The shovel ends itself when it has moved them.
for (( waited = 0; ; waited++ )); do
  shovels=$(ctl list_parameters)
  awk -v name="replay-$queue" '$2 == name { found = 1 } END { exit !found }' <<< "$shovels" || break
  if [ "$waited" -ge "$patience_seconds" ]; then
    ctl clear_parameter shovel "replay-$queue"
    echo "Given up after $patience_seconds s: ${queue}_error still holds $(count)"
    exit 1
  fi
  sleep 1
done
echo "They are back in $queue; ${queue}_error holds $(count) now"
