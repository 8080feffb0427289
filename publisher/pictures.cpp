#include "publisher/pictures.h"

#include "board/files.h"
#include "publisher/rendering_wait.h"

#include <algorithm>

namespace sheaf::publisher {
namespace {

constexpr Duration picture_patience = 60s;   // without any news from the child
constexpr Duration into = 3s, at_most = 20s; // of a film
constexpr int dark = 24;                     // of 255: below it, on average, a picture counts as black

media::OwnedPicture blank(Size size) {
  media::OwnedPicture out{size, std::vector<std::uint8_t>(4 * static_cast<std::size_t>(size.width) *
                                                          static_cast<std::size_t>(size.height))};
  media::fill({out.pixels.data(), size.width * 4, size}, {0, 0, size.width, size.height}, {});
  return out;
}

media::OwnedPicture drawn(const media::Frame &frame, Size box, media::Scratch &scratch) {
  auto out = blank(box);
  auto shape = sideways(frame.turns) ? frame.shape.turned() : frame.shape;
  auto place = sheaf::place(shape, {0, 0, box.width, box.height}, Fit::contain);
  media::draw(frame.picture, {place.source, place.target, {0, 0, box.width, box.height}, frame.turns},
              {out.pixels.data(), box.width * 4, box}, scratch);
  return out;
}

bool is_dark(const media::OwnedPicture &picture) {
  std::uint64_t sum = 0, count = 0;
  for (std::size_t i = 0; i + 2 < picture.pixels.size(); i += 4 * 7, ++count)
    sum += (picture.pixels[i] + 2u * picture.pixels[i + 1] + picture.pixels[i + 2]) / 4;
  return count == 0 || sum / count < dark;
}

// Looks for the picture to show among those that come.
class Choice {
public:
  Choice(Size box, media::Scratch &scratch) : box_(box), scratch_(scratch) {}

  /// True once nothing better will come.
  bool take(media::Rendering &r) {
    for (; !r.frames.empty(); r.frames.pop_front()) consider(r.frames.front());
    bool still = r.facts && r.facts->kind != media::ItemKind::film && has();
    return good_ || still || r.failure || r.end;
  }
  [[nodiscard]] bool has() const { return !best_.size.empty(); }
  media::OwnedPicture best() { return std::move(best_); }

private:
  void consider(const media::Frame &frame) {
    bool late = frame.pts >= into;
    if (good_ || (has() && ((!late && !dark_) || frame.pts < next_))) return;
    auto picture = drawn(frame, box_, scratch_);
    next_ = frame.pts + 500ms; // until there is light, twice a second
    bool darkness = is_dark(picture);
    if (!has() || !darkness) best_ = std::move(picture), dark_ = darkness;
    good_ = late && (!darkness || frame.pts >= at_most);
  }

  Size box_;
  media::Scratch &scratch_;
  media::OwnedPicture best_; // empty: none yet
  Duration next_{};
  bool dark_ = true, good_ = false;
};

}

Result<Pictures> Pictures::start() {
  auto loop = board::Loop::make();
  if (!loop) return fail(loop.error());
  auto server = media::start_render_server(board::program_folder() + "/sheaf-render", {1024_MiB, 1}, **loop);
  return Pictures(std::move(*loop), std::move(server));
}

Result<media::OwnedPicture> Pictures::of(const std::string &path, Size box) {
  auto file = board::open_to_read(path);
  if (!file) return fail(file.error());
  media::RenderWish wish;
  wish.box = box;
  wish.still = 1s;
  auto rendering = server_->open(std::move(*file), wish);
  Choice choice(box, scratch_);
  auto waited = wait_for(*rendering, *loop_, picture_patience, [&] { return choice.take(*rendering); });
  if (!waited) return fail(waited.error());
  if (choice.has()) return choice.best();
  return fail(rendering->failure.value_or(Error{ErrorKind::corrupt, "there is no picture in it"}));
}

media::OwnedPicture smaller(const media::OwnedPicture &picture, Size box) {
  auto out = blank(box);
  media::Scratch scratch;
  media::Drawing how{{}, {0, 0, box.width, box.height}, {0, 0, box.width, box.height}};
  media::draw(picture.view(), how, {out.pixels.data(), box.width * 4, box}, scratch);
  return out;
}

}
