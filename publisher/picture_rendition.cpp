#include "publisher/picture_rendition.h"

#include "board/files.h"
#include "media/jpeg.h"
#include "media/pixels.h"
#include "publisher/rendering_wait.h"

#include <cmath>

namespace sheaf::publisher {
namespace {

constexpr int jpeg_quality = 92;
constexpr Duration rendition_patience = 120s; // without any news from the child
constexpr Bytes still_memory = 1024_MiB;

Size box_for(const media::Measurement &m, Size most) {
  auto upright = media::ItemKind::still == m.kind && sideways(m.picture.turns) ? m.picture.shape.turned()
                                                                               : m.picture.shape;
  return upright.height > upright.width ? most.turned() : most;
}

// Upright, with square pixels, no larger than decoded.
Size size_of(const media::Frame &f) {
  bool turned = sideways(f.turns);
  auto stored = turned ? f.picture.size.turned() : f.picture.size,
       shape = turned ? f.shape.turned() : f.shape;
  auto placed = place(shape, {0, 0, stored.width, stored.height}, Fit::contain).target.size();
  return {std::max(placed.width, 1), std::max(placed.height, 1)};
}

media::OwnedPicture drawn(const media::Frame &f) {
  media::OwnedPicture out;
  out.size = size_of(f);
  out.pixels.resize(static_cast<std::size_t>(out.size.width) * static_cast<std::size_t>(out.size.height) * 4);
  media::Canvas canvas{out.pixels.data(), out.size.width * 4, out.size};
  Rect all{0, 0, out.size.width, out.size.height};
  media::Scratch scratch;
  media::fill(canvas, all, Colour{});
  media::draw(f.picture, {.source = {}, .target = all, .clip = all, .turns = f.turns}, canvas, scratch);
  return out;
}

bool is_drawing(const media::Measurement &m) {
  return m.format == "png" || m.format == "svg" || m.format == "gif" || m.format == "apng" ||
         !m.picture.opaque;
}

}

Result<PictureMaker> PictureMaker::start() {
  auto loop = board::Loop::make();
  if (!loop) return fail(loop.error());
  auto server = media::start_render_server(board::program_folder() + "/sheaf-render", {3072_MiB, 2}, **loop);
  return PictureMaker(std::move(*loop), std::move(server));
}

Result<PictureMaker::Made> PictureMaker::make(const std::string &path, const media::Measurement &m,
                                              Size most) {
  auto file = board::open_to_read(path);
  if (!file) return fail(file.error());
  media::RenderWish wish{.box = box_for(m, most), .still = 1s, .still_memory = still_memory};
  auto rendering = server_->open(std::move(*file), wish);
  auto waited = wait_for(*rendering, *loop_, rendition_patience,
                         [&] { return rendering->failure || !rendering->frames.empty(); });
  if (!waited) return fail(waited.error());
  if (rendering->failure) return fail(*rendering->failure);
  auto picture = drawn(rendering->frames.front());
  bool png = is_drawing(m);
  auto bytes = png ? media::encode_png(picture) : media::encode_jpeg(picture, jpeg_quality);
  if (!bytes) return fail(bytes.error());
  return Made{std::move(*bytes), png ? "png" : "jpg"};
}

}
