#include "board/screen_config.h"

#include "board/files.h"
#include "board/toml_words.h"
#include "board/words.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace sheaf::board {
namespace {

constexpr Bytes most_config = 256_KiB;
constexpr std::size_t most_listed = 64; // channels, sources, languages

std::string from_environment(const char *name) {
  const char *value = std::getenv(name);
  return value ? value : "";
}

std::string home_folder(const char *variable, const char *otherwise) {
  auto folder = from_environment(variable);
  return folder.starts_with('/') ? folder : from_environment("HOME") + otherwise;
}

// Absolute: what is written into a screen.toml holds wherever it is read from.
std::string folder_of(const std::string &path) {
  std::error_code error;
  auto whole = std::filesystem::absolute(path, error).lexically_normal();
  return (error ? std::filesystem::path(path) : whole).parent_path().string();
}

bool is_url(const std::string &text) { return text.find("://") != std::string::npos; }

// What a person writes beside screen.toml is meant beside it.
std::string beside(const std::string &config, const std::string &name) {
  return name.empty() || name.starts_with('/') ? name : folder_of(config) + "/" + name;
}

bool is_name(std::string_view name) {
  auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !name.empty() && name.size() <= 64 && letter(name[0]) &&
         std::all_of(name.begin(), name.end(),
                     [&](char c) { return letter(c) || c == '-' || c == '_' || c == '.'; });
}

bool is_clock(std::string_view t) {
  auto digit = [&](std::size_t i) { return t[i] >= '0' && t[i] <= '9'; };
  if (t.size() != 5 || !digit(0) || !digit(1) || t[2] != ':' || !digit(3) || !digit(4)) return false;
  return t.substr(0, 2) < "24" && t[3] < '6';
}
bool is_hours(std::string_view t) {
  return t.size() == 11 && t[5] == '-' && is_clock(t.substr(0, 5)) && is_clock(t.substr(6));
}

bool is_zone(std::string_view z) {
  auto fine = [](char c) {
    return (c | 32) >= 'a' ? (c | 32) <= 'z' || c == '_'
                           : (c >= '0' && c <= '9') || c == '/' || c == '_' || c == '+' || c == '-';
  };
  return !z.empty() && z.size() <= 64 && z[0] != '/' && std::all_of(z.begin(), z.end(), fine);
}

void read_names(TomlReader &r, ScreenConfig &c) {
  c.id = r.text("id", "id = \"hall-1\"").value_or("");
  if (r.has("id") && !c.id.empty() && !is_name(c.id))
    r.wrong("id", told_mistake("bad_name", {{"key", "id"}, {"text", c.id}}));
  c.channels = r.texts("channels", "channels = [\"hue\"]").value_or(c.channels);
  for (const auto &channel : c.channels)
    if (!is_name(channel))
      r.wrong("channels", told_mistake("bad_name", {{"key", "channels"}, {"text", channel}}));
  for (auto i = c.channels.begin(); i != c.channels.end(); ++i)
    if (std::find(c.channels.begin(), i, *i) != i) r.wrong("channels", told_mistake("twice", {{"text", *i}}));
  c.languages = r.texts("languages", "languages = [\"vi\", \"en\"]").value_or(c.languages);
  c.name = r.text("name", "name = \"City hall, ground floor\"").value_or("");
  c.contact = r.text("contact", "contact = \"Ms Lan, 0234 000 000\"").value_or("");
  c.help_url = r.text("help_url", "help_url = \"https://example.vn/help\"").value_or("");
  if (!c.help_url.empty() && !is_url(c.help_url)) r.wrong("help_url", told_mistake("no_address"));
  c.zone = r.text("zone", "zone = \"Asia/Ho_Chi_Minh\"").value_or(c.zone);
  if (!is_zone(c.zone)) r.wrong("zone", told_mistake("no_zone", {{"text", c.zone}}));
}

void read_places(TomlReader &r, ScreenConfig &c, const std::string &path) {
  constexpr const char *sources = "sources = [\"https://example.vn/screens\"]";
  c.sources = r.texts("sources", sources).value_or(c.sources);
  for (auto &source : c.sources) {
    if (source.empty())
      r.wrong("sources", told_mistake("empty_within", {{"key", "sources"}, {"example", sources}}));
    if (!is_url(source)) source = beside(path, source);
  }
  for (auto [list, key] :
       {std::pair(&c.channels, "channels"), {&c.sources, "sources"}, {&c.languages, "languages"}})
    if (list->size() > most_listed)
      r.wrong(key, told_mistake("too_many", {{"key", key},
                                             {"count", std::to_string(list->size())},
                                             {"most", std::to_string(most_listed)}}));
  auto place = [&](const char *key, const char *example, std::string otherwise) {
    auto value = r.text(key, example, 4000);
    if (value && value->empty()) r.wrong(key, told_mistake("empty", {{"key", key}, {"example", example}}));
    return value ? beside(path, *value) : std::move(otherwise);
  };
  c.store = place("store", "store = \"/var/lib/sheaf/store\"", c.store);
  c.run = place("run", "run = \"/run/sheaf\"", c.store + "/run");
  c.root = place("root", "root = \"/etc/sheaf/root\"", c.root);
}

void read_limits(TomlReader &r, ScreenConfig &c) {
  constexpr std::uint64_t least_quota = 1u << 20;
  c.quota = r.bytes("quota", "quota = \"10 GB\"");
  if (c.quota && *c.quota < least_quota) r.wrong("quota", told_mistake("small_quota"));
  c.reserve = r.bytes("reserve", "reserve = \"256 MiB\"").value_or(c.reserve);
}

void read_network(TomlReader &top, ScreenConfig &c, const std::string &path) {
  auto r = top.table("network", "[network] on a line of its own");
  if (!r) return;
  auto &n = c.network;
  n.rate = r->bytes("rate", "rate = \"500 kB\"");
  n.monthly = r->bytes("monthly", "monthly = \"20 GB\"");
  for (auto [value, key] : {std::pair(n.rate, "rate"), {n.monthly, "monthly"}})
    if (value && *value == 0) r->wrong(key, told_mistake("nothing_fetched", {{"key", key}}));
  n.night = r->text("night", "night = \"22:00-05:00\"").value_or("");
  if (!n.night.empty() && !is_hours(n.night))
    r->wrong("night", told_mistake("no_window", {{"text", n.night}}));
  n.proxy = r->text("proxy", "proxy = \"http://proxy.example.vn:3128\"").value_or("");
  if (!n.proxy.empty() && !is_url(n.proxy)) r->wrong("proxy", told_mistake("no_proxy"));
  n.ca_file = beside(path, r->text("ca_file", "ca_file = \"ca.pem\"").value_or(""));
  n.client_cert = beside(path, r->text("client_cert", "client_cert = \"screen.pem\"").value_or(""));
  n.client_key = beside(path, r->text("client_key", "client_key = \"screen.key\"").value_or(""));
  if (n.client_cert.empty() != n.client_key.empty())
    r->wrong(n.client_cert.empty() ? "client_key" : "client_cert", told_mistake("one_of_two"));
  r->done();
}

// --- writing

std::string toml_list(const std::vector<std::string> &texts) {
  std::string out = "[";
  for (const auto &t : texts) out += (out.size() > 1 ? ", " : "") + toml_text(t);
  return out + "]";
}

class Writer {
public:
  /// A line with its remark; where `value` is empty, the example as a remark.
  void line(const char *remark, const char *key, const std::string &value, const char *example) {
    out_ += std::string("\n# ") + remark + "\n";
    out_ += value.empty() ? "# " + std::string(key) + " = " + example + "\n"
                          : std::string(key) + " = " + value + "\n";
  }
  void text(const char *remark, const char *key, const std::string &value, const char *example) {
    line(remark, key, value.empty() ? "" : toml_text(value), example);
  }
  void list(const char *remark, const char *key, const std::vector<std::string> &value, const char *example) {
    line(remark, key, value.empty() ? "" : toml_list(value), example);
  }
  void count(const char *remark, const char *key, std::optional<std::uint64_t> value, const char *example) {
    line(remark, key, value ? std::to_string(*value) : "", example);
  }
  void raw(const char *words) { out_ += words; }
  [[nodiscard]] std::string take() { return std::move(out_); }

private:
  std::string out_;
};

void write_network(Writer &w, const NetworkPolicy &n) {
  w.raw("\n# How it may use the network.\n[network]\n");
  w.count("Bytes a second, at most. Left out: as fast as it goes.", "rate", n.rate, "\"500 kB\"");
  w.count(
      "Bytes a calendar month (UTC), at most; films and pictures wait for the next one. Left out: no limit.",
      "monthly", n.monthly, "\"20 GB\"");
  w.text("Hours, in local time, in which films and pictures are fetched. Left out: always.", "night", n.night,
         "\"22:00-05:00\"");
  w.text("A proxy between this screen and the network.", "proxy", n.proxy,
         "\"http://proxy.example.vn:3128\"");
  w.text("Certificates of authorities that are trusted beside the system's; a PEM file.", "ca_file",
         n.ca_file, "\"ca.pem\"");
  w.text("This screen's own certificate; a PEM file.", "client_cert", n.client_cert, "\"screen.pem\"");
  w.text("The key of it.", "client_key", n.client_key, "\"screen.key\"");
}

}

