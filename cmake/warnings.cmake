# Every target links sheaf_warnings. Each warning is here for a reason; in CI they are errors.
add_library(sheaf_warnings INTERFACE)
target_compile_options(sheaf_warnings INTERFACE
  -Wall -Wextra
  -Wpedantic            # stay with the language that every board's compiler speaks
  -Wshadow              # a shadowed name is read as the other one
  -Wconversion -Wno-sign-conversion # sizes and times must not lose bits in silence
  -Wcast-align=strict   # armhf traps on what x86 forgives
  -Wnon-virtual-dtor -Woverloaded-virtual
  -Wold-style-cast
  -Wimplicit-fallthrough
  -Wnull-dereference)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(sheaf_warnings INTERFACE -Wno-psabi) # parameter passing notes on armhf: nothing to do
  if(SHEAF_SANITIZE)
    # The sanitizers' instrumentation confuses these two into reports about the standard library.
    target_compile_options(sheaf_warnings INTERFACE -Wno-maybe-uninitialized -Wno-null-dereference)
  endif()
else()
  target_compile_options(sheaf_warnings INTERFACE -Wno-cast-align=strict)
endif()
if(CMAKE_UNITY_BUILD)
  # These two look across files, and there several are one. (tests/run compiles so under the sanitizers: it halves the time.)
  target_compile_options(sheaf_warnings INTERFACE -Wno-shadow -Wno-subobject-linkage)
endif()
if(SHEAF_WERROR)
  target_compile_options(sheaf_warnings INTERFACE -Werror)
endif()
