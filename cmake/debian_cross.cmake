# Cross building with Debian's compilers; cmake/<arch>.cmake says which. The foreign libraries are found
# - in the sysroot CMAKE_SYSROOT (the presets take it from the environment, SHEAF_SYSROOT), or
# - where there is none, among this machine's own packages (multiarch).
set(CMAKE_SYSTEM_NAME Linux)
set(CMAKE_C_COMPILER ${CMAKE_LIBRARY_ARCHITECTURE}-gcc)
set(CMAKE_CXX_COMPILER ${CMAKE_LIBRARY_ARCHITECTURE}-g++)
if(CMAKE_SYSROOT AND NOT IS_DIRECTORY "${CMAKE_SYSROOT}/usr/include")
  message(FATAL_ERROR "'${CMAKE_SYSROOT}' is not a sysroot; board/cross-sysroot makes one")
endif()
set(CMAKE_FIND_ROOT_PATH_MODE_PROGRAM NEVER) # what the build itself runs is this machine's
if(CMAKE_SYSROOT)
  set(CMAKE_FIND_ROOT_PATH_MODE_INCLUDE ONLY)
  set(CMAKE_FIND_ROOT_PATH_MODE_LIBRARY ONLY)
  set(CMAKE_FIND_ROOT_PATH_MODE_PACKAGE ONLY)
endif()

# pkg-config is asked while CMake configures, never later, so its environment is this process's.
set(ENV{PKG_CONFIG_SYSROOT_DIR} "${CMAKE_SYSROOT}")
set(ENV{PKG_CONFIG_LIBDIR} "${CMAKE_SYSROOT}/usr/lib/${CMAKE_LIBRARY_ARCHITECTURE}/pkgconfig:${CMAKE_SYSROOT}/usr/share/pkgconfig")
unset(ENV{PKG_CONFIG_PATH})

# Tests that need no second program run where QEMU is.
find_program(SHEAF_QEMU qemu-${CMAKE_SYSTEM_PROCESSOR})
if(SHEAF_QEMU)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${SHEAF_QEMU} -L "${CMAKE_SYSROOT}/")
endif()
