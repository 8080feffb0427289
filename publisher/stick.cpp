#include "publisher/stick.h"

#include "base/fd.h"
#include "publisher/refusal.h"
#include "publisher/streams.h"

#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

namespace sheaf::publisher {
namespace {

namespace fs = std::filesystem;
#ifndef EXFAT_SUPER_MAGIC
constexpr long EXFAT_SUPER_MAGIC = 0x2011BAB0; // fs/exfat in Linux; its header has it since 6.2
#endif

bool begins_a_file_system(const std::string &folder, const struct stat &s) {
  struct stat above {};
  return ::stat((folder + "/..").c_str(), &above) == 0 && above.st_dev != s.st_dev;
}

long magic(const std::string &folder) {
  struct statfs s {};
  return ::statfs(folder.c_str(), &s) == 0 ? static_cast<long>(s.f_type) : 0;
}

bool can_be_pulled_out(dev_t device) {
  auto link = "/sys/dev/block/" + std::to_string(major(device)) + ":" + std::to_string(minor(device));
  std::error_code error;
  auto real = fs::canonical(link, error);
  if (error) return false;
  for (const auto &place : {real, real.parent_path()}) // a partition has it in the disk above
    if (std::ifstream file(place / "removable"); file.get() == '1') return true;
  return real.string().find("/usb") != std::string::npos;
}

}

bool is_stick(const std::string &folder) {
  struct stat s {};
  if (::stat(folder.c_str(), &s) != 0 || !begins_a_file_system(folder, s)) return false;
  auto kind = magic(folder);
  return kind == MSDOS_SUPER_MAGIC || kind == EXFAT_SUPER_MAGIC || can_be_pulled_out(s.st_dev);
}

Result<void> check_room_for(const std::string &folder, std::uint64_t size) {
  constexpr std::uint64_t most = (1ull << 32) - 1; // Microsoft's FAT specification, DIR_FileSize
  if (size <= most || magic(folder) != MSDOS_SUPER_MAGIC) return {};
  return refuse(ErrorKind::refused, "fat_stick", {{"stick", folder}});
}

Result<void> flush(const std::string &folder) {
  Fd place(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (place && ::syncfs(place.get()) == 0) return {};
  return failed("write", folder);
}

}
