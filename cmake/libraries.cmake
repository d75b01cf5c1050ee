# Outside libraries, each included in one folder only (tests/guards greps for it).
find_package(PkgConfig REQUIRED)
find_package(SQLite3 REQUIRED)          # lib/store
find_package(OpenSSL 3 REQUIRED)        # lib/trust
find_package(CURL REQUIRED)             # lib/net
pkg_check_modules(JANSSON REQUIRED IMPORTED_TARGET jansson)          # lib/json
pkg_check_modules(YAML REQUIRED IMPORTED_TARGET yaml-0.1)            # flow/pack/compile
pkg_check_modules(MD4C REQUIRED IMPORTED_TARGET md4c)                # flow/pack/compile
pkg_check_modules(RSVG REQUIRED IMPORTED_TARGET librsvg-2.0)         # flow/pack/compile
pkg_check_modules(SDL2 REQUIRED IMPORTED_TARGET sdl2)                # ui
pkg_check_modules(PANGO REQUIRED IMPORTED_TARGET pangocairo pangoft2 fontconfig) # ui
pkg_check_modules(PNG REQUIRED IMPORTED_TARGET libpng)               # ui
pkg_check_modules(HANGUL REQUIRED IMPORTED_TARGET libhangul)         # ui
pkg_check_modules(QRENCODE REQUIRED IMPORTED_TARGET libqrencode)     # ui
pkg_check_modules(MICROHTTPD REQUIRED IMPORTED_TARGET libmicrohttpd) # hq
pkg_check_modules(CMOCKA REQUIRED IMPORTED_TARGET cmocka)            # tests
