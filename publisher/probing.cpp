#include "publisher/probing.h"

#include "board/files.h"
#include "publisher/rendering_wait.h"

#include <algorithm>
#include <thread>

namespace sheaf::publisher {
namespace {

constexpr Duration probe_patience = 60s; // without any news from the child

media::RenderLimits limits() { return {1024_MiB, std::clamp(std::thread::hardware_concurrency(), 1u, 4u)}; }

// What the child has told so far; nothing while more is needed.
std::optional<Result<Facts>> facts_of(media::Rendering &r, bool &seen) {
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
  std::optional<Result<Facts>> facts;
  auto waited = wait_for(*rendering, *loop_, probe_patience, [&] {
    facts = facts_of(*rendering, seen);
    return facts.has_value();
  });
  if (!waited) return fail(waited.error());
  return *facts;
}

}
