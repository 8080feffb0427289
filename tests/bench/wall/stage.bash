# Sourced by the commands beside it: builds what watches, opens a screen of its own, and knows how each player is
# asked for the same. Settings, all from the environment, are in README.md.
# shellcheck disable=SC2034 # it sets what the commands use
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../../.." && pwd)
out=${OUT:-$top/build/bench}
clips=$out/clips
read -ra players <<<"${PLAYERS:-sheaf mpv}"
screen=${SCREEN:-1920x1080}
still=${STILL:-3}
sheaf=${SHEAF:-}
for built in "$top"/build/{release,test}/bin/sheaf "$(command -v sheaf || true)"; do
  if [ -z "$sheaf" ] && [ -x "$built" ]; then sheaf=$built; fi
done
[ -x "$sheaf" ] || [[ " ${players[*]} " != *" sheaf "* ]] || { echo "sheaf is not built; SHEAF says where it is" >&2 && exit 2; }

build() { # a program from $here/NAME.cpp, with the compiler's further options
  mkdir -p "$out"
  g++ -std=c++20 -O2 -o "$out/$1" "$here/$1.cpp" "${@:2}"
}

own=$(mktemp -d)
started=()
leave() {
  kill "${started[@]}" 2>/dev/null || true
  wait "${started[@]}" 2>/dev/null || true
  rm -rf "$own"
}
trap leave EXIT
trap 'exit 130' INT TERM

open_screen() {
  Xvfb -displayfd 3 -screen 0 "${screen}x24" -fbdir "$own" -noreset -ac -nolisten tcp 3>"$own/display" 2>"$own/xvfb.log" &
  x=$!
  started+=("$x")
  for _ in {1..100}; do
    [ ! -s "$own/display" ] || break
    sleep 0.1
  done
  DISPLAY=:$(<"$own/display")
  export DISPLAY HOME=$own XDG_CONFIG_HOME=$own XDG_CACHE_HOME=$own SDL_VIDEODRIVER=x11 SDL_AUDIODRIVER=${SDL_AUDIODRIVER:-dummy}
  unset WAYLAND_DISPLAY
  openbox >/dev/null 2>&1 & # full-screen is a window manager's business
  started+=($!)
  sleep 1
}

# Sets the array command. Both decode the sound of films and throw it away, unless the measurement hears it.
ask() { # player, once or loop, seconds a still stays, files and folders...
  local player=$1 how=$2 seconds=$3
  shift 3
  case $player in
  sheaf)
    command=("$sheaf" play --still "$seconds" --volume 100)
    [ "$how" = loop ] || command+=(--once)
    ;;
  mpv) # with all that it offers against gaps and for screens without a graphics chip
    command=(mpv --no-config --profile=sw-fast --vo=x11 --hwdec=no --fs --force-window=immediate --gapless-audio=yes
      --prefetch-playlist=yes "--ao=${MPV_AO:-null}" --image-display-duration="$seconds" --no-osc --osd-level=0 --really-quiet
      --no-input-default-bindings)
    [ "$how" = once ] || command+=(--loop-playlist=inf)
    ;;
  *) # anything else: a program that takes the same words
    command=("$player" "$how" "$seconds")
    ;;
  esac
  command+=("$@")
}

observe() { # log, further options of watch... -- ; then runs what ask made
  local log=$1 note
  shift
  mkdir -p "$(dirname "$log")"
  "$out/watch" --screen "$own/Xvfb_screen0" --x "$x" --log "$log" "$@" "${command[@]}" >"${log%.log}.said" 2>&1 </dev/null
  note=$(tail -1 "$log")
  echo "$(date +%T) $(basename "$log" .log): ${note//$'\t'/ }" >&2
  sleep 0.5
}

# What the measurement was taken on, for the table's foot.
machine() {
  echo "$(nproc) x $(sed -n 's/^model name\t: //p' /proc/cpuinfo | head -1); load at the start $(cut -d' ' -f1 /proc/loadavg);" \
    "$(mpv --version 2>/dev/null | head -1 | cut -d' ' -f1,2); screen $screen; $(date -u +%F)"
}
