# A text file as bytes of C: cmake -DFROM=docs/diagnostics.md -DTO=out.c -DNAME=diagnostics_text -P embed.cmake
file(READ "${FROM}" hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
file(WRITE "${TO}" "extern const unsigned char ${NAME}[];\nconst unsigned char ${NAME}[] = {${bytes}0x00};\n")
