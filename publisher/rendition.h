// What a board cannot play as it is becomes something that it can: films H.264 and AAC in MP4 by ffmpeg,
// pictures JPEG or PNG by the sandboxed child. Made once, and kept by the digest of the source, the board
// class and the number of the recipe. One thread; two processes may work in one folder.
#pragma once

#include "base/digest.h"
#include "publisher/board_class.h"
#include "publisher/examining.h"

#include <functional>
#include <memory>
#include <string>

namespace sheaf::publisher {

/// A film's making, in steps that can be looked at without running them. Pure.
struct FilmRecipe {
  std::vector<std::string> words; // of ffmpeg
  Duration length{};              // what its progress counts to
};
/// `from`, `to`: absolute paths. `copy`: the picture is taken over as it is where the verdict allows that.
FilmRecipe film_recipe(const media::Measurement &m, const Verdict &verdict, const BoardClass &board,
                       const std::string &from, const std::string &to, bool copy = true);

/// Size of the rendition, upright, with square pixels and even sides.
Size film_size(const media::Measurement &m, const BoardClass &board);

struct Rendered {
  std::string path; // in the folder of renditions; complete
  media::Measurement measurement;
};

/// How far: 0 ... 1, and how long it will still take, as far as that can be told.
using RenditionProgress = std::function<void(double part, std::optional<Duration> left)>;

class PictureMaker;

class Renditions {
public:
  /// Sweeps what makers that were cut off have left in `cache_folder`. `examiner` outlives this. `threads`:
  /// of one film.
  Renditions(std::string cache_folder, Examiner &examiner, unsigned threads);
  ~Renditions(); // its work folder goes
  Renditions(const Renditions &) = delete;
  Renditions &operator=(const Renditions &) = delete;

  /// The rendition of `path`, which was measured as `m`; made if it is not there yet. Of a film that `board`
  /// plays as it is, the picture is taken over into another MP4 where that can be. It has been measured and
  /// judged itself: it is playable, if perhaps too quiet. Errors: absent (no ffmpeg; where a program is
  /// missing the text names its package), refused, corrupt, full, transient.
  Result<Rendered> provide(const std::string &path, const media::Measurement &m, const BoardClass &board,
                           const RenditionProgress &progress = {});

private:
  Result<std::string> make(const std::string &path, const media::Measurement &m, const Verdict &verdict,
                           const BoardClass &board, const RenditionProgress &progress);
  Result<std::string> keep(const std::string &source, const Digest &digest, const std::string &made,
                           const std::string &stem);
  bool plays(const std::string &path, const BoardClass &board);
  Result<std::string> make_film(const std::string &path, const media::Measurement &m, const Verdict &verdict,
                                const BoardClass &board, const RenditionProgress &progress, bool copy);
  Result<std::string> turned_up(std::string made, const BoardClass &board);
  Result<std::string> make_still(const std::string &path, const media::Measurement &m,
                                 const BoardClass &board);
  std::string folder_, work_;
  Examiner &examiner_;
  std::unique_ptr<PictureMaker> pictures_;
  unsigned threads_, count_ = 0;
};

/// Of this process, in the cache folder.
std::string work_folder_name(const std::string &purpose);
/// Removes work folders ("work-PID-…") of processes that are gone.
void sweep_work(const std::string &cache_folder);

}
