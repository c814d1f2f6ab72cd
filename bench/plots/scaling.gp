# Time over threads, batch, neurons and steps, a picture per mode: run in the folder of the data.
set terminal pngcairo size 1500,420 font "sans,11"
set grid lc rgb "#dddddd"
set logscale xy
set key top left samplen 1.5 font ",9"
set ylabel "ms"
array modes[2] = ["infer", "train"]
array titles[2] = ["inference", "training pass"]
do for [m = 1:2] {
  names = system("ls scaling-".modes[m]."-*.dat 2>/dev/null")
  if (words(names) > 0) {
    set output "scaling-".modes[m].".png"
    set multiplot layout 1,words(names) title "ALIF recurrent + LI 10: ".titles[m]
    do for [i = 1:words(names)] {
      file = word(names, i)
      stats file skip 1 nooutput
      set xlabel system("echo ".file." | sed 's/.*-//; s/.dat$//'")
      plot for [b = 0:STATS_blocks-1] file index b using 1:2:3:4 with yerrorlines lw 2 title columnheader(1)
    }
    unset multiplot
  }
}
