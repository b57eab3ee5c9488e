// The module beside its peers and beside the same calls in C: `make bench-go` prints a table in markdown.
//
// All take turns, so that each sees the same load, and only the process's own CPU time is counted, which includes the
// garbage collector's. A turn is the mean of many calls; shown is the median of the turns. A bar that is missed makes the
// command fail.
//
// The collector runs when as much was allocated as is alive, or 4 MB in a program that has nothing alive, where it takes as
// long as the signing. So the bench keeps memory alive, as a service does: 64 MB, or PRESIGN_BENCH_HEAP=N MB.
package main

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"presign.example/presign/peers"
)

const turns = 11

// CPU time that one contender gets in one turn, about.
const share = 100 * time.Millisecond

// bar is how a contender must compare with another one: their time divided by its own, at least.
type bar struct {
	own, other string
	times      float64
	sentence   string
}

var bars = []bar{
	{peers.Get, peers.C, 1 / 1.4, "at most 1.4 times as much time as"},
	{peers.Get, peers.SDK, 35, "at least 35 times as fast as"},
	{peers.AWSS3, peers.SDK, 30, "at least 30 times as fast as"},
	{peers.Get, peers.V4Signer, 7, "at least 7 times as fast as"},
	{peers.Many, peers.CBatch, 1 / 1.5, "at most 1.5 times as much time as"},
	{peers.Many, peers.SDK, 80, "at least 80 times as fast as"},
}

func cpuTime() (time.Duration, error) {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0, err
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()), nil
}

// timed returns the CPU time and the allocations of a link.
func timed(contender peers.Contender, calls int) (nanoseconds, allocations float64, err error) {
	// Long enough to have its code and data in the caches again after the others' turns.
	if _, err := contender.Sign(calls/2 + 1); err != nil {
		return 0, 0, err
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	begin, err := cpuTime()
	if err != nil {
		return 0, 0, err
	}
	links, err := contender.Sign(calls)
	if err != nil {
		return 0, 0, err
	}
	end, err := cpuTime()
	runtime.ReadMemStats(&after)
	return float64(end-begin) / float64(links), float64(after.Mallocs-before.Mallocs) / float64(links), err
}

func median(values []float64) float64 {
	slices.Sort(values)
	return values[len(values)/2]
}

// alive returns memory for the collector to count.
func alive() ([]byte, error) {
	megabytes := 64
	if text, given := os.LookupEnv("PRESIGN_BENCH_HEAP"); given {
		var err error
		if megabytes, err = strconv.Atoi(text); err != nil {
			return nil, fmt.Errorf("PRESIGN_BENCH_HEAP: %w", err)
		}
	}
	return make([]byte, megabytes<<20), nil
}

func run() (bool, error) {
	heap, err := alive()
	if err != nil {
		return false, err
	}
	defer runtime.KeepAlive(heap)
	contenders, err := peers.Contenders()
	if err != nil {
		return false, err
	}
	times, allocations := map[string][]float64{}, map[string]float64{}
	calls := make([]int, len(contenders))
	for index, contender := range contenders {
		once, allocated, err := timed(contender, 2000)
		if err != nil {
			return false, fmt.Errorf("%s: %w", contender.Name, err)
		}
		calls[index] = max(int(float64(share)/once), 100)
		allocations[contender.Name] = allocated
	}
	for range turns {
		for index, contender := range contenders {
			once, allocated, err := timed(contender, calls[index])
			if err != nil {
				return false, fmt.Errorf("%s: %w", contender.Name, err)
			}
			times[contender.Name] = append(times[contender.Name], once)
			allocations[contender.Name] = allocated
		}
	}
	middle := map[string]float64{}
	for name, values := range times {
		middle[name] = median(values)
	}
	fmt.Printf("%s, %s; medians of %d turns, %d MB alive\n\n", runtime.Version(), processor(), turns, len(heap)>>20)
	fmt.Println("| | ns of CPU time a link | allocations | the time of PresignClient / this | this / the time in C |")
	fmt.Println("|---|--:|--:|--:|--:|")
	for _, contender := range contenders {
		own, same := middle[contender.Name], middle[peers.C]
		if strings.Contains(contender.Name, "1000") {
			same = middle[peers.CBatch]
		}
		fmt.Printf("| %s | %.0f | %.3g | %.3g | %.2f |\n",
			contender.Name, own, allocations[contender.Name], middle[peers.SDK]/own, own/same)
	}
	fmt.Println()
	allMet := true
	for _, bar := range bars {
		verdict := "met"
		if middle[bar.other] < middle[bar.own]*bar.times {
			verdict, allMet = "MISSED", false
		}
		fmt.Printf("%s: %s: %s %s\n", verdict, bar.own, bar.sentence, bar.other)
	}
	return allMet, nil
}

// processor returns the name of the CPU.
func processor() string {
	text, err := os.ReadFile("/proc/cpuinfo")
	if err != nil {
		return runtime.GOARCH
	}
	_, name, _ := strings.Cut(string(text), "model name")
	name, _, _ = strings.Cut(strings.TrimLeft(name, "\t :"), "\n")
	return name
}

func main() {
	allMet, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if err != nil || !allMet {
		os.Exit(1)
	}
}
