# Time over the number of steps, a picture per mode with a panel per firing rate: run in the folder of the data.
set terminal pngcairo size 1500,480 font "sans,11"
set grid lc rgb "#dddddd"
set logscale xy
set xtics (28, 49, 98, 196, 392, 784)
set key top left samplen 1.5 font ",9"
array modes[2] = ["infer", "train"]
array titles[2] = ["inference", "training pass"]
files(mode) = system("ls paper-".mode."-*.dat 2>/dev/null | sort -t- -k3 -n")
do for [m = 1:2] {
  names = files(modes[m])
  if (words(names) > 0) {
    set output "paper-".modes[m].".png"
    set multiplot layout 1,words(names) title "ALIF 128 recurrent + LI 10, batch 128: ".titles[m]
    do for [i = 1:words(names)] {
      file = word(names, i)
      stats file skip 1 nooutput
      set title "firing ".system("echo ".file." | sed 's/.*-//; s/.dat$//'")." %"
      set xlabel "time steps"
      set ylabel "ms"
      plot for [b = 0:STATS_blocks-1] file index b using 1:2:3:4 with yerrorlines lw 2 title columnheader(1)
    }
    unset multiplot
  }
}
