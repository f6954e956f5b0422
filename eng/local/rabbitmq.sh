#!/usr/bin/env bash
# rabbitmq.sh PROGRAM FOLDER: RabbitMQ as a child of the AppHost. Its own folder, user, cookie and epmd; loopback only.
# AMQP_PORT, PROMETHEUS_PORT, DIST_PORT, EPMD_PORT and RABBITMQ_PASSWORD come in the environment. Ends when its standard input does.
set -euo pipefail
umask 077
program=$1 folder=$(realpath -m "$2")
mkdir -p "$folder"/{home,mnesia,log}
cat > "$folder/rabbitmq.conf" <<CONFIGURATION
listeners.tcp.1 = 127.0.0.1:$AMQP_PORT
prometheus.tcp.ip = 127.0.0.1
prometheus.tcp.port = $PROMETHEUS_PORT
default_user = agentplatform
default_pass = $RABBITMQ_PASSWORD
loopback_users.agentplatform = true
vm_memory_high_watermark.absolute = 512MiB
disk_free_limit.absolute = 100MB
log.console = true
log.console.level = warning
log.file = false
CONFIGURATION
# The shovel moves messages from an error queue back (docs/operating.md).
echo '[rabbitmq_prometheus,rabbitmq_shovel].' > "$folder/enabled_plugins"
: > "$folder/rabbitmq-env.conf"
if [ ! -f "$folder/home/.erlang.cookie" ]; then
  head -c 24 /dev/urandom | base64 | tr -dc A-Za-z0-9 > "$folder/home/.erlang.cookie"
  chmod 400 "$folder/home/.erlang.cookie"
fi

# The data belongs to a node of this name, whatever port it listens on.
export HOME="$folder/home" RABBITMQ_NODENAME="agentplatform@localhost" RABBITMQ_DIST_PORT="$DIST_PORT"
export RABBITMQ_CONFIG_FILE="$folder/rabbitmq.conf" RABBITMQ_CONF_ENV_FILE="$folder/rabbitmq-env.conf" RABBITMQ_ENABLED_PLUGINS_FILE="$folder/enabled_plugins"
export RABBITMQ_MNESIA_BASE="$folder/mnesia" RABBITMQ_LOG_BASE="$folder/log" RABBITMQ_PID_FILE="$folder/rabbitmq.pid"
export ERL_EPMD_ADDRESS=127.0.0.1 ERL_EPMD_PORT="$EPMD_PORT"
export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS="+B i -kernel inet_dist_use_interface {127,0,0,1}"
# Makes the script become the broker, so that the process below is the broker and not a shell around it.
export RUNNING_UNDER_SYSTEMD=true
unset RABBITMQ_PASSWORD

cd "$folder"
# For rabbitmqctl.sh, which needs the same names and ports.
export -p | grep -E ' (HOME|RABBITMQ_[A-Z_]+|ERL_EPMD_[A-Z]+)=' > "$folder/environment"
echo "program=$program" >> "$folder/environment"
epmd -port "$EPMD_PORT" -address 127.0.0.1 < /dev/null & epmd=$!
"$program" < /dev/null > "$folder/log/broker.log" 2>&1 & broker=$!
end() { kill -TERM "$broker" 2>/dev/null || true; }
trap end TERM INT
( while IFS= read -r _; do :; done; kill -TERM $$ ) <&0 & input=$!
status=0
while kill -0 "$broker" 2>/dev/null; do status=0; wait "$broker" || status=$?; done
kill "$epmd" "$input" 2>/dev/null || true
[ "$status" -eq 0 ] || { echo "The broker ended with code $status; $folder/log/broker.log says:"; tail -n 15 "$folder/log/broker.log"; }
exit "$status"
