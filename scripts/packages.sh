# shellcheck shell=bash
# Sourced by the scripts that need Debian packages.

# What tests call beside what the build needs: the compilers of others for the
# headers and objects that C and C++ get, and what the demo shows its work with.
# shellcheck disable=SC2034
test_packages=(gcc g++ dataset-fashion-mnist gnuplot-nox)

# install_missing PACKAGE...
# Installs those that are not there; exits with a message if that cannot be.
install_missing() {
  local missing=() package log sudo=()
  for package in "$@"; do
    dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  echo "installing: ${missing[*]}"
  ((EUID == 0)) || sudo=(sudo)
  log=$(mktemp)
  if ! { "${sudo[@]}" apt-get update -qq &&
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    rm -f "$log"
    echo "${0##*/}: could not install ${missing[*]}; they come from Debian's packages (apt-get)" >&2
    exit 1
  fi
  rm -f "$log"
}
