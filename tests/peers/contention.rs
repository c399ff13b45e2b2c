//! Counting with many threads in Rust, for tests/bench: a long-lived program that takes one sample for
//! each line of its standard input. README.md beside this file tells how.

use std::io::{stdin, BufRead};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::Mutex;
use std::thread;
use std::time::Instant;

/// A tally with a lock, as long as two lines of a cache, so that no two lie in one.
#[repr(align(128))]
#[derive(Default)]
struct Tally(Mutex<u64>);

fn yes(i: usize) -> bool {
    (i as u32).wrapping_mul(0x9E37_79B9) >> 31 == 1
}

/// Does a part on each of so many threads, and returns what the parts returned.
fn in_parts<T: Send>(threads: usize, part: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let part = &part;
    thread::scope(|all| {
        let handles: Vec<_> = (0..threads).map(|number| all.spawn(move || part(number))).collect();
        handles.into_iter().map(|handle| handle.join().expect("a part panicked")).collect()
    })
}

fn one_mutex(threads: usize, n: usize) -> u64 {
    let one = Mutex::new(0);
    in_parts(threads, |part| {
        for i in (part..n).step_by(threads) {
            if yes(i) {
                *one.lock().expect("poisoned") += 1;
            }
        }
    });
    one.into_inner().expect("poisoned")
}

fn one_atomic(threads: usize, n: usize) -> u64 {
    let count = AtomicU64::new(0);
    in_parts(threads, |part| {
        for i in (part..n).step_by(threads) {
            if yes(i) {
                count.fetch_add(1, Ordering::SeqCst);
            }
        }
    });
    count.into_inner()
}

fn own_mutexes(threads: usize, n: usize) -> u64 {
    let tallies: Vec<Tally> = (0..threads).map(|_| Tally::default()).collect();
    in_parts(threads, |part| {
        for i in (part..n).step_by(threads) {
            if yes(i) {
                *tallies[part].0.lock().expect("poisoned") += 1;
            }
        }
    });
    tallies.into_iter().map(|tally| tally.0.into_inner().expect("poisoned")).sum()
}

fn confined(threads: usize, n: usize) -> u64 {
    in_parts(threads, |part| (part..n).step_by(threads).filter(|&i| yes(i)).count() as u64)
        .into_iter()
        .sum()
}

fn main() {
    for line in stdin().lock().lines() {
        let line = line.expect("no line");
        let words: Vec<&str> = line.split('\t').collect();
        let version = match words[1] {
            "Rust Mutex" => one_mutex,
            "Rust atomic" => one_atomic,
            "Rust own Mutexes" => own_mutexes,
            "Rust confined" => confined,
            other => panic!("no version {other}"),
        };
        let threads = words[2].parse().expect("no number of threads");
        let n = words[3].parse().expect("no number");
        let begin = Instant::now();
        let count = version(threads, n);
        println!("{}\t{}", begin.elapsed().as_nanos(), count);
    }
}
