# snn_compile(NAME FILE.mlir [OPTIONS...])
#
# Declares the library NAME: FILE.mlir as snn-compile compiles it with OPTIONS,
# such as --entry=loss --wrt=0,1 --cpu=x86-64-v3. What links it can include
# NAME.h and brings libm and OpenMP.
function(snn_compile name file)
  get_filename_component(file ${file} ABSOLUTE)
  set(object ${CMAKE_CURRENT_BINARY_DIR}/${name}.o)
  set(header ${CMAKE_CURRENT_BINARY_DIR}/${name}.h)
  add_custom_command(OUTPUT ${object} ${header}
    COMMAND SNN::snn-compile ${file} -o ${object} --header=${header} ${ARGN}
    DEPENDS ${file} SNN::snn-compile
    COMMENT "Compiling ${name} with snn-compile"
    VERBATIM)
  set_source_files_properties(${object} PROPERTIES
    EXTERNAL_OBJECT ON GENERATED ON)
  add_library(${name} STATIC ${object} ${header})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE C)
  target_include_directories(${name} INTERFACE ${CMAKE_CURRENT_BINARY_DIR})
  target_link_libraries(${name} INTERFACE m -l:libomp.so.5)
endfunction()