std::string default_config_path() {
  constexpr const char *system = "/etc/sheaf/screen.toml";
  if (auto named = from_environment("SHEAF_CONFIG"); !named.empty()) return named;
  std::error_code ignored;
  if (::geteuid() == 0 || std::filesystem::exists(system, ignored)) return system;
  return home_folder("XDG_CONFIG_HOME", "/.config") + "/sheaf/screen.toml";
}

ScreenConfig default_screen_config(const std::string &config_path) {
  ScreenConfig c;
  c.store = ::geteuid() == 0 ? "/var/lib/sheaf/store"
                             : home_folder("XDG_DATA_HOME", "/.local/share") + "/sheaf/store";
  c.run = c.store + "/run";
  c.root = folder_of(config_path) + "/root";
  return c;
}

Result<ScreenConfig> read_screen_config(const std::string &path) {
  auto text = read_whole(path, most_config);
  if (!text && text.error().kind == ErrorKind::absent)
    return fail(ErrorKind::absent, in_both_languages("not_enrolled", {{"file", path}}));
  if (!text) return fail(text.error());
  auto tree = parse_toml(*text, path);
  if (!tree) return fail(tree.error());
  TomlErrors errors(path);
  TomlReader r(std::get<TomlNode::Table>(tree->value), {}, errors);
  auto c = default_screen_config(path);
  read_names(r, c);
  read_places(r, c, path);
  read_limits(r, c);
  read_network(r, c, path);
  r.done();
  if (!errors.empty()) return fail(errors.error());
  return c;
}

