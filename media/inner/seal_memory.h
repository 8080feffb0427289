// A seal on its way to a child: memory that the parent fills and seals, so that nobody changes it afterwards.
// The size of the medium, then the digests. Any thread.
#pragma once

#include "base/fd.h"
#include "media/rendering.h"

namespace sheaf::media {

inline constexpr std::uint64_t most_sealed_chunks = 1 << 20; // a medium of a tebibyte

/// Errors: refused (not as many digests as its size needs, or more than most_sealed_chunks), full.
Result<Fd> write_seal(const Seal &seal);
/// Errors: corrupt (not what write_seal writes), transient (it cannot be read).
Result<Seal> read_seal(int fd);

}
