#include "publisher/probing.h"

#include "board/clock.h"
#include "board/files.h"

#include <algorithm>
#include <thread>

namespace sheaf::publisher {
namespace {

constexpr Duration patience = 60s; // without any news from the child
constexpr Duration look_again = 5ms;

media::RenderLimits limits() { return {1024_MiB, std::clamp(std::thread::hardware_concurrency(), 1u, 4u)}; }

// What the child has told so far; nothing while more is needed.
std::optional<Result<Facts>> told(media::Rendering &r, bool &seen) {
  seen |= !r.frames.empty();
  r.frames.clear(); // given back: the child goes on
  if (r.failure) return fail(*r.failure);
  if (r.facts && seen && r.facts->kind != media::ItemKind::film)
    return Facts{playlist::ItemKind::still, std::nullopt};
  if (r.end && !seen) return fail(ErrorKind::corrupt, "there is no picture in it");
  if (r.end) return Facts{playlist::ItemKind::film, r.end->duration};
  if (r.facts && seen && r.facts->duration && *r.facts->duration > Duration::zero())
    return Facts{playlist::ItemKind::film, r.facts->duration};
  return std::nullopt;
}

}

Result<Prober> Prober::start() {
  auto loop = board::Loop::make();
  if (!loop) return fail(loop.error());
  auto server = media::start_render_server(board::program_folder() + "/sheaf-render", limits(), **loop);
  return Prober(std::move(*loop), std::move(server));
}

Result<Facts> Prober::probe(const std::string &path) {
  auto file = board::open_to_read(path);
  if (!file) return fail(file.error());
  media::RenderWish wish;
  wish.box = {1920, 1080};
  wish.still = 1s;
  auto rendering = server_->open(std::move(*file), wish);
  bool seen = false;
  auto started = board::steady_now();
  for (auto now = started;; now = loop_->turn(now + look_again).steady) {
    rendering->receive(now);
    if (auto facts = told(*rendering, seen)) return *facts;
    if (now - std::max(rendering->last_news, started) > patience)
      return fail(ErrorKind::corrupt, "opening it does not come to an end");
  }
}

}
