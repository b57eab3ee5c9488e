//! A batch in a pipe: URLs are printed as keys arrive, memory use is bounded, and the reader may close the pipe.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::Duration;

use crate::runner::{Presign, parameter, place};

/// Far longer than a machine under load needs; only a failing test waits for it.
const DEADLINE: Duration = Duration::from_secs(30);

/// A running batch that is written to and read from key by key.
struct Pipe {
    child: Child,
    end: u8,
    stdin: ChildStdin,
    links: Receiver<String>,
}

impl Pipe {
    fn open(words: &[&str]) -> Self {
        let end = if words.contains(&"--null") { 0 } else { b'\n' };
        let words = ["batch", "s3://bucket/", "--endpoint-url", "h"].iter().chain(words);
        let mut child = Presign::new().command(words).stdin(Stdio::piped()).spawn().unwrap();
        let stdin = child.stdin.take().unwrap();
        let stdout = BufReader::new(child.stdout.take().unwrap());
        let (sender, links) = channel();
        thread::spawn(move || {
            for link in stdout.split(end) {
                // The receiver is gone if the test has failed.
                let _ = sender.send(String::from_utf8(link.unwrap()).unwrap());
            }
        });
        Self { child, end, stdin, links }
    }

    /// Writes one key and waits for its URL.
    fn link(&mut self, key: &str) -> String {
        self.stdin.write_all(&[key.as_bytes(), &[self.end]].concat()).unwrap();
        let link = self.links.recv_timeout(DEADLINE).unwrap();
        assert_eq!(place(&link), format!("https://h/bucket/{key}"));
        link
    }

    fn close(mut self) {
        drop(self.stdin);
        assert!(self.links.recv().is_err(), "a link too many");
        assert!(self.child.wait().unwrap().success());
    }
}

#[test]
fn a_url_is_printed_before_the_next_key_is_written() {
    for words in [&[][..], &["--threads", "2"], &["--v2"], &["--null"]] {
        let mut pipe = Pipe::open(words);
        for number in 0..10 {
            pipe.link(&format!("key{number}"));
        }
        pipe.close();
    }
}

/// A line without a newline is not a complete key yet.
#[test]
fn half_a_line_waits_for_the_rest() {
    let mut pipe = Pipe::open(&[]);
    pipe.stdin.write_all(b"a\nb").unwrap();
    assert_eq!(place(&pipe.links.recv_timeout(DEADLINE).unwrap()), "https://h/bucket/a");
    assert!(pipe.links.recv_timeout(Duration::from_millis(100)).is_err());
    pipe.stdin.write_all(b"c\nd").unwrap();
    assert_eq!(place(&pipe.links.recv_timeout(DEADLINE).unwrap()), "https://h/bucket/bc");
    drop(pipe.stdin);
    assert_eq!(place(&pipe.links.recv_timeout(DEADLINE).unwrap()), "https://h/bucket/d");
    assert!(pipe.child.wait().unwrap().success());
}

/// A pipe may stay open for hours: a lifetime counts from the time of signing, while an expiry or a signing time is
/// fixed.
#[test]
fn a_lifetime_counts_from_the_time_of_signing() {
    let mut pipes = [
        Pipe::open(&["--expires-in", "60"]),
        Pipe::open(&[]),
        Pipe::open(&["--expires-at", &in_an_hour()]),
        Pipe::open(&["--sign-at", "1369353600", "--expires-in", "60"]),
        Pipe::open(&["--expires-in", "60", "--v2"]),
        Pipe::open(&["--expires-at", &in_an_hour(), "--v2"]),
    ];
    let time = |link: &String| {
        parameter(link, "X-Amz-Date").or_else(|| parameter(link, "Expires")).map(str::to_owned).unwrap()
    };
    let first = pipes.each_mut().map(|pipe| pipe.link("key"));
    thread::sleep(Duration::from_millis(1100));
    let second = pipes.each_mut().map(|pipe| pipe.link("key"));
    let fixed: Vec<bool> = first.iter().zip(&second).map(|(one, other)| time(one) == time(other)).collect();
    assert_eq!(fixed, [false, false, true, true, false, true]);
    for (index, (one, other)) in first.iter().zip(&second).enumerate() {
        assert_eq!(one == other, fixed[index], "{one} {other}");
    }
    pipes.into_iter().for_each(Pipe::close);
}

