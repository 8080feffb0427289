// Text files as Windows writes them: which encoding they are in, and their text. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace sheaf::publisher {

enum class Encoding { utf8, utf16_le, utf16_be, windows_1258 };

/// By the byte order mark; else by where zero bytes lie; else UTF-8 where more of it is good UTF-8 than not;
/// else Windows-1258, Vietnamese Windows' own.
Encoding encoding_of(std::string_view bytes);

/// In UTF-8, composed (NFC), without byte order mark. U+FFFD stands for each byte or pair that is nothing in
/// that encoding.
std::string decoded(std::string_view bytes, Encoding encoding);

/// Fonts of before Unicode draw Vietnamese letters in the places of others: "§ua thuyÒn", "Ñua thuyeàn".
enum class OldFont { none, tcvn3, vni };
OldFont old_font(std::string_view bytes, Encoding encoding);

/// A picture, a film or a program, which has characters that no table has.
bool is_binary(std::string_view utf8);

/// Where in a cell a character was lost, before it came here: U+FFFD, a control character, a '?' in front of
/// a letter, or inside of a sentence where an encoding without Vietnamese letters has put it: not where a
/// letter stands that such an encoding has not. Web addresses have '?' of their own. npos where none was.
/// `name`: of a file, which has no '?' of its own.
std::size_t lost_character(std::string_view utf8, bool name = false);

}
