// The base64 line of minisign's public key file: "Ed", the key's number (8 bytes, little endian), 32 bytes of
// Ed25519 (jedisct1.github.io/minisign, "Public key format"). Only taken apart here; keys are used in
// assets/. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace sheaf::playlist {

/// 16 digits 0-9, A-F.
bool valid_key_id(std::string_view id);

/// The id that minisign prints for it; empty where it is no such line.
std::string key_id_of(std::string_view line);

/// The 32 bytes of the key itself; empty where it is no such line.
std::string key_bytes_of(std::string_view line);

}
