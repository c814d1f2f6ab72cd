#!/usr/bin/env bash
# Of interest (status 1) is a program in which a pass finds a stop-gradient to erase. $1 is the program.
before=$(snn-opt "$1" 2>/dev/null | grep -c ad.stop_gradient)
after=$(snn-opt "$1" --ad-erase-stop-gradient 2>/dev/null | grep -c ad.stop_gradient)
[[ $before -gt 0 && $after == 0 ]] && exit 1
exit 0
