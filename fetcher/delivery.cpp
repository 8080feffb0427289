#include "fetcher/inner/delivery.h"

#include <set>

namespace sheaf::fetcher {
namespace {

std::string path_of(const Digest &blob) {
  auto hex = blob.hex();
  return "blobs/" + hex.substr(0, 2) + "/" + hex;
}

}

// Chunk lists come first: a blob is checked against its list while it comes in.
Task<Result<bool>> Delivery::bring(std::string channel, std::size_t first) {
  closed_.reset();
  Result<std::vector<Needed>> plan = shelf_.plan(channel);
  if (!plan) co_return fail(plan.error());
  std::set<Digest> names;
  for (const auto &need : *plan)
    if (need.chunks) names.insert(*need.chunks);
  Queue lists, blobs;
  lists.first = blobs.first = first;
  for (auto &need : *plan) (names.contains(need.blob) ? lists : blobs).left.push_back(need);
  co_await bring_all(lists);
  if (!lists.trouble || lists.trouble->kind != ErrorKind::full) co_await bring_all(blobs);
  Result<bool> whole = shelf_.complete(channel);
  if (!whole || *whole) co_return std::move(whole);
  if (lists.trouble) co_return fail(*lists.trouble);
  if (blobs.trouble) co_return fail(*blobs.trouble);
  co_return false;
}

Task<void> Delivery::bring_all(Queue &queue) {
  Task<void> one = lane(queue, 0), two = lane(queue, 1);
  one.start();
  two.start();
  co_await one;
  co_await two;
}

Task<void> Delivery::lane(Queue &queue, std::size_t number) {
  while (!queue.left.empty()) {
    Needed need = queue.left.front();
    queue.left.pop_front();
    if (need.chunks && !shelf_.holds(*need.chunks)) continue; // its list could not be had
    Result<void> brought = co_await blob(need, queue.first + number);
    if (brought) continue;
    if (!queue.trouble) queue.trouble = brought.error();
    if (closed_ || brought.error().kind == ErrorKind::full)
      queue.left.clear(); // the next would fare no better
  }
}

Task<Result<void>> Delivery::blob(Needed need, std::size_t first) {
  Result<std::unique_ptr<assets::Incoming>> incoming = shelf_.receive(need);
  if (!incoming) co_return fail(incoming.error());
  std::size_t turn = first;
  const int each = static_cast<int>(sources_.size());
  for (int corrupt = 0; corrupt < most_corrupt * each; ++corrupt, ++turn) {
    Result<void> here = co_await ask(need, **incoming, turn);
    if (!here) co_return fail(here.error());
    Result<void> finished = (*incoming)->finish();
    forget_validators(need.blob);
    if (finished || finished.error().kind != ErrorKind::corrupt) co_return std::move(finished);
  }
  (*incoming)->discard();
  co_return fail(ErrorKind::corrupt, path_of(need.blob) + ": every source has other bytes than were signed");
}

// Asks until every byte is here: source after source, and after each round with a pause that grows.
Task<Result<void>> Delivery::ask(Needed need, assets::Incoming &incoming, std::size_t &turn) {
  const int each = static_cast<int>(sources_.size());
  Backoff backoff(first_pause_);
  int idle = 0, absent = 0, failed = 0;
  while (incoming.offset() < need.size) {
    Source *source = choose(turn);
    if (!source) co_return fail(ErrorKind::transient, closed_ ? closed_->why : "there is no source");
    if (auto until = alone_until(*source); until > hours_.now.steady) {
      co_await Sleep(hours_, until);
      continue;
    }
    auto before = incoming.offset();
    Part tried = co_await part(*source, need, incoming);
    if (!tried.answer) alone_until_[source] = hours_.now.steady + source->asked_pause();
    if (tried.disk) {
      if (tried.disk->kind == ErrorKind::transient) incoming.discard(); // never trusted again
      co_return fail(*tried.disk);
    }
    auto now = incoming.offset();
    if (tried.answer && now > before) continue;
    const Error error = tried.answer ? Error{ErrorKind::corrupt, "nothing came"} : tried.answer.error();
    bool moved = now > before && (now - before >= worth || now == need.size);
    absent = error.kind == ErrorKind::absent ? absent + 1 : 0;
    idle = moved ? 0 : idle + 1;
    if (moved) backoff.succeeded();
    if (absent >= each || idle >= most_idle * each) co_return fail(error);
    if (!moved) ++turn;
    if (++failed % each == 0)
      co_await Sleep(hours_, hours_.now.steady + backoff.failed(Duration::zero(), chance_));
  }
  co_return Result<void>();
}

Task<Delivery::Part> Delivery::part(Source &source, Needed need, assets::Incoming &incoming) {
  Part tried{Answer{}, std::nullopt};
  std::uint64_t at = 0;
  Wish wish;
  wish.path = path_of(need.blob);
  wish.most = need.size;
  wish.exactly = true;
  wish.from = incoming.offset();
  wish.until = incoming.until() < need.size ? incoming.until() : 0;
  if (wish.from > 0)
    if (auto known = validators_.find({need.blob, &source}); known != validators_.end())
      wish.validator = known->second;
  wish.begin = [&, this](std::uint64_t where, const std::string &validator) -> Result<void> {
    at = where;
    validators_[{need.blob, &source}] = validator;
    return {};
  };
  wish.take = [&, this](std::string_view bytes) -> Result<void> {
    count_ += bytes.size();
    auto written = write(need, incoming, at, bytes);
    if (!written && written.error().kind != ErrorKind::corrupt) tried.disk = written.error();
    if (!written) return written;
    if (source.networked()) closed_ = allowance_.closed();
    return closed_ && source.networked() ? Result<void>(fail(ErrorKind::transient, closed_->why))
                                         : Result<void>();
  };
  tried.answer = co_await Reply(source, std::move(wish));
  co_return std::move(tried);
}

// A source that sends the whole where a part was asked for sends bytes that are here: they are passed over.
Result<void> Delivery::write(const Needed &need, assets::Incoming &incoming, std::uint64_t &at,
                             std::string_view bytes) {
  while (!bytes.empty() && incoming.offset() < need.size) {
    if (at < incoming.offset()) {
      auto over = static_cast<std::size_t>(std::min<std::uint64_t>(incoming.offset() - at, bytes.size()));
      bytes.remove_prefix(over);
      at += over;
      continue;
    }
    if (at > incoming.offset())
      return fail(ErrorKind::corrupt, path_of(need.blob) + ": a chunk is not what was signed");
    auto room = std::min<std::uint64_t>(incoming.until() - at, bytes.size());
    auto some = bytes.substr(0, static_cast<std::size_t>(room));
    if (auto written = incoming.write(some); !written) return written;
    at += some.size();
    bytes.remove_prefix(some.size());
  }
  return {};
}

void Delivery::forget_validators(const Digest &blob) {
  std::erase_if(validators_, [&](const auto &v) { return v.first.first == blob; });
}

Steady Delivery::alone_until(Source &source) const {
  auto asked = alone_until_.find(&source);
  return asked == alone_until_.end() ? Steady{} : asked->second;
}

// The next that may be asked now, else the one that may be asked first.
Source *Delivery::choose(std::size_t &turn) {
  closed_.reset();
  Source *soonest = nullptr;
  for (std::size_t i = 0; i < sources_.size(); ++i, ++turn) {
    auto *source = sources_[turn % sources_.size()];
    if (source->networked()) closed_ = allowance_.closed();
    if (source->networked() && closed_) continue;
    if (alone_until(*source) <= hours_.now.steady) return source;
    if (!soonest || alone_until(*source) < alone_until(*soonest)) soonest = source;
  }
  return soonest;
}

}
