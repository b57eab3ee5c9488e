//! Calls the functions of libpresign that make URLs with arbitrary input: none may panic, and their results must agree.
//!
//! An input is text, so that seeds are readable: a line of numbers, then lines of strings, then lines that begin with
//! `q` or `h` (a query parameter or a header, `name=value`) or `k` (a key of a batch).
#![no_main]

use libfuzzer_sys::fuzz_target;
use libpresign::{
    presign_batch_options, presign_error, presign_expires_at, presign_pair, presign_request,
    presign_requests, presign_signed_headers, presign_signer, presign_signer_free, presign_signer_new,
    presign_signer_options, presign_status, presign_str, presign_template, presign_template_free,
    presign_template_new, presign_template_urls_flat, presign_url, presign_url_bound, presign_url_ex,
    presign_urls, presign_urls_bound,
};

const OK: presign_status = 0;
const ERR_KEY: presign_status = 6;
const ERR_TOO_SMALL: presign_status = 35;
const ERR_PANIC: presign_status = 37;

/// No sentence is wanted.
const NONE: *mut presign_error = std::ptr::null_mut();

const UNTOUCHED: u8 = 0xee;

fn string(bytes: &[u8]) -> presign_str {
    presign_str { ptr: bytes.as_ptr().cast(), len: bytes.len() }
}

struct Input<'a> {
    numbers: [i64; 10],
    strings: [&'a [u8]; 8],
    query: Vec<presign_pair>,
    headers: Vec<presign_pair>,
    keys: Vec<presign_str>,
}

impl<'a> Input<'a> {
    fn read(data: &'a [u8]) -> Self {
        let mut lines = data.split(|byte| *byte == b'\n');
        let mut input =
            Self { numbers: [0; 10], strings: [b""; 8], query: vec![], headers: vec![], keys: vec![] };
        let numbers = String::from_utf8_lossy(lines.next().unwrap_or_default());
        for (number, text) in input.numbers.iter_mut().zip(numbers.split(' ')) {
            *number = text.parse().unwrap_or_default();
        }
        for (string, line) in input.strings.iter_mut().zip(&mut lines) {
            *string = line;
        }
        for line in lines {
            let Some((kind, rest)) = line.split_first() else { continue };
            let mut halves = rest.splitn(2, |byte| *byte == b'=');
            let mut half = || string(halves.next().unwrap_or_default());
            match kind {
                b'q' => input.query.push(presign_pair { name: half(), value: half() }),
                b'h' => input.headers.push(presign_pair { name: half(), value: half() }),
                b'k' => input.keys.push(string(rest)),
                _ => {}
            }
        }
        input
    }

    fn options(&self) -> presign_signer_options {
        let [access_key, secret_key, session_token, region, endpoint, ..] = self.strings.map(string);
        presign_signer_options {
            struct_size: size_of::<presign_signer_options>(),
            access_key,
            secret_key,
            session_token,
            region,
            endpoint,
            addressing: self.numbers[0] as u32,
            version: self.numbers[1] as u32,
            max_expires_in: self.numbers[2],
            credentials_expire_at: self.numbers[3],
        }
    }

    fn request(&self) -> presign_request {
        let [.., method, bucket, key] = self.strings.map(string);
        presign_request {
            struct_size: size_of::<presign_request>(),
            method,
            bucket,
            key,
            query: self.query.as_ptr(),
            query_count: self.query.len(),
            headers: self.headers.as_ptr(),
            headers_count: self.headers.len(),
            sign_at: self.numbers[4],
            expires_at: self.numbers[5],
            stable_for: self.numbers[6],
            expires_in: self.numbers[7] as u32,
            reserved: 0,
        }
    }
}

