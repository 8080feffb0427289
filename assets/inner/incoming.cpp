#include "assets/inner/incoming.h"

#include <algorithm>

namespace sheaf::assets {
namespace {

constexpr std::uint64_t no_hash = ~0ull; // whole_hash_ has taken what was wrong

}

IncomingBlob::IncomingBlob(ShelfBlobs &blobs, const Wanted &blob, std::vector<Digest> list,
                           std::unique_ptr<DiskFile> file)
    : blobs_(blobs), blob_(blob), list_(std::move(list)), have_(list_.size()), file_(std::move(file)),
      until_(blob.size) {
  blobs_.busy(blob_.blob, true);
}

IncomingBlob::~IncomingBlob() {
  if (phase_ == Phase::failed) discard();
  if (phase_ == Phase::open) blobs_.begun_is(blob_.blob, bytes_here());
  blobs_.busy(blob_.blob, false);
}

Result<std::unique_ptr<Incoming>> IncomingBlob::open(ShelfBlobs &blobs, const Wanted &blob,
                                                     std::vector<Digest> list) {
  if (blobs.is_busy(blob.blob)) return fail(ErrorKind::refused, blob.blob.hex() + " is coming in already");
  auto file = blobs.disk().open(blobs.part(blob.blob));
  if (!file) return fail(file.error());
  auto incoming =
      std::unique_ptr<IncomingBlob>(new IncomingBlob(blobs, blob, std::move(list), std::move(*file)));
  auto looked = incoming->look();
  if (looked) return incoming;
  incoming->phase_ = Phase::failed; // what cannot be read is not built upon
  return fail(looked.error());
}

Result<void> IncomingBlob::look() {
  auto there = file_->size();
  if (!there) return fail(there.error());
  if (*there > blob_.size) {
    auto cut = file_->cut(blob_.size);
    if (!cut) return cut;
    *there = blob_.size;
  }
  std::string buffer(static_cast<std::size_t>(std::min(*there, playlist::chunk_size)), '\0');
  for (std::uint64_t at = 0, chunk = 0; at < *there; at += playlist::chunk_size, ++chunk) {
    auto most = std::min(buffer.size(), static_cast<std::size_t>(chunk_bytes(blob_.size, chunk)));
    auto got = file_->read(at, std::span(buffer).first(most));
    if (!got) return fail(got.error());
    auto looked = look_at_chunk(chunk, std::string_view(buffer).substr(0, *got));
    if (!looked) return looked;
  }
  if (!list_.empty() && offset_ == 0) go_to_next_run(); // else a begun chunk goes on
  return {};
}

// Where no list tells, what is there counts until the end shows whether it is right.
Result<void> IncomingBlob::look_at_chunk(std::uint64_t chunk, std::string_view bytes) {
  auto begin = chunk * playlist::chunk_size;
  if (list_.empty() || bytes.size() < chunk_bytes(blob_.size, chunk)) {
    if (hashed_ == begin) take_tail(bytes);
    return {};
  }
  auto at = static_cast<std::size_t>(chunk);
  have_[at] = sha256(bytes) == list_[at];
  if (!have_[at] || hashed_ != begin) return {};
  whole_hash_.add(bytes);
  hashed_ += bytes.size();
  return {};
}

void IncomingBlob::take_tail(std::string_view bytes) {
  whole_hash_.add(bytes);
  chunk_hash_.add(bytes);
  hashed_ += bytes.size();
  offset_ = hashed_;
}

void IncomingBlob::go_to_next_run() {
  auto begin = std::find(have_.begin(), have_.end(), false);
  auto end = std::find(begin, have_.end(), true);
  auto bytes = [&](auto i) {
    return std::min(blob_.size, static_cast<std::uint64_t>(i - have_.begin()) * playlist::chunk_size);
  };
  offset_ = bytes(begin);
  until_ = bytes(end);
}

void IncomingBlob::begin_anew() {
  (void)chunk_hash_.finish();
  (void)whole_hash_.finish();
  std::fill(have_.begin(), have_.end(), false);
  hashed_ = offset_ = 0;
  until_ = blob_.size;
}

std::uint64_t IncomingBlob::chunk_end() const {
  if (list_.empty()) return blob_.size;
  return std::min(blob_.size, (offset_ / playlist::chunk_size + 1) * playlist::chunk_size);
}

std::uint64_t IncomingBlob::bytes_here() const {
  if (list_.empty()) return offset_;
  auto chunks = static_cast<std::uint64_t>(std::count(have_.begin(), have_.end(), true));
  return std::min(blob_.size, chunks * playlist::chunk_size + offset_ % playlist::chunk_size);
}

Result<void> IncomingBlob::give_up(Error error) {
  if (error.kind == ErrorKind::transient) phase_ = Phase::failed;
  return fail(std::move(error));
}

Result<void> IncomingBlob::write(std::string_view bytes) {
  if (phase_ != Phase::open) return fail(ErrorKind::transient, "its temporary file has failed before");
  if (bytes.size() > until_ - offset_)
    return fail(ErrorKind::refused, "more bytes came than were asked for of " + blob_.blob.hex());
  while (!bytes.empty()) {
    auto part = bytes.substr(0, static_cast<std::size_t>(chunk_end() - offset_));
    auto written = write_within_chunk(part);
    if (!written) return written;
    bytes.remove_prefix(part.size());
  }
  return {};
}

Result<void> IncomingBlob::write_within_chunk(std::string_view bytes) {
  auto written = file_->write(offset_, bytes);
  if (!written) return give_up(written.error());
  if (!list_.empty()) chunk_hash_.add(bytes);
  if (hashed_ == offset_) {
    whole_hash_.add(bytes);
    hashed_ += bytes.size();
  }
  auto chunk = offset_ / playlist::chunk_size;
  offset_ += bytes.size();
  auto ended = !list_.empty() && offset_ == std::min(blob_.size, (chunk + 1) * playlist::chunk_size);
  return ended ? end_chunk(chunk) : Result<void>{};
}

Result<void> IncomingBlob::end_chunk(std::uint64_t chunk) {
  auto at = static_cast<std::size_t>(chunk);
  if (chunk_hash_.finish() == list_[at]) {
    have_[at] = true;
    if (offset_ == until_) go_to_next_run();
    blobs_.begun_is(blob_.blob, bytes_here()); // somebody may be looking on
    return {};
  }
  offset_ = chunk * playlist::chunk_size;
  if (hashed_ > offset_) hashed_ = no_hash;
  return fail(ErrorKind::corrupt,
              "chunk " + std::to_string(chunk) + " of " + blob_.blob.hex() + " is not what was signed");
}

Result<Digest> IncomingBlob::digest_of_all() {
  auto quick = whole_hash_.finish();
  if (hashed_ == blob_.size) return quick;
  std::string buffer(playlist::chunk_size, '\0');
  for (std::uint64_t at = 0; at < blob_.size;) {
    auto got = file_->read(at, buffer);
    if (!got) return fail(got.error());
    if (*got == 0) break;
    whole_hash_.add(std::string_view(buffer).substr(0, *got));
    at += *got;
  }
  return whole_hash_.finish();
}

// A file whose fsync has failed is never synced again: the kernel may have dropped what it could not write,
// and a second fsync would say that all is well.
Result<void> IncomingBlob::finish() {
  if (phase_ != Phase::open) return fail(ErrorKind::transient, "its temporary file has failed before");
  if (offset_ < blob_.size) return fail(ErrorKind::corrupt, "bytes of " + blob_.blob.hex() + " are missing");
  auto digest = digest_of_all();
  if (!digest) return give_up(digest.error());
  if (*digest != blob_.blob) {
    begin_anew();
    auto cut = file_->cut(0);
    if (!cut) return give_up(cut.error());
    return fail(ErrorKind::corrupt, "what came is not " + blob_.blob.hex());
  }
  auto kept = file_->sync();
  if (kept) kept = blobs_.arrived(blob_.blob, blob_.size);
  if (!kept) discard();
  if (kept) phase_ = Phase::over;
  return kept;
}

void IncomingBlob::discard() {
  phase_ = Phase::over;
  (void)blobs_.disk().remove(blobs_.part(blob_.blob));
  blobs_.begun_is(blob_.blob, 0);
}

}
