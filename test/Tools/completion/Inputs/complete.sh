#!/usr/bin/env bash
# What bash offers behind a line: complete.sh SCRIPT WORD... (the last is being written)
source "$1"
shift
# Bash takes = for a word of its own.
COMP_WORDS=()
for word in "$@"; do
  if [[ $word == *=* ]]; then
    COMP_WORDS+=("${word%%=*}" =)
    [[ -n ${word#*=} ]] && COMP_WORDS+=("${word#*=}")
  else
    COMP_WORDS+=("$word")
  fi
done
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_snn "${COMP_WORDS[0]}"
printf '[%s]\n' "${COMPREPLY[@]}"
