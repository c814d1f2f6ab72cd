# Completion of verbs, options, passes and functions for bash. What a tool takes
# it says itself in --help, so that nothing here grows stale; only the values of
# a few options are listed here. Installed once per tool, under its name; needs
# nothing of the package bash-completion.

# The options in the help of a command, with = where a value follows.
_snn_options() {
  "$@" --help 2>/dev/null |
    sed -nE 's/^ +(--?[A-Za-z0-9][A-Za-z0-9_-]*)(=<|=\[|=)?.*/\1\2/p' |
    sed -E 's/(=<|=\[)$/=/' | sort -u
}

# The verbs in the help of a command; none if it has no verbs.
_snn_verbs() {
  "$1" --help 2>/dev/null |
    sed -nE '/^SUBCOMMANDS:/,/^ *Type /s/^  ([a-z]+) +- .*/\1/p'
}

# The functions that a program file defines.
_snn_functions() {
  sed -nE 's/^ *func\.func (private )?@([A-Za-z0-9_.$-]+)\(.*/\2/p' "$1" 2>/dev/null
}

# Files that end in one of the extensions, and folders.
_snn_files() {
  local extension
  compgen -d -S / -- "$cur"
  for extension in "${@:2}"; do
    compgen -f -X "!*.$extension" -- "$cur"
  done
}

# What can stand behind the = of an option.
_snn_values() {
  local option=$1 word
  case $option in
    --in | --out) _snn_files - npz ;;
    --header) _snn_files - h ;;
    --device) compgen -W "cpu simt cuda" -- "$cur" ;;
    --cpu) compgen -W "native x86-64 x86-64-v3 x86-64-v4" -- "$cur" ;;
    --pipeline) compgen -W "snn-cpu-pipeline snn-simt-pipeline snn-nvptx-pipeline" -- "$cur" ;;
    --entry)
      for word in "${COMP_WORDS[@]}"; do
        [[ $word == *.mlir ]] && compgen -W "$(_snn_functions "$word")" -- "$cur"
      done ;;
    *) compgen -f -- "$cur" ;;
  esac
}

_snn() {
  local tool=$1 cur=${COMP_WORDS[COMP_CWORD]} option= verbs verb=
  COMPREPLY=()
  # Bash takes = for a word of its own.
  if [[ $cur == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 1]} cur=
  elif ((COMP_CWORD > 1)) && [[ ${COMP_WORDS[COMP_CWORD - 1]} == = ]]; then
    option=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  if [[ -n $option ]]; then
    mapfile -t COMPREPLY < <(_snn_values "$option")
    return
  fi
  verbs=$(_snn_verbs "$tool")
  if [[ -n $verbs ]]; then
    if ((COMP_CWORD == 1)) && [[ $cur != -* ]]; then
      mapfile -t COMPREPLY < <(compgen -W "$verbs" -- "$cur")
      return
    fi
    [[ " ${verbs//$'\n'/ } " == *" ${COMP_WORDS[1]} "* ]] && verb=${COMP_WORDS[1]}
  fi
  if [[ $cur == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$(_snn_options "$tool" $verb)" -- "$cur")
    # The cursor stays behind an = for the value.
    [[ ${#COMPREPLY[@]} == 1 && ${COMPREPLY[0]} == *= ]] && compopt -o nospace 2>/dev/null
  elif [[ $verb == train ]]; then
    mapfile -t COMPREPLY < <(_snn_files - json)
  else
    mapfile -t COMPREPLY < <(_snn_files - mlir)
  fi
  return 0
}
complete -o filenames -F _snn snn-compile snn-opt snn-run
