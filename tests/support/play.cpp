#include "tests/support/play.h"

#include "board/clock.h"
#include "media/pixels.h"

extern "C" {
#include <libavutil/mem.h>
#include <libavutil/sha.h>
}

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>

namespace sheaf::media {
namespace {

constexpr Duration silence = 400ms; // no more samples after this, once the pictures are at their end

OwnedPicture upright(const Frame &f, Colour ground) {
  OwnedPicture out;
  out.size = sideways(f.turns) ? f.picture.size.turned() : f.picture.size;
  out.pixels.resize(std::size_t{4} * static_cast<std::size_t>(out.size.width) *
                    static_cast<std::size_t>(out.size.height));
  Canvas canvas{out.pixels.data(), out.size.width * 4, out.size};
  Rect all{0, 0, out.size.width, out.size.height};
  Scratch scratch;
  fill(canvas, all, ground);
  draw(f.picture, {.source = {}, .target = all, .clip = all, .turns = f.turns}, canvas, scratch);
  return out;
}

// A copy has its planes one behind the other without a gap.
bool as_decoded(const PictureView &p) {
  return p.format == PixelFormat::i420 &&
         p.plane[1] != p.plane[0] + std::ptrdiff_t{p.stride[0]} * p.size.height;
}

Seen seen(const Frame &f, const PlayWish &wish) {
  return {f.pts,
          f.duration,
          f.picture.format,
          f.picture.matrix,
          f.picture.full_range,
          f.picture.opaque,
          f.picture.size,
          f.shape,
          f.turns,
          as_decoded(f.picture),
          wish.pixels ? upright(f, wish.ground) : OwnedPicture{}};
}

class Performance {
public:
  Performance(board::Loop &loop, Rendering &rendering, const PlayWish &wish)
      : loop_(loop), rendering_(rendering), wish_(wish), last_(board::steady_now()) {}

  Played run() {
    while (!out_.gave_up && !over_) turn();
    out_.facts = rendering_.facts;
    out_.end = rendering_.end;
    out_.failure = rendering_.failure;
    out_.damaged = rendering_.damaged;
    return std::move(out_);
  }

private:
  void turn() {
    auto now = loop_.turn(board::steady_now() + 10ms).steady;
    rendering_.receive(now);
    bool news = take_frames();
    news |= take_sound();
    if (news) last_ = now;
    bool done = rendering_.end && rendering_.frames.empty() && (!samples_ || now - last_ > silence);
    over_ = rendering_.failure.has_value() || done;
    out_.gave_up = !over_ && now - last_ > wish_.patience;
  }

  bool take_frames() {
    bool any = !rendering_.frames.empty();
    while (!rendering_.frames.empty()) {
      auto frame = std::move(rendering_.frames.front());
      rendering_.frames.pop_front();
      out_.laid.insert(frame.picture.plane[0]);
      out_.frames.push_back(seen(frame, wish_));
      if (wish_.hold) held_.push_back(std::move(frame));
      if (held_.size() > 3) held_.erase(held_.begin());
    }
    return any;
  }

  bool take_sound() {
    if (!samples_) samples_ = rendering_.samples();
    if (!samples_) return false;
    std::vector<float> some(std::size_t{2} * 4800);
    auto had = samples_->read(out_.sound.size() / 2, some.data(), some.size() / 2);
    out_.sound.insert(out_.sound.end(), some.begin(), some.begin() + static_cast<std::ptrdiff_t>(had * 2));
    return had > 0;
  }

  board::Loop &loop_;
  Rendering &rendering_;
  const PlayWish &wish_;
  Steady last_;
  Played out_;
  std::vector<Frame> held_;
  std::shared_ptr<Samples> samples_;
  bool over_ = false;
};

}

std::shared_ptr<const Seal> seal_of(std::string_view bytes) {
  auto seal = std::make_shared<Seal>();
  seal->size = bytes.size();
  std::unique_ptr<AVSHA, void (*)(void *)> sha(av_sha_alloc(), &av_free);
  for (; !bytes.empty(); bytes.remove_prefix(std::min<std::size_t>(bytes.size(), sealed_chunk))) {
    auto chunk = bytes.substr(0, sealed_chunk);
    av_sha_init(sha.get(), 256);
    av_sha_update(sha.get(), reinterpret_cast<const std::uint8_t *>(chunk.data()), chunk.size());
    av_sha_final(sha.get(), seal->chunks.emplace_back().bytes.data());
  }
  return seal;
}

Stage::Stage(const std::string &program, RenderLimits limits) {
  auto loop = board::Loop::make();
  if (!loop) std::fputs(loop.error().text.c_str(), stderr), std::abort();
  loop_ = std::move(*loop);
  server_ = start_render_server(program, limits, *loop_);
}
Stage::~Stage() = default;

Played Stage::play(const std::string &path, const PlayWish &wish) {
  return play(Fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC)), wish);
}

Played Stage::play(Fd medium, const PlayWish &wish) {
  auto rendering = server_->open(std::move(medium), {.box = wish.box,
                                                     .fit = wish.fit,
                                                     .still = wish.still,
                                                     .sound = wish.sound,
                                                     .in_use = {},
                                                     .seal = wish.seal});
  return Performance(*loop_, *rendering, wish).run();
}

void Stage::wait(Duration time) {
  auto until = board::steady_now() + time;
  while (board::steady_now() < until) loop_->turn(until);
}

}
