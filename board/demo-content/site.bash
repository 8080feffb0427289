# Sourced by board/demo: an office with keys, a web server on this machine, and a screen that trusts the office. All of
# it lies in one folder, $site, and is made anew each time.
# shellcheck shell=bash
# shellcheck disable=SC2154 # $top, $sheaf, $site and $content are the demo's
port=
office="$site/office" # what an office has: its films and pictures, and what it says of them
started=() # processes that end with the demo

export SHEAF_KEYS="$site/keys" SHEAF_PUBLISHING="$site/publishing.csv" XDG_CACHE_HOME="$site/cache" SHEAF_CONFIG="$site/screen.toml"

leave_site() {
  ((${#started[@]} == 0)) || kill "${started[@]}" 2>/dev/null || true
  wait 2>/dev/null || true
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# One process, as whoever runs the demo; its files stay in $site.
nginx_conf() {
  cat <<TEXT
daemon off;
master_process off;
pid "$site/nginx/pid";
error_log "$site/nginx/errors" warn;
events {}
http {
  access_log "$site/nginx/access";
  client_body_temp_path "$site/nginx/body";
  proxy_temp_path "$site/nginx/proxy";
  fastcgi_temp_path "$site/nginx/fastcgi";
  uwsgi_temp_path "$site/nginx/uwsgi";
  scgi_temp_path "$site/nginx/scgi";
  default_type application/octet-stream;
  server { listen 127.0.0.1:$port; root "$site/web"; }
}
TEXT
}

serve() {
  local tenth
  port=$(free_port)
  mkdir -p "$site/nginx" "$site/web"
  nginx_conf >"$site/nginx/conf"
  PATH=$PATH:/usr/sbin nginx -p "$site/nginx" -e "$site/nginx/errors" -c "$site/nginx/conf" &
  started+=($!)
  for ((tenth = 0; tenth < 50; ++tenth)); do
    ! python3 -c 'import socket, sys; socket.create_connection(("127.0.0.1", int(sys.argv[1])), 1)' "$port" 2>/dev/null || return 0
    sleep 0.1
  done
  fail "nginx does not answer; its words are in $site/nginx/errors"
}

# The kernel of a container may not say whether its clock is right: here nobody is hurt by that.
publish() { "$sheaf" publish "$1" --to "$site/web" --clock-is-right --poll 10; }

withdraw() { "$sheaf" withdraw "$1" --reason "$2" --to "$site/web" --channel hue --clock-is-right; }

# Four lines of four groups.
fingerprint() { "$sheaf" keys show | grep -oE '^ +([0-9a-f]{4} ?){4} *$' | tr -d ' \n'; }

# A folder to begin with; in it the files that the table names, and the tables as an office would have filled them in.
make_office() {
  local table="$top/board/demo-content/danh-muc.csv" file
  "$sheaf" new --plan hue "$office"
  cp "$table" "$top/board/demo-content/man-hinh.csv" "$office"
  while IFS=';' read -r file _; do
    cp "$content/$file" "$office"
  done < <(tail -n +2 "$table")
}

# Nothing goes to the wall that the check has a word against; notes, such as of what will be converted, are none.
check_office() {
  "$sheaf" check "$office" || fail "the check found what must not reach a screen; its words are above"
  "$sheaf" check "$office" --json >"$site/check.json" # the same again, out of the cache
  python3 - "$site/check.json" <<'PY' || fail "the check has a word against the demo; $office/KET-QUA.html shows it"
import json, sys
check = json.load(open(sys.argv[1], encoding="utf-8"))
counts = check["counts"]
groups = len({item["theme"] for item in check["items"] if "theme" in item})
print(f"Checked: {counts['items']} items in {groups} groups of content, {counts['warnings']} warnings; {check['verdict']}.")
sys.exit(check["verdict"] != "good")
PY
}

make_site() {
  rm -rf "$site" && mkdir -p "$site"
  say "The office: a folder, what is in it, and whether it is fit for a wall"
  make_office
  check_office
  say "The office: keys and a publication"
  "$sheaf" keys init --yes --people one --dir "$site/keys" --clock-is-right
  publish "$office"
  serve
  say "The screen: whom it trusts, and where it asks"
  "$sheaf" trust init "$site/keys/root/1" --fingerprint "$(fingerprint)"
  "$sheaf" enrol "http://127.0.0.1:$port" --channel hue --screen demo --store "$site/store"
  "$sheaf" fetch --once
}

# Keeps fetching, as a board does.
keep_fetching() {
  "$sheaf" fetch 2>"$site/fetch.log" &
  fetcher=$!
  started+=("$fetcher")
}

# What is on the wall: an item's id, or nothing.
on_air() {
  "$sheaf" status --json 2>/dev/null |
    python3 -c 'import json, sys; print((((json.load(sys.stdin) or {}).get("play") or {}).get("on_air") or {}).get("item", ""))' 2>/dev/null
}

wait_on_air() {
  local tenth
  for ((tenth = 0; tenth < 300; ++tenth)); do
    [[ $(on_air) != "$1" ]] || return 0
    sleep 0.1
  done
  fail "'$1' did not come to the screen; $site/fetch.log may say why"
}

# The same publication with one sheet more, and only the welcome beside it, so that it comes soon.
later_publication() {
  mkdir -p "$site/later"
  cp "$content/later/"*.png "$content/01 "*.png "$site/later"
  cat >"$site/later/sheaf.toml" <<'TOML'
channel = "hue"
title = {vi = "ASEAN và Huế", en = "ASEAN and Huế"}
languages = ["vi", "en"]

[[item]]
file = "Thông báo mới.png"
id = "notice"
title = {vi = "Thông báo mới", en = "A new notice"}
seconds = 600

[[item]]
file = "01 Chào mừng đến với Huế.png"
id = "welcome"
title = {vi = "Chào mừng đến với Huế", en = "Welcome to Huế"}
seconds = 3
TOML
}
