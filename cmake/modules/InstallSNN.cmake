# What an installed package holds: components, each with an export set of its
# own. Of the libraries' the later ones stand on the earlier ones.
#
#   AD        the dialect `ad`, its rules and passes; nothing of spikes
#   Runtime   arrays, files, what compiled code calls; no LLVM
#   Compiler  everything else: `snn`, passes, pipelines, execution, training
#
#   Tools     programs, and the plugin for mlir-opt; with `find_package` also
#             snn_compile, which makes libraries of networks. Needs none of the
#             others

include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(SNN_INSTALL_CMAKEDIR ${CMAKE_INSTALL_LIBDIR}/cmake/SNN)

# snn_install_library(NAME)
# Installs a library with the component that its folder belongs to, which is
# what SNN_COMPONENT says there; importers see SNNFoo as SNN::Foo.
function(snn_install_library name)
  string(REGEX REPLACE "^SNN" "" exported ${name})
  set_target_properties(${name} PROPERTIES EXPORT_NAME ${exported})
  install(TARGETS ${name}
    EXPORT SNN${SNN_COMPONENT}Targets
    ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT ${SNN_COMPONENT}
    INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
endfunction()

# snn_install_tool(NAME)
# Installs a program or the plugin. libMLIR.so lies in a folder of LLVM's own
# where the loader does not look by itself.
function(snn_install_tool name)
  set_property(TARGET ${name} PROPERTY INSTALL_RPATH
    "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}" ${LLVM_LIBRARY_DIR})
  get_target_property(type ${name} TYPE)
  set(export)
  if(type STREQUAL EXECUTABLE)
    set(export EXPORT SNNToolsTargets)
  endif()
  install(TARGETS ${name} ${export}
    RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT Tools
    LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT Tools)
endfunction()

# snn_install_headers(COMPONENT folders of include...)
# Installs what those folders hold, written and generated: a dialect's own
# TableGen files include ours.
function(snn_install_headers component)
  foreach(folder ${ARGN})
    get_filename_component(parent ${folder} DIRECTORY)
    install(DIRECTORY
      ${PROJECT_SOURCE_DIR}/include/${folder}
      ${PROJECT_BINARY_DIR}/include/${folder}
      DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/${parent}
      COMPONENT ${component} OPTIONAL
      FILES_MATCHING PATTERN "*.h" PATTERN "*.h.inc" PATTERN "*.td"
      PATTERN CMakeFiles EXCLUDE)
  endforeach()
endfunction()

# snn_install_package(COMPONENTS...)
# Installs the export sets and what find_package reads. Each component brings
# the common files, so that it can be installed alone.
function(snn_install_package)
  # Not in build/cmake, where find_package looks if build/bin is in PATH.
  set(common ${PROJECT_BINARY_DIR}/CMakeFiles/package)
  configure_package_config_file(
    ${PROJECT_SOURCE_DIR}/cmake/modules/SNNConfig.cmake.in
    ${common}/SNNConfig.cmake
    INSTALL_DESTINATION ${SNN_INSTALL_CMAKEDIR}
    PATH_VARS CMAKE_INSTALL_INCLUDEDIR)
  # Before 1.0 a minor version may change anything.
  write_basic_package_version_file(${common}/SNNConfigVersion.cmake
    COMPATIBILITY SameMinorVersion)
  foreach(component ${ARGN})
    install(EXPORT SNN${component}Targets NAMESPACE SNN::
      DESTINATION ${SNN_INSTALL_CMAKEDIR} COMPONENT ${component})
    install(FILES ${common}/SNNConfig.cmake ${common}/SNNConfigVersion.cmake
      DESTINATION ${SNN_INSTALL_CMAKEDIR} COMPONENT ${component})
    install(FILES ${PROJECT_BINARY_DIR}/include/snn/Version.h
      DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/snn COMPONENT ${component})
  endforeach()
endfunction()
