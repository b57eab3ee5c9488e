//! What the worst input of each call costs: CPU time, and memory beside the input.
//!
//! A call reads no more than the limits of docs/limits.md, so that this is what one request can take from a server.

#![allow(missing_docs, clippy::expect_used, reason = "a bench may fail loudly")]
#![allow(clippy::print_stdout, reason = "it prints a table")]
#![allow(clippy::cast_precision_loss, reason = "the figures are rounded")]

#[path = "../tests/vectors/mod.rs"]
mod vectors;
#[path = "../tests/worst/mod.rs"]
mod worst;

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};

use cpu_time::ThreadTime;
use presign::{
    Condition, ErrorResponse, IpPolicy, Links, MAX_KEY_BYTES, MAX_PLAYLIST_BYTES, MAX_RESPONSE_BYTES, Nested,
    Post, Received, Request, Secret, Verifier, Version, inspect,
};
use vectors::{SECRET_KEY, SIGN_AT};
use worst::{REPEATED, names, repeating, signed_headers, signer, with_value};

/// Counts the bytes in use.
struct Counting;

static USED: AtomicUsize = AtomicUsize::new(0);
static MOST: AtomicUsize = AtomicUsize::new(0);

fn count(added: usize, freed: usize) {
    let used =
        USED.fetch_add(added.wrapping_sub(freed), Ordering::Relaxed).wrapping_add(added).wrapping_sub(freed);
    MOST.fetch_max(used, Ordering::Relaxed);
}

// SAFETY: every call is passed to the system's allocator unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        // SAFETY: the caller guarantees what the system's allocator requires.
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        // SAFETY: the caller guarantees what the system's allocator requires.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        // SAFETY: the caller guarantees what the system's allocator requires.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// Prints a row: the shortest of three times, and the most memory. What the call returns counts as memory.
fn row<T, E>(call: &str, input: &str, bytes: usize, work: impl Fn() -> Result<T, E>) {
    let before = USED.load(Ordering::Relaxed);
    MOST.store(before, Ordering::Relaxed);
    let mut end = "";
    let times = [(); 3].map(|()| {
        let start = ThreadTime::now();
        end = if black_box(work()).is_ok() { "accepted" } else { "refused" };
        start.elapsed()
    });
    let time = times.into_iter().min().expect("three times").as_secs_f64() * 1e3;
    let memory = (MOST.load(Ordering::Relaxed) - before) as f64 / 1e3;
    println!("| `{call}` | {input} | {} | {end} | {time:.3} | {memory:.1} |", thousands(bytes));
}

fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<_> = digits.as_bytes().rchunks(3).rev().map(String::from_utf8_lossy).collect();
    groups.join(" ")
}

const URL_BYTES: usize = 16_000;

fn received() {
    let verifier = Verifier::builder().build().expect("a valid verifier");
    let secret = Secret::from(SECRET_KEY);
    let says = "<Error><Code>SignatureDoesNotMatch</Code></Error>";
    let response = ErrorResponse::read(says).expect("an error response");
    for what in REPEATED {
        let url = repeating(what, URL_BYTES);
        let names = signed_headers(&url);
        let headers = with_value(&names);
        let request = Received::url("GET", &url).headers(&headers).at(SIGN_AT);
        row("inspect", what, url.len(), || inspect(&request));
        row("Verifier::verify", what, url.len(), || {
            verifier.verify(&request, |_| Some(Secret::from("another")))
        });
        row("Verifier::explain", what, url.len(), || {
            Ok::<_, ()>(verifier.explain(&request, &secret, Some(&response)))
        });
    }
    let url = repeating(REPEATED[0], URL_BYTES);
    let names = names("x-other-", 1_000);
    let headers = with_value(&names);
    let request = Received::url("GET", &url).headers(&headers).at(SIGN_AT);
    row("Verifier::verify", "1 000 headers beside", url.len(), || {
        verifier.verify(&request, |_| Some(Secret::from("another")))
    });
}

