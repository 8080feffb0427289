#include "publisher/cleaning.h"

#include "publisher/refusal.h"
#include "publisher/streams.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <set>
#include <sys/stat.h>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t most_copied = 8u << 20; // bytes
constexpr Duration patience = 120s;             // for a picture; a film's bytes take their time as well
constexpr std::uint64_t slowest = 4u << 20;     // bytes a second

Duration patience_for(std::uint64_t size) { return patience + std::chrono::seconds(size / slowest); }

std::uint64_t size_of(const std::string &path) {
  std::error_code ignored;
  auto size = fs::file_size(path, ignored);
  return ignored ? 0 : size;
}

Result<void> copy(const std::string &from, const std::string &to) {
  auto file = open_file(from);
  if (!file) return fail(file.error());
  Fd out(::open(to.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!out) return failed("write", to);
  return pieces(file->get(), 0, size_of(from), from,
                [&](std::string_view piece) { return write_all(out.get(), piece, to); });
}

bool exiftool_writes(const std::string &ending) {
  static const std::set<std::string> all{"jpg", "png", "webp", "gif", "tif", "avif", "mp4"};
  return all.contains(ending);
}

// "Error: File format error - /x/1.jpg" -> "File format error"
std::string complaint(const std::string &said) {
  auto at = said.find("Error: ");
  if (at == std::string::npos) return "exiftool could not write it";
  auto words = said.substr(at + 7, said.find('\n', at) - at - 7);
  return words.substr(0, words.rfind(" - "));
}

// "GPSLatitude: 16 deg…" of each line, once.
std::string names_in(const std::string &said) {
  std::set<std::string> names;
  for (std::size_t at = 0; at < said.size();) {
    auto end = std::min(said.find('\n', at), said.size());
    auto line = said.substr(at, end - at);
    auto colon = line.find(':');
    if (colon != std::string::npos && !line.starts_with("Warning") && !line.starts_with("Error"))
      names.insert(line.substr(0, line.find_last_not_of(' ', colon - 1) + 1));
    at = end + 1;
  }
  std::string out;
  for (const auto &name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

}

Cleaner::Cleaner(const std::string &work) : work_(fs::absolute(work).lexically_normal().string()) {}

std::string kind_of(std::string_view first) {
  auto at = [&](std::size_t from, std::string_view what) {
    return first.size() >= from + what.size() && first.substr(from, what.size()) == what;
  };
  if (at(0, "\xff\xd8\xff")) return "jpg";
  if (at(0, "\x89PNG\r\n")) return "png";
  if (at(0, "RIFF") && at(8, "WEBP")) return "webp";
  if (at(0, "RIFF") && at(8, "AVI ")) return "avi";
  if (at(0, "GIF8")) return "gif";
  if (at(0, std::string_view("II*\0", 4)) || at(0, std::string_view("MM\0*", 4))) return "tif";
  if (at(0, "\x1a\x45\xdf\xa3")) return "mkv";
  if (at(4, "ftypavif") || at(4, "ftypavis") || at(4, "ftypmif1")) return "avif";
  for (const char *box : {"ftyp", "moov", "mdat", "wide", "free", "skip"})
    if (at(4, box)) return "mp4";
  return {};
}

Result<std::string> Cleaner::run(const std::vector<std::string> &arguments, const std::string &path) {
  if (!readable(path)) {
    auto own = Exiftool::start(work_, {fs::absolute(path).string()});
    return own ? (*own)->run(arguments, patience_for(size_of(path))) : fail(own.error());
  }
  if (!tool_) {
    auto started = Exiftool::start(work_);
    if (!started) return fail(started.error());
    tool_ = std::move(*started);
  }
  return tool_->run(arguments, patience_for(size_of(path)));
}

// The one exiftool that stays reads what is in its folder. A copy of a picture costs less than a start of
// another exiftool, that of a film more.
bool Cleaner::readable(const std::string &path) const {
  return is_ours(path) || size_of(path) <= most_copied;
}
bool Cleaner::is_ours(const std::string &path) const { return folder_of(path) == work_; }

// exiftool reads names from lines, and looks at endings: a name of ours, with the ending that is true.
Result<std::string> Cleaner::name_for(const std::string &path, const std::string &ending) {
  auto name = work_ + "/" + std::to_string(++count_) + "." + (ending.empty() ? "bin" : ending);
  if (readable(path) && !is_ours(path)) {
    auto copied = copy(path, name);
    return copied ? Result<std::string>(name) : fail(copied.error());
  }
  std::error_code error;
  fs::create_symlink(fs::absolute(path, error), name, error);
  if (error) return errno = error.value(), failed("write", name);
  return name;
}

Result<std::string> Cleaner::left_in(const std::string &path, const std::string &ending) {
  auto name = name_for(path, ending);
  if (!name) return name;
  auto said = run({"-s", "-a", "-ee", "-api", "largefilesupport=1", "-*GPS*", "-*Location*",
                   "-*SerialNumber*", "-Artist", "-Creator", "-Author", "-OwnerName", "-By-line",
                   "--Composite:all", "--CreatorTool", "--System:all", *name},
                  path);
  ::unlink(name->c_str());
  if (!said) return said;
  return names_in(*said);
}

Result<Cleaned> Cleaner::rewrite(const std::string &path, const std::string &ending) {
  auto name = name_for(path, ending);
  if (!name) return fail(name.error());
  auto to = work_ + "/" + std::to_string(count_) + "-clean." + ending;
  std::vector<std::string> arguments{"-m",
                                     "-api",
                                     "largefilesupport=1",
                                     "-all=",
                                     "-CommonIFD0=",
                                     "--ICC_Profile:all",
                                     "-tagsfromfile",
                                     "@",
                                     "-Orientation",
                                     "-ColorSpaceTags"};
  if (ending == "webp") { // this one it writes in place only
    if (auto copied = copy(path, to); !copied) return fail(copied.error());
    arguments.insert(arguments.end(), {"-overwrite_original", to});
  } else {
    arguments.insert(arguments.end(), {"-o", to, *name});
  }
  auto said = run(arguments, path);
  ::unlink(name->c_str());
  if (!said) return fail(said.error());
  bool there = fs::exists(to);
  if (!there || said->find("Error: ") != std::string::npos)
    return refuse(Error{ErrorKind::corrupt, complaint(*said)}, "private_stays");
  return Cleaned{to, true, {}};
}

Result<Cleaned> Cleaner::blank(const std::string &path, const std::string &ending) {
  auto to = work_ + "/" + std::to_string(++count_) + "-clean." + ending;
  if (auto copied = copy(path, to); !copied) return fail(copied.error());
  Fd file(::open(to.c_str(), O_RDWR | O_CLOEXEC));
  if (!file) return failed("open", to);
  auto size = size_of(to);
  auto found = ending == "mkv" ? blank_matroska(file.get(), size) : blank_avi(file.get(), size);
  if (!found) return fail(found.error());
  if (*found) return Cleaned{to, true, {}};
  ::unlink(to.c_str());
  return Cleaned{path, false, {}};
}

Result<Cleaned> Cleaner::clean(const std::string &path) {
  auto file = open_file(path);
  if (!file) return fail(file.error());
  std::string first(16, '\0');
  auto n = ::read(file->get(), first.data(), first.size());
  first.resize(n > 0 ? static_cast<std::size_t>(n) : 0);
  auto ending = kind_of(first);
  auto cleaned = exiftool_writes(ending)              ? rewrite(path, ending)
                 : ending == "mkv" || ending == "avi" ? blank(path, ending)
                                                      : Result<Cleaned>(Cleaned{path, false, {}});
  if (!cleaned) return cleaned;
  auto left = left_in(cleaned->path, ending);
  if (!left) return fail(left.error());
  cleaned->left = *left;
  return cleaned;
}

}
