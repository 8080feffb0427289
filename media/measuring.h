// All of a file read and decoded in the sandboxed child, to know what it is. The thread of the loop.
#pragma once

#include "media/measurement.h"
#include "media/render_server.h"

#include <functional>

namespace sheaf::media {

/// Takes as long as decoding all of it does: a film of an hour takes minutes. `progress` hears 0 ... 1,
/// growing. `still_memory`: what a still may take to be decoded; one that needs more than a screen gives it
/// (40 MiB) is `heavy`. Every number comes from the child and has been looked at (inner/measure_check.h).
/// Errors: those of the child (corrupt, refused, unsupported, full), with what is wrong with the file;
/// corrupt also where the child does not get on for two minutes.
Result<Measurement> measure(RenderServer &server, board::Loop &loop, Fd medium,
                            const std::function<void(double)> &progress = {}, Bytes still_memory = 512_MiB);

/// Containers that the child may open, by FFmpeg's short names with commas between: for other programs that
/// read what it has measured.
const char *opened_formats();
/// Decoders, likewise.
const char *opened_codecs();

}
