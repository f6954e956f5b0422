#!/usr/bin/env bash
# rabbitmqctl.sh FOLDER COMMAND…: rabbitmqctl for the broker that the AppHost runs in FOLDER (data/apphost/rabbitmq unless --Data says otherwise).
set -euo pipefail
folder=$(realpath "$1")
shift
. "$folder/environment"
cd "$folder"
exec "$(dirname "$program")/rabbitmqctl" "$@"
