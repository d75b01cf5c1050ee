# What a release binary is built with; `annae_hardening` is checked by tests/guards (readelf).
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
include(CheckPIESupported)
check_pie_supported()
if(CMAKE_BUILD_TYPE STREQUAL "Release")
  add_compile_options(-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -fstack-protector-strong
    -fstack-clash-protection)
  add_link_options(-Wl,-z,relro -Wl,-z,now -Wl,--as-needed)
endif()
option(ANNAE_SANITIZE "address and undefined behaviour sanitizers" OFF)
if(ANNAE_SANITIZE)
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
endif()
