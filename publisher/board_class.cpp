#include "publisher/board_class.h"

#include "playlist/loudness.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace sheaf::publisher {
namespace {

constexpr Size sd{720, 576}, small_hd{1280, 720}, full_hd{1920, 1080}, uhd{3840, 2160};
constexpr const char *plain_h264 = "|Constrained Baseline|Baseline|Main|High|";
constexpr const char *plain_hevc = "|Main|", *deep_hevc = "|Main|Main 10|";

// Levels of H.264 by tens, of HEVC by thirties (ITU-T H.264, A.3; H.265, A.4).
constexpr std::array pi3{
    Playable{"h264", plain_h264, 41, full_hd, 30, 8}, Playable{"mpeg4", nullptr, 0, sd, 30, 8},
    Playable{"mpeg2video", nullptr, 0, sd, 30, 8}, Playable{"vp8", nullptr, 0, small_hd, 30, 8},
    Playable{"gif", nullptr, 0, small_hd, 30, 8}};
constexpr std::array pi4{
    Playable{"h264", plain_h264, 42, full_hd, 60, 8}, Playable{"hevc", plain_hevc, 123, full_hd, 30, 8},
    Playable{"mpeg4", nullptr, 0, small_hd, 30, 8},   Playable{"mpeg2video", nullptr, 0, full_hd, 30, 8},
    Playable{"vp8", nullptr, 0, full_hd, 30, 8},      Playable{"vp9", "|Profile 0|", 0, full_hd, 30, 8},
    Playable{"gif", nullptr, 0, full_hd, 60, 8}};
constexpr std::array pi5{
    Playable{"h264", plain_h264, 42, full_hd, 60, 8}, Playable{"hevc", deep_hevc, 123, full_hd, 60, 10},
    Playable{"mpeg4", nullptr, 0, full_hd, 30, 8},    Playable{"mpeg2video", nullptr, 0, full_hd, 30, 8},
    Playable{"vp8", nullptr, 0, full_hd, 60, 8},      Playable{"vp9", "|Profile 0|", 0, full_hd, 60, 8},
    Playable{"av1", "|Main|", 0, full_hd, 30, 8},     Playable{"gif", nullptr, 0, full_hd, 60, 8}};
constexpr std::array pc{
    Playable{"h264", plain_h264, 52, uhd, 60, 8},  Playable{"hevc", deep_hevc, 153, uhd, 60, 10},
    Playable{"mpeg4", nullptr, 0, full_hd, 60, 8}, Playable{"mpeg2video", nullptr, 0, full_hd, 60, 8},
    Playable{"vp8", nullptr, 0, full_hd, 60, 8},   Playable{"vp9", "|Profile 0|", 0, uhd, 60, 8},
    Playable{"av1", "|Main|", 0, uhd, 30, 10},     Playable{"gif", nullptr, 0, uhd, 60, 8}};

constexpr std::array classes{
    BoardClass{"pi3", pi3, 30, 25, full_hd, "4.1"}, BoardClass{"pi4", pi4, 60, 25, full_hd, "4.2"},
    BoardClass{"pi5", pi5, 60, 40, full_hd, "4.2"}, BoardClass{"pc", pc, 60, 80, full_hd, "4.2"}};

// What the player takes apart cheaply, and what a copy of the picture can be put into.
constexpr std::array containers{"mov,", "matroska,", "mpegts", "gif", "avi"};
constexpr std::array stills{"jpeg", "png", "webp", "gif"};

bool badly_damaged(const media::MeasuredPicture &p) { return p.damaged * 10 > p.pictures; }

bool fits(Size size, Size most) {
  return std::max(size.width, size.height) <= most.width && std::min(size.width, size.height) <= most.height;
}

std::string text(Size size) { return fmt::format("{} × {}", size.width, size.height); }

template<class List> bool begins_with_any(const std::string &name, const List &list) {
  return std::any_of(list.begin(), list.end(), [&](const char *one) { return name.starts_with(one); });
}

class Judge {
public:
  Judge(const media::Measurement &m, const BoardClass &board) : m_(m), p_(m.picture), board_(board) {}

