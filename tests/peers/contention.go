// Counting with many goroutines in Go, for tests/bench: a long-lived program that takes one sample for
// each line of its standard input. README.md beside this file tells how.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// A tally with a lock, as long as two lines of a cache, so that no two lie in one.
type tally struct {
	sync.Mutex
	count int64
	_     [112]byte
}

func yes(i int) bool {
	return int32(uint32(i)*0x9E3779B9) < 0
}

func inParts(threads int, part func(number int)) {
	var all sync.WaitGroup
	for number := range threads {
		all.Add(1)
		go func() {
			defer all.Done()
			part(number)
		}()
	}
	all.Wait()
}

func oneMutex(threads, n int) int64 {
	var one tally
	inParts(threads, func(part int) {
		for i := part; i < n; i += threads {
			if yes(i) {
				one.Lock()
				one.count++
				one.Unlock()
			}
		}
	})
	return one.count
}

func oneAtomic(threads, n int) int64 {
	var count atomic.Int64
	inParts(threads, func(part int) {
		for i := part; i < n; i += threads {
			if yes(i) {
				count.Add(1)
			}
		}
	})
	return count.Load()
}

func ownMutexes(threads, n int) int64 {
	tallies := make([]tally, threads)
	inParts(threads, func(part int) {
		own := &tallies[part]
		for i := part; i < n; i += threads {
			if yes(i) {
				own.Lock()
				own.count++
				own.Unlock()
			}
		}
	})
	var sum int64
	for i := range tallies {
		sum += tallies[i].count
	}
	return sum
}

func confined(threads, n int) int64 {
	counts := make([]int64, threads)
	inParts(threads, func(part int) {
		var own int64
		for i := part; i < n; i += threads {
			if yes(i) {
				own++
			}
		}
		counts[part] = own
	})
	var sum int64
	for _, count := range counts {
		sum += count
	}
	return sum
}

func main() {
	versions := map[string]func(threads, n int) int64{
		"Go Mutex":       oneMutex,
		"Go atomic":      oneAtomic,
		"Go own Mutexes": ownMutexes,
		"Go confined":    confined,
	}
	cores, _ := strconv.Atoi(os.Args[1])
	runtime.GOMAXPROCS(cores)
	orders := bufio.NewScanner(os.Stdin)
	for orders.Scan() {
		words := strings.Split(orders.Text(), "\t")
		threads, _ := strconv.Atoi(words[2])
		n, _ := strconv.Atoi(words[3])
		begin := time.Now()
		count := versions[words[1]](threads, n)
		fmt.Printf("%d\t%d\n", time.Since(begin).Nanoseconds(), count)
	}
}