/// Returns the status, and the text on success. Calls with a buffer of `cap` bytes, then with one of the size needed.
fn text(
    cap: usize,
    call: impl Fn(*mut i8, usize, *mut usize) -> presign_status,
) -> (presign_status, Vec<u8>) {
    let mut out = vec![UNTOUCHED; cap + 1];
    let mut len = usize::MAX;
    let mut status = call(out.as_mut_ptr().cast(), cap, &raw mut len);
    assert_ne!(status, ERR_PANIC);
    let is_untouched = |bytes: &[u8]| bytes.iter().all(|byte| *byte == UNTOUCHED);
    if status == ERR_TOO_SMALL {
        assert!(is_untouched(&out) && len >= cap);
        out = vec![UNTOUCHED; len + 2];
        status = call(out.as_mut_ptr().cast(), len + 1, &raw mut len);
        assert_eq!((status, out.len()), (OK, len + 2), "the size needed is enough");
    }
    if status != OK {
        assert!(is_untouched(&out) && len == usize::MAX);
        return (status, vec![]);
    }
    assert!(out[len] == 0 && is_untouched(&out[len + 1..]));
    out.truncate(len);
    (status, out)
}

fn check_url(
    signer: *const presign_signer,
    request: &presign_request,
    cap: usize,
) -> (presign_status, Vec<u8>) {
    // SAFETY: all pointers are to values of the caller.
    let (status, url) =
        text(cap, |out, cap, len| unsafe { presign_url_ex(signer, request, out, cap, len, NONE) });
    assert!(url.iter().all(u8::is_ascii_graphic));
    let mut bound = usize::MAX;
    // SAFETY: as above.
    assert_eq!(unsafe { presign_url_bound(signer, request, &raw mut bound, NONE) }, status);
    assert!(bound > url.len());
    let mut expires_at = i64::MIN;
    // SAFETY: as above.
    let expires_at_status = unsafe { presign_expires_at(signer, request, &raw mut expires_at, NONE) };
    assert!(expires_at_status == status || status == ERR_KEY);
    assert_eq!(expires_at_status == OK, (1..=253_402_300_799).contains(&expires_at));
    // SAFETY: as above.
    let (headers, _) =
        text(cap, |out, cap, len| unsafe { presign_signed_headers(request, out, cap, len, NONE) });
    assert!(status != OK || headers == OK);
    if request.query_count == 0
        && request.headers_count == 0
        && request.stable_for == 0
        && request.expires_at == 0
    {
        let presign_request { method, bucket, key, sign_at, expires_in, .. } = *request;
        // SAFETY: as above.
        let flat = text(cap, |out, cap, len| unsafe {
            presign_url(signer, method, bucket, key, sign_at, expires_in, out, cap, len, NONE)
        });
        // With two mistakes the functions may report different ones.
        assert_eq!((flat.0 == OK, &flat.1), (status == OK, &url));
    }
    (status, url)
}

fn check_batch(
    signer: *const presign_signer,
    request: &presign_request,
    keys: &[presign_str],
    cap: usize,
    threads: u32,
) {
    let request = presign_request { key: string(b""), ..*request };
    let options =
        presign_batch_options { struct_size: size_of::<presign_batch_options>(), threads, separator: 0 };
    let call = |out: &mut [u8], offsets: &mut [u64], error: &mut presign_error| {
        // SAFETY: all pointers are to values of this function or of the caller.
        unsafe {
            presign_urls(
                signer,
                &raw const request,
                keys.as_ptr(),
                keys.len(),
                &raw const options,
                out.as_mut_ptr().cast(),
                out.len(),
                offsets.as_mut_ptr(),
                error,
            )
        }
    };
    let (mut out, mut offsets, mut error) = (vec![0; cap], vec![u64::MAX; keys.len() + 1], blank_error());
    let mut status = call(&mut out, &mut offsets, &mut error);
    if status == ERR_TOO_SMALL {
        assert!(offsets[..keys.len()].iter().all(|offset| *offset == u64::MAX));
        out = vec![0; offsets[keys.len()] as usize];
        status = call(&mut out, &mut offsets, &mut error);
        assert_eq!(status, OK, "the size needed is enough");
    }
    let mut bound = usize::MAX;
    // SAFETY: as above.
    let bound_status = unsafe {
        presign_urls_bound(signer, &raw const request, keys.as_ptr(), keys.len(), &raw mut bound, NONE)
    };
    assert_eq!(bound_status, status);
    if status != OK {
        assert_ne!(status, ERR_PANIC);
        assert!(error.index < keys.len() || error.index == usize::MAX);
        check_error(&error, status);
        assert!(offsets.iter().all(|offset| *offset == u64::MAX));
        return;
    }
    assert!(bound as u64 >= offsets[keys.len()]);
    check_flat(signer, &request, keys, &out[..offsets[keys.len()] as usize], &offsets);
    check_requests(signer, &request, keys, &out[..offsets[keys.len()] as usize], &offsets);
    for (key, ends) in keys.iter().zip(offsets.windows(2)) {
        let single = presign_request { key: *key, ..request };
        assert_eq!(check_url(signer, &single, 0), (OK, out[ends[0] as usize..ends[1] as usize].to_vec()));
    }
}