  Verdict film() {
    if (p_.pictures == 0) return refuse("why_no_pictures");
    if (m_.cut_off) return refuse("why_cut_off");
    if (badly_damaged(p_)) return refuse("why_broken");
    codec();
    if (p_.interlaced) picture("why_interlaced");
    if (p_.hdr) picture("why_hdr");
    auto megabits = static_cast<double>(p_.bit_rate) / 1e6;
    if (megabits > board_.megabits)
      picture("why_bit_rate",
              {{"rate", fmt::format("{:.0f}", megabits)}, {"most", fmt::format("{:.0f}", board_.megabits)}});
    if (!begins_with_any(m_.format, containers)) container();
    if (m_.sound && too_quiet_for_its_peaks(*m_.sound)) sound();
    return settled();
  }

  Verdict still() {
    if (m_.cut_off) return refuse("why_cut_off");
    bool known = begins_with_any(m_.format, stills);
    if (!known) picture("why_still_format", {{"format", m_.format}});
    if (!fits(p_.size, board_.still))
      picture("why_size", {{"size", text(p_.size)}, {"most", text(board_.still)}});
    if (p_.heavy) picture("why_heavy");
    return settled();
  }

private:
  void codec() {
    auto row = std::find_if(board_.films.begin(), board_.films.end(),
                            [&](const auto &f) { return f.codec == p_.codec; });
    if (row == board_.films.end()) return picture("why_codec", {{"codec", p_.codec}});
    if (row->profiles &&
        std::string_view(row->profiles).find("|" + p_.profile + "|") == std::string_view::npos)
      picture("why_profile", {{"profile", p_.codec + " " + p_.profile}});
    if (row->level > 0 && p_.level > row->level) picture("why_level", {{"codec", p_.codec}});
    if (!fits(p_.size, row->size)) picture("why_size", {{"size", text(p_.size)}, {"most", text(row->size)}});
    if (p_.rate > row->rate * 1.01)
      picture("why_rate",
              {{"rate", fmt::format("{:.4g}", p_.rate)}, {"most", fmt::format("{:.4g}", row->rate)}});
    bool plain = p_.pixel_format == "yuv420p" || p_.pixel_format == "yuvj420p" || p_.codec == "gif";
    if (!plain && !(row->depth >= 10 && p_.pixel_format == "yuv420p10le"))
      picture("why_pixels", {{"pixels", p_.pixel_format}});
  }

  void picture(const char *word, Filling filling = {}) {
    verdict_.picture = true;
    verdict_.reasons.push_back({word, std::move(filling)});
  }
  void container() {
    verdict_.container = true;
    verdict_.reasons.push_back({"why_container", {{"format", m_.format}}});
  }
  void sound() {
    verdict_.sound = true;
    verdict_.reasons.push_back({"why_quiet", {{"lufs", fmt::format("{:.0f}", *m_.sound->lufs)}}});
  }
  Verdict refuse(const char *word) { return {Fate::refused, {{word, {}}}}; }
  Verdict settled() {
    if (!verdict_.reasons.empty()) verdict_.fate = Fate::rendition;
    return std::move(verdict_);
  }

  const media::Measurement &m_;
  const media::MeasuredPicture &p_;
  const BoardClass &board_;
  Verdict verdict_;
};

}

std::span<const BoardClass> board_classes() { return classes; }

const BoardClass *board_class(std::string_view name) {
  const auto *found =
      std::find_if(classes.begin(), classes.end(), [&](const auto &c) { return c.name == name; });
  return found == classes.end() ? nullptr : found;
}

bool too_quiet_for_its_peaks(const media::MeasuredSound &sound) {
  constexpr double nothing_to_hear = -55, tolerance = 0.7; // LUFS; LU
  if (!sound.lufs || !sound.peak_db || *sound.lufs < nothing_to_hear) return false;
  auto gain = playlist::gain_db({*sound.lufs, *sound.peak_db});
  return *sound.lufs + gain < playlist::target_lufs - tolerance;
}

Verdict judge(const media::Measurement &m, const BoardClass &board) {
  Judge judge(m, board);
  return m.kind == media::ItemKind::still ? judge.still() : judge.film();
}

// Each reason is a sentence of its own; what they are put into ends them.
Saying told(const Verdict &verdict) {
  Saying out;
  for (const auto &reason : verdict.reasons) {
    auto both = saying(reason.word, reason.filling);
    for (auto [all, one] : {std::pair(&out.vi, &both.vi), std::pair(&out.en, &both.en)})
      *all += (all->empty() ? "" : ". ") + one->substr(0, one->find_last_not_of('.') + 1);
  }
  return out;
}

}