fn responses() {
    let bytes = MAX_RESPONSE_BYTES;
    let shapes = [
        ("open elements", "<a>".repeat(bytes / 3)),
        ("attributes", format!("<a {}>", names("a", (bytes - 8) / 9).join("='' "))),
        ("references", format!("<Error><Message>{}", "&amp;".repeat(bytes / 5 - 5))),
        ("lists in lists", "[".repeat(bytes)),
        ("members", format!("{{{}", r#""a":{},"#.repeat(bytes / 7 - 1))),
    ];
    for (what, text) in &shapes {
        row("ErrorResponse::read", what, text.len(), || ErrorResponse::read(text));
    }
}

fn signing() {
    let signer = signer(Version::V4);
    let key = "\u{fc}".repeat(MAX_KEY_BYTES / 2);
    let request = Request::get("b", &key).sign_at(SIGN_AT).expires_in(60);
    row("Signer::presign", "the longest key, all of it escaped", key.len(), || signer.presign(&request));
    let parameters = names("parameter-", 1_000);
    let pairs = with_value(&parameters);
    let request = Request::get("b", "k").query(&pairs).sign_at(SIGN_AT).expires_in(60);
    row("Signer::presign", "1 000 parameters", 17_000, || signer.presign(&request));
    let meta = names("x-amz-meta-", 1_000);
    let pairs = with_value(&meta);
    let request = Request::get("b", "k").headers(&pairs).sign_at(SIGN_AT).expires_in(60);
    row("Signer::presign", "1 000 headers", 17_000, || signer.presign(&request));

    let conditions: Vec<_> = pairs.iter().map(|(name, value)| Condition::Exact { name, value }).collect();
    let post = Post::new("b", "k").fields(&pairs).conditions(&conditions).sign_at(SIGN_AT);
    row("Signer::presign_post", "1 000 fields and conditions", 34_000, || signer.presign_post(&post));

    let networks: Vec<String> = (0..10_000).map(|n| format!("10.{}.{}.0/25", n / 256, n % 256)).collect();
    let networks: Vec<&str> = networks.iter().map(String::as_str).collect();
    row("IpPolicy::build", "10 000 networks", 150_000, || {
        IpPolicy::prefix("b", "k").allow(&networks).build()
    });
}

fn playlists() {
    let signer = signer(Version::V4);
    let request = Request::get("b", "v/p.m3u8").sign_at(SIGN_AT).expires_in(60);
    let uris = format!("#EXTM3U\n{}", "a\n".repeat(199_999));
    let longest = "a/../".repeat(1_600) + "a";
    let key = "#EXTM3U\n#EXT-X-DEFINE:NAME=\"v\",VALUE=\"".to_owned() + &"\u{fc}".repeat(500) + "\"\n";
    let shapes = [
        ("short URIs", uris),
        ("long URIs", format!("#EXTM3U\n{}", format!("{longest}\n").repeat(2_000))),
        ("variables of long keys", key + &"{$v}\n".repeat(16_000)),
        ("one comment", format!("#EXTM3U\n#{}", "a".repeat(MAX_PLAYLIST_BYTES - 10))),
        ("attributes", format!("#EXTM3U\n#EXT-X-KEY:{}", "A=\"\",".repeat(MAX_PLAYLIST_BYTES / 5 - 10))),
    ];
    for (what, text) in &shapes {
        row("presign_playlist", what, text.len(), || signer.presign_playlist(text, &request, Nested::Refuse));
    }
}

fn columns() {
    let signer = signer(Version::V4);
    let template =
        signer.template(&Request::get("b", "").sign_at(SIGN_AT).expires_in(60)).expect("a valid request");
    let keys = vec!["\u{fc}".repeat(MAX_KEY_BYTES / 2); 1 << 20];
    row("Template::presign_many", "a column of the longest keys", MAX_KEY_BYTES << 20, || {
        template.presign_many(&keys, 1)
    });
    row("Batch::chunks", "the same, in chunks", MAX_KEY_BYTES << 20, || {
        let mut bytes = 0;
        let mut links = Links::default();
        template.batch().chunks(&keys, &mut links, |links| {
            bytes += links.text().len();
            Ok::<(), presign::BatchError>(())
        })
    });
}

fn main() {
    println!("| call | input | bytes of input | result | CPU time, ms | memory, kB |");
    println!("|---|---|--:|---|--:|--:|");
    received();
    responses();
    signing();
    playlists();
    columns();
}