fn blank_error() -> presign_error {
    presign_error {
        struct_size: size_of::<presign_error>(),
        status: 0,
        reason: 0,
        index: 77,
        message: [1; 512],
    }
}

/// The sentence is UTF-8, ends within the struct, and is there for every failure.
fn check_error(error: &presign_error, status: presign_status) {
    assert_eq!((error.status, error.reason), (status, 0));
    let bytes: Vec<u8> = error.message.iter().map(|byte| *byte as u8).collect();
    let end = bytes.iter().position(|byte| *byte == 0).expect("a NUL ends the sentence");
    assert!(!std::str::from_utf8(&bytes[..end]).expect("UTF-8").is_empty());
}

/// The same keys in one text, through a template, give the same links.
fn check_flat(
    signer: *const presign_signer,
    request: &presign_request,
    keys: &[presign_str],
    links: &[u8],
    ends: &[u64],
) {
    let (mut text, mut key_offsets) = (vec![], vec![0]);
    for key in keys {
        // SAFETY: the strings point into the input.
        text.extend_from_slice(unsafe { std::slice::from_raw_parts(key.ptr.cast::<u8>(), key.len) });
        key_offsets.push(text.len() as u64);
    }
    let mut template: *mut presign_template = std::ptr::null_mut();
    let (mut out, mut offsets) = (vec![0; links.len()], vec![0; ends.len()]);
    // SAFETY: all pointers are to values of this function or of the caller.
    unsafe {
        assert_eq!(presign_template_new(signer, request, &raw mut template, NONE), OK);
        let status = presign_template_urls_flat(
            template,
            text.as_ptr().cast(),
            key_offsets.as_ptr(),
            keys.len(),
            std::ptr::null(),
            out.as_mut_ptr().cast(),
            out.len(),
            offsets.as_mut_ptr(),
            NONE,
        );
        assert_eq!(status, OK);
        presign_template_free(template);
    }
    assert!(out == links && offsets == ends);
}

/// The same keys as requests of their own give the same links.
fn check_requests(
    signer: *const presign_signer,
    request: &presign_request,
    keys: &[presign_str],
    links: &[u8],
    ends: &[u64],
) {
    let requests: Vec<_> = keys.iter().map(|key| presign_request { key: *key, ..*request }).collect();
    let (mut out, mut offsets) = (vec![0; links.len()], vec![0; ends.len()]);
    // SAFETY: all pointers are to values of this function or of the caller.
    let status = unsafe {
        presign_requests(
            signer,
            requests.as_ptr(),
            requests.len(),
            std::ptr::null(),
            out.as_mut_ptr().cast(),
            out.len(),
            offsets.as_mut_ptr(),
            NONE,
        )
    };
    assert_eq!(status, OK);
    assert!(out == links && offsets == ends);
}

fuzz_target!(|data: &[u8]| {
    let input = Input::read(data);
    let mut signer: *mut presign_signer = std::ptr::null_mut();
    // SAFETY: the strings point into `data`.
    let status = unsafe { presign_signer_new(&input.options(), &raw mut signer, NONE) };
    assert_ne!(status, ERR_PANIC);
    assert_eq!(signer.is_null(), status != OK);
    if status == OK {
        let cap = input.numbers[8].rem_euclid(4096) as usize;
        check_url(signer, &input.request(), cap);
        check_batch(signer, &input.request(), &input.keys, cap, input.numbers[9] as u32);
        // SAFETY: the signer was made above.
        unsafe { presign_signer_free(signer) };
    }
});