std::string write_screen_config(const ScreenConfig &c) {
  Writer w;
  w.raw("# What this screen knows of itself. 'sheaf enrol' wrote it; change what stands after '='.\n"
        "# A line that begins with '#' is a remark, or a setting that is not made.\n");
  w.text("This screen's name in the office's table of screens.", "id", c.id, "\"hall-1\"");
  w.list("What it shows, one after another.", "channels", c.channels, "[\"hue\"]");
  w.list("Where that comes from: https addresses, folders, .sheaf files.", "sources", c.sources,
         "[\"https://example.vn/screens\"]");
  w.text("Where films and pictures are kept.", "store", c.store, "\"/var/lib/sheaf/store\"");
  w.text("Where it tells what it is doing. Left out: 'run' in the store.", "run", c.run, "\"/run/sheaf\"");
  w.text("Whose signatures hold: written by 'sheaf trust init'.", "root", c.root, "\"/etc/sheaf/root\"");
  w.count("Bytes that films and pictures may take, at most. Left out: what is free, but for the reserve.",
          "quota", c.quota, "\"10 GB\"");
  w.count("Bytes that stay free on the card.", "reserve", c.reserve, "\"256 MiB\"");
  w.text("Time zone, of night hours and of days that are counted.", "zone", c.zone, "\"Asia/Ho_Chi_Minh\"");
  w.raw("\n# What holds as long as the office's table of screens does not say otherwise:\n");
  w.list("Languages, the first for which there is something.", "languages", c.languages, "[\"vi\", \"en\"]");
  w.text("The screen's name for people.", "name", c.name, "\"City hall, ground floor\"");
  w.text("Whom staff can call.", "contact", c.contact, "\"Ms Lan, 0234 000 000\"");
  w.text("A page that helps; shown as a QR code while there is nothing to show.", "help_url", c.help_url,
         "\"https://example.vn/help\"");
  write_network(w, c.network);
  return w.take();
}

}