fn in_an_hour() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    (now.as_secs() + 3600).to_string()
}

/// 300 000 keys make 30 MB of URLs. Version 2 is used because it is faster in builds without optimization.
#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_list() {
    use std::io::Read;

    const KEYS: usize = 300_000;
    const MOST_KIB: u64 = 32 * 1024;
    let words = ["batch", "s3://bucket/", "--endpoint-url", "h", "--v2", "--threads", "2"];
    let mut child = Presign::new().command(words).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // The pipe is kept open until memory use is read, because an exited process has none.
    let feeder = thread::spawn(move || {
        let keys: String = (0..KEYS).map(|number| format!("{number}\n")).collect();
        stdin.write_all(keys.as_bytes()).unwrap();
        stdin
    });
    let mut links = BufReader::new(child.stdout.take().unwrap());
    let mut link = Vec::new();
    for _ in 0..KEYS {
        link.clear();
        links.read_until(b'\n', &mut link).unwrap();
    }
    assert!(link.starts_with(b"https://h/bucket/299999?"));
    let status = std::fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    let peak: u64 = peak.trim().strip_suffix(" kB").unwrap().parse().unwrap();
    drop(feeder.join().unwrap());
    assert_eq!(links.read_to_end(&mut link).unwrap(), 0);
    assert!(child.wait().unwrap().success());
    assert!(peak < MOST_KIB, "{peak} KiB");
}

/// The line is refused as soon as it is too long for a key, and the rest is not read.
#[test]
fn a_line_without_a_newline_does_not_fill_the_memory() {
    const LINE: usize = 100_000_000;
    // More than the capacity of a pipe and of a read buffer.
    const MOST: usize = 4_000_000;
    let mut child = Presign::new().command(["batch", "s3://bucket/"]).stdin(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut written = 0;
    while written < LINE {
        match stdin.write(&[b'x'; 65_536]) {
            Ok(bytes) => written += bytes,
            Err(error) => {
                assert_eq!(error.kind(), std::io::ErrorKind::BrokenPipe);
                break;
            }
        }
    }
    assert!(written < MOST, "{written} bytes were taken");
    let output = child.wait_with_output().unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{message}");
    assert!(message.contains("line 1") && message.contains("1024"), "{message}");
}

/// The number of the signal on POSIX systems.
#[cfg(unix)]
const SIGPIPE: i32 = 13;

/// The reader reads one line and closes the pipe, as `head -1` does.
#[cfg(unix)]
#[test]
fn a_pipe_closed_by_its_reader_is_no_error() {
    use std::io::Read;
    use std::os::unix::process::ExitStatusExt;

    let presign = Presign::new().file("keys", "key\n".repeat(100_000));
    for words in [
        &["batch", "s3://bucket/", "keys"][..],
        &["batch", "s3://bucket/", "keys", "--threads", "2"],
        &["batch", "s3://bucket/", "keys", "--null"],
    ] {
        let start = std::time::Instant::now();
        let list = if words.contains(&"--null") { "key\0".repeat(100_000) } else { String::new() };
        let words = words.iter().map(|word| if list.is_empty() || *word != "keys" { *word } else { "-" });
        let mut child = presign.command(words).stdin(Stdio::piped()).spawn().unwrap();
        let feeder = crate::runner::feed(&mut child, list.into_bytes());
        let mut stdout = child.stdout.take().unwrap();
        stdout.read_exact(&mut [0; 100]).unwrap();
        drop(stdout);
        let output = child.wait_with_output().unwrap();
        assert_eq!((output.status.signal(), output.stderr.as_slice()), (Some(SIGPIPE), &b""[..]));
        assert!(start.elapsed() < DEADLINE);
        feeder.join().unwrap();
    }
}

/// The pipe is closed before anything is read from it.
#[cfg(unix)]
#[test]
fn a_pipe_closed_before_any_read_is_no_error() {
    use std::os::unix::process::ExitStatusExt;

    for words in
        [&["s3://bucket/key"][..], &["signurl", "s3://bucket/key", "+60", "--endpoint-url", "h"], &["--help"]]
    {
        let mut child = Presign::new().command(words).stdin(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        // The command may have written before the pipe was closed; in both cases it prints no message.
        assert!(output.status.success() || output.status.signal() == Some(SIGPIPE), "{words:?}");
        assert_eq!(output.stderr.as_slice(), b"", "{words:?}");
    }
}
