// The genre workload in Go, for tests/bench: takes one sample for each line of its standard
// input. README.md beside this file tells how.
package main

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

func fetch(client *http.Client, base string, seed int) (genre string, err error) {
	response, err := client.Get(base + "/wp-json/genrenator/v1/genre/?seed=" + strconv.Itoa(seed))
	if err != nil {
		return "", err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return "", errors.New("the server answered " + response.Status)
	}
	err = json.NewDecoder(response.Body).Decode(&genre)
	return genre, err
}

// fetchAll fetches the genres of the seeds 0 to n - 1, a goroutine each.
func fetchAll(client *http.Client, base string, n int) ([]string, error) {
	genres := make([]string, n)
	failures := make([]error, n)
	var all sync.WaitGroup
	for seed := range n {
		all.Add(1)
		go func() {
			defer all.Done()
			genres[seed], failures[seed] = fetch(client, base, seed)
		}()
	}
	all.Wait()
	return genres, errors.Join(failures...)
}

// open makes a client that speaks one protocol only, with no limit of connections: of those that
// are idle, it would close all but two.
func open(protocol string) *http.Client {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(protocol == "1.1")
	protocols.SetUnencryptedHTTP2(protocol == "2")
	transport := &http.Transport{Protocols: protocols, MaxIdleConnsPerHost: 100_000}
	return &http.Client{Transport: transport, Timeout: 60 * time.Second}
}

func sample(client *http.Client, base string, count string) (string, error) {
	n, err := strconv.Atoi(count)
	if err != nil {
		return "", err
	}
	begin := time.Now()
	genres, err := fetchAll(client, base, n)
	taken := time.Since(begin)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256([]byte(strings.Join(genres, "\n")))
	return fmt.Sprintf("%d\t%s", taken.Nanoseconds(), hex.EncodeToString(sum[:8])), nil
}

func main() {
	var client *http.Client
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		order := strings.Split(lines.Text(), "\t")
		switch order[0] {
		case "open":
			client = open(order[1])
		case "fetch":
			answer, err := sample(client, os.Args[1], order[2])
			if err != nil {
				answer = "error\t" + strings.SplitN(err.Error(), "\n", 2)[0]
			}
			fmt.Println(answer)
		case "close":
			client.CloseIdleConnections()
		}
	}
}
