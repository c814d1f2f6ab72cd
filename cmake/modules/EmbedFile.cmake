# cmake -DFROM=FILE -DTO=FILE.inc -P EmbedFile.cmake
# Writes the bytes of a file as the numbers of a C array.
file(READ ${FROM} bytes HEX)
string(REGEX REPLACE "(..)" "0x\\1," bytes "${bytes}")
file(WRITE ${TO} "${bytes}\n")
