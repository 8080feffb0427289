// sheaf status: what is on, what is on its way, and what is wrong; from the state files alone, so that it
// never disturbs those who write them.
#include "fetcher/inner/verbs.h"

#include "assets/state_files.h"
#include "base/bytes.h"
#include "base/rfc3339.h"
#include "board/clock.h"
#include "board/files.h"
#include "board/help.h"
#include "fetcher/inner/progress.h"

#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

namespace sheaf::fetcher {
namespace {

constexpr Bytes most_state = 4_MiB;
constexpr Duration silent = std::chrono::minutes(3); // a player that lives writes its state each minute

struct Told {
  std::optional<std::string> fetch, play; // the files as they are
};

std::optional<std::string> whole(const std::string &path) {
  auto bytes = board::read_whole(path, most_state);
  return bytes ? std::optional(*bytes) : std::nullopt;
}

const char *in_vietnamese(const std::string &state) {
  static const std::map<std::string, const char *> words{
      {"current", "đầy đủ"},        {"fetching", "đang tải"},  {"waiting", "đang chờ"},
      {"stopped", "tạm dừng"},      {"refused", "bị từ chối"}, {"playing", "đang phát"},
      {"idle", "chưa có nội dung"}, {"empty", "không có gì"},  {"safe", "màn hình an toàn"}};
  auto found = words.find(state);
  return found == words.end() ? "?" : found->second;
}

void tell_channel(const assets::ChannelProgress &c) {
  std::printf("Kênh / Channel %s: số / number %llu, %s / %s\n", c.channel.c_str(),
              static_cast<unsigned long long>(c.serial), in_vietnamese(c.state), c.state.c_str());
  if (c.bytes_held < c.bytes) std::printf("  %s\n", progress_line(c, 0).c_str());
  if (!c.trouble.empty()) std::printf("  ! %s\n", c.trouble.c_str());
}

void tell_fetch(const std::optional<std::string> &json) {
  auto state =
      json ? assets::parse_fetch_state(*json) : Result<assets::FetchState>(fail(ErrorKind::absent, ""));
  if (!state) return void(std::puts("Chưa có tin gì từ sheaf-fetch / Nothing is known of sheaf-fetch yet"));
  for (const auto &c : state->channels) tell_channel(c);
  std::string addresses;
  for (const auto &a : state->addresses) addresses += (addresses.empty() ? "" : ", ") + a;
  std::printf("Địa chỉ / Addresses: %s\n", addresses.empty() ? "-" : addresses.c_str());
  if (state->last_contact)
    std::printf("Liên lạc gần nhất / Last contact: %s\n", rfc3339(*state->last_contact).c_str());
  std::printf("Tháng này / This month: %s\n", text(Bytes{state->bytes_this_month}).c_str());
  std::printf("Đồng hồ / Clock: %s\n", state->quality == ClockQuality::none
                                           ? "chưa chỉnh / not set by a server"
                                           : "đúng / set by a server");
}

void tell_play(const std::optional<std::string> &json) {
  auto state =
      json ? assets::parse_play_state(*json) : Result<assets::PlayState>(fail(ErrorKind::absent, ""));
  if (!state) return void(std::puts("Chưa có tin gì từ sheaf-play / Nothing is known of sheaf-play yet"));
  std::printf("Màn hình / Screen: %s / %s\n", in_vietnamese(state->health), state->health.c_str());
  if (board::now().wall - state->updated > silent)
    std::printf("  ! im lặng từ / silent since %s\n", rfc3339(state->updated).c_str());
  if (state->on_air)
    std::printf("Đang phát / On air: %s (%s)\n", state->on_air->item.c_str(), state->on_air->channel.c_str());
  if (state->next)
    std::printf("Tiếp theo / Next: %s (%s)\n", state->next->item.c_str(), state->next->channel.c_str());
  if (!state->bad.empty()) std::printf("  ! hỏng / damaged: %zu\n", state->bad.size());
  for (const auto &c : state->complaints) std::printf("  ! %s\n", c.c_str());
}

nlohmann::json parsed(const std::optional<std::string> &json) {
  auto value = json ? nlohmann::json::parse(*json, nullptr, false) : nlohmann::json();
  return value.is_discarded() ? nlohmann::json() : value;
}

int tell_json(const board::ScreenConfig &config, const Told &told) {
  nlohmann::json all{{"screen", config.id}, {"fetch", parsed(told.fetch)}, {"play", parsed(told.play)}};
  return std::puts(all.dump(2, ' ', false, nlohmann::json::error_handler_t::replace).c_str()) < 0;
}

}

int status(std::span<const char *const> arguments) {
  auto words = parse_words(arguments, {"--store", "--config"}, {"--json"});
  if (!words) return complain("status", words.error(), 2);
  if (words->has("--help")) return board::tell_help("status");
  if (!words->names.empty())
    return complain(
        "status", {ErrorKind::unsupported, "'" + words->names[0] + "' means nothing here; --help lists all"},
        2);
  auto config = read_config(*words);
  if (!config) return complain("status", config.error(), 2);
  assets::RunFiles files{config->run};
  Told told{whole(files.fetch()), whole(files.play())};
  if (words->has("--json")) return tell_json(*config, told);
  std::printf("Màn hình / Screen %s\n", config->id.c_str());
  tell_play(told.play);
  tell_fetch(told.fetch);
  return 0;
}

}
