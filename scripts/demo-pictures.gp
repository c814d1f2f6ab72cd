# Draws the demo's pictures from its tables: run in their folder.
wide = "exp(-v^2/2)"
narrow = "0.3 exp(-2 v^2)"
set terminal pngcairo size 1000,420 font "sans,11"
set grid lc rgb "#dddddd"
set style line 1 lc rgb "#9ecae1" lw 1
set style line 2 lc rgb "#fdae6b" lw 1
set style line 3 lc rgb "#08519c" lw 2 pt 7 ps 1.2
set style line 4 lc rgb "#a63603" lw 2 pt 7 ps 1.2

set output "training.png"
set multiplot layout 1,2 title "ALIF 128 recurrent + LI 10 on Fashion-MNIST rows (lines: training batches, dots: test set)"
set xlabel "epoch"
set key top right
set ylabel "loss"
plot "alif.steps" using 1:2 with lines ls 1 title wide, "alif-narrow.steps" using 1:2 with lines ls 2 title narrow, \
     "alif.epochs" using 1:2 with points ls 3 notitle, "alif-narrow.epochs" using 1:2 with points ls 4 notitle
set key bottom right
set ylabel "accuracy (%)"
set yrange [0:100]
plot "alif.steps" using 1:3 with lines ls 1 title wide, "alif-narrow.steps" using 1:3 with lines ls 2 title narrow, \
     "alif.epochs" using 1:3 with points ls 3 notitle, "alif-narrow.epochs" using 1:3 with points ls 4 notitle
unset multiplot

set terminal pngcairo size 700,420 font "sans,11"
set output "firing-rate.png"
set title "Neurons that fire in a time step"
set ylabel "firing rate (%)"
set yrange [0:*]
plot "alif.steps" using 1:4 with lines ls 1 title wide, "alif-narrow.steps" using 1:4 with lines ls 2 title narrow, \
     "alif.epochs" using 1:4 with linespoints ls 3 title wide." (test)", \
     "alif-narrow.epochs" using 1:4 with linespoints ls 4 title narrow." (test)"

set terminal pngcairo size 1000,420 font "sans,11"
set output "raster.png"
set multiplot layout 1,2 title "One test image, shown a row per time step, and the spikes it causes"
unset title
unset key
set size ratio 1
set palette gray
unset colorbox
unset grid
set xlabel "pixel of the row"
set ylabel "time step"
set xrange [-0.5:27.5]
set yrange [27.5:-0.5]
plot "alif-narrow.image" using 2:1:3 with image
set size noratio
set grid
set xlabel "time step"
set ylabel "neuron"
set xrange [-0.5:27.5]
set yrange [-1:128]
plot "alif-narrow.spikes" using 1:2 with points pt 5 ps 0.35 lc rgb "#08519c"
unset multiplot
