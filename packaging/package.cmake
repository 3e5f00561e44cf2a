# package.cmake - what is installed, and the Debian packages kho and kho-cgi that CPack makes of it:
#     cmake --build --preset release && cd build/release && cpack -G DEB
find_program(GZIP gzip REQUIRED)
set(PACKED ${CMAKE_CURRENT_BINARY_DIR}/packed)
set(DOC ${CMAKE_INSTALL_DATADIR}/doc)

# Manuals and changelogs are installed compressed, the same bytes every time (-n).
set(packed_files)
function(kho_gzip source component destination)
  cmake_path(GET source FILENAME name)
  if(ARGN)
    set(name ${ARGN})
  endif()
  set(dir ${PACKED}/${component})
  add_custom_command(OUTPUT ${dir}/${name}.gz
    COMMAND ${CMAKE_COMMAND} -E make_directory ${dir}
    COMMAND ${GZIP} -9nc ${source} > ${dir}/${name}.gz
    DEPENDS ${source} VERBATIM)
  set(packed_files ${packed_files} ${dir}/${name}.gz PARENT_SCOPE)
  install(FILES ${dir}/${name}.gz DESTINATION ${destination} COMPONENT ${component})
endfunction()
file(GLOB manuals CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/docs/man/*.[1-9])
foreach(page IN LISTS manuals)
  string(REGEX MATCH "[1-9]$" section ${page})
  set(component kho)
  if(page MATCHES "kho\\.cgi\\.[1-9]$")
    set(component kho-cgi)
  endif()
  kho_gzip(${page} ${component} ${CMAKE_INSTALL_MANDIR}/man${section})
endforeach()
foreach(component kho kho-cgi)
  kho_gzip(${CMAKE_CURRENT_SOURCE_DIR}/packaging/changelog ${component} ${DOC}/${component} changelog.Debian)
  kho_gzip(${CMAKE_CURRENT_SOURCE_DIR}/NEWS.md ${component} ${DOC}/${component} changelog)
  install(FILES packaging/copyright DESTINATION ${DOC}/${component} COMPONENT ${component})
  file(CONFIGURE OUTPUT ${PACKED}/${component}/lintian CONTENT "# Not uploaded to Debian, so there is no bug to close.\n${component}: initial-upload-closes-no-bugs\n")
  install(FILES ${PACKED}/${component}/lintian RENAME ${component}
    DESTINATION ${CMAKE_INSTALL_DATADIR}/lintian/overrides COMPONENT ${component})
endforeach()
add_custom_command(OUTPUT ${PACKED}/completion
  COMMAND kho completion > ${PACKED}/completion DEPENDS kho VERBATIM)
add_custom_target(packed ALL DEPENDS ${packed_files} ${PACKED}/completion)

install(TARGETS kho RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR} COMPONENT kho)
install(TARGETS kho-ocr LIBRARY DESTINATION ${KHO_MODULES} COMPONENT kho)
install(FILES ${PACKED}/completion RENAME kho
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMPONENT kho)
install(FILES packaging/kho-index.service packaging/kho-index.timer
  DESTINATION lib/systemd/system COMPONENT kho)
install(FILES packaging/README.Debian docs/query.md DESTINATION ${DOC}/kho COMPONENT kho)
install(FILES packaging/examples/kho.conf packaging/examples/kho.logrotate
  DESTINATION ${DOC}/kho/examples COMPONENT kho)
install(TARGETS kho.cgi RUNTIME DESTINATION lib/cgi-bin COMPONENT kho-cgi)
install(FILES docs/cgi.md DESTINATION ${DOC}/kho-cgi COMPONENT kho-cgi)
install(FILES packaging/examples/lighttpd-cgi.conf packaging/examples/lighttpd-fastcgi.conf
  packaging/examples/apache.conf packaging/examples/nginx.conf packaging/examples/rules.conf
  DESTINATION ${DOC}/kho-cgi/examples COMPONENT kho-cgi)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_COMPONENTS_ALL kho kho-cgi)
set(CPACK_COMPONENTS_GROUPING IGNORE)
set(CPACK_STRIP_FILES ON)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_SOURCE_DIR}/packaging/modes.cmake)
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "") # each package has its own
set(CPACK_PACKAGE_CONTACT "kho developers <kho@example.org>")
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)

set(CPACK_DEBIAN_KHO_PACKAGE_NAME kho)
set(CPACK_DEBIAN_KHO_PACKAGE_SECTION text)
set(CPACK_COMPONENT_KHO_DESCRIPTION "search and archive indexer for Vietnamese plan documents
kho reads archives of plan documents (Kế hoạch) of Vietnamese state and Party
offices as they are kept: zip, tar, 7z and rar in each other, Word, Excel,
PowerPoint, OpenDocument, PDF, scans and text, in Unicode and the older
encodings.
It finds who issued a plan, when and under which number, what it cites and who
must do what by when, and answers questions about them: full text with and
without tone marks, citations, tasks.
.
Files are unpacked and read in sandboxed processes.")
set(CPACK_DEBIAN_KHO_PACKAGE_DEPENDS "tesseract-ocr-vie")
set(CPACK_DEBIAN_KHO_PACKAGE_RECOMMENDS "poppler-data")
set(CPACK_DEBIAN_KHO_PACKAGE_SUGGESTS "kho-cgi")
set(CPACK_DEBIAN_KHO_PACKAGE_CONTROL_EXTRA
  "${CMAKE_CURRENT_SOURCE_DIR}/packaging/postinst;${CMAKE_CURRENT_SOURCE_DIR}/packaging/prerm;${CMAKE_CURRENT_SOURCE_DIR}/packaging/postrm")

set(CPACK_DEBIAN_KHO-CGI_PACKAGE_NAME kho-cgi)
set(CPACK_DEBIAN_KHO-CGI_PACKAGE_SECTION web)
set(CPACK_COMPONENT_KHO-CGI_DESCRIPTION "page to search Vietnamese plan documents, for web servers
The page of kho as a program for CGI and FastCGI: search, documents, the way of
a cited document from level to level, tasks as lists and calendars. It writes
nothing, parses no file of the archive and works without JavaScript.
.
The index is made by kho. Configurations for lighttpd, Apache and nginx are
among the examples.")
set(CPACK_DEBIAN_KHO-CGI_PACKAGE_RECOMMENDS "kho (= ${PROJECT_VERSION}-1), lighttpd | httpd-cgi")
include(CPack)
