//! Calls presign_inspect, presign_verify and presign_explain with arbitrary requests: they must not panic, their results
//! must agree, and they must not write outside their buffers.
//!
//! An input is text, so that seeds are readable: a line of numbers, then lines of strings, then lines that begin with
//! `h` (a header, `name=value`) or `r` (the name of a header that must be signed).
#![no_main]

use libfuzzer_sys::fuzz_target;
use libpresign::{
    presign_error, presign_explain, presign_explain_options, presign_explanation, presign_inspect,
    presign_inspection, presign_pair, presign_received, presign_refusal, presign_secret, presign_status,
    presign_str, presign_verified, presign_verifier, presign_verifier_free, presign_verifier_new,
    presign_verifier_options, presign_verify,
};

const OK: presign_status = 0;
const ERR_TOO_SMALL: presign_status = 35;
const ERR_PANIC: presign_status = 37;
const ERR_REFUSED: presign_status = 38;

const UNTOUCHED: u8 = 0xee;

fn string(bytes: &[u8]) -> presign_str {
    presign_str { ptr: bytes.as_ptr().cast(), len: bytes.len() }
}

struct Input<'a> {
    numbers: [i64; 6],
    strings: [&'a [u8]; 10],
    headers: Vec<presign_pair>,
    required: Vec<presign_str>,
}

impl<'a> Input<'a> {
    fn read(data: &'a [u8]) -> Self {
        let mut lines = data.split(|byte| *byte == b'\n');
        let mut input = Self { numbers: [0; 6], strings: [b""; 10], headers: vec![], required: vec![] };
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
                b'h' => input.headers.push(presign_pair { name: half(), value: half() }),
                b'r' => input.required.push(string(rest)),
                _ => {}
            }
        }
        input
    }

    fn options(&self) -> presign_verifier_options {
        let [endpoint, bucket, region, ..] = self.strings.map(string);
        presign_verifier_options {
            struct_size: size_of::<presign_verifier_options>(),
            endpoint,
            bucket,
            region,
            required_headers: self.required.as_ptr(),
            required_headers_count: self.required.len(),
            max_expires_in: self.numbers[0],
            clock_skew: self.numbers[1],
            addressing: self.numbers[2] as u32,
            flags: self.numbers[3] as u32,
        }
    }

    fn received(&self) -> presign_received {
        let [.., method, url, host, target, _, _, _] = self.strings.map(string);
        presign_received {
            struct_size: size_of::<presign_received>(),
            method,
            url,
            host,
            target,
            headers: self.headers.as_ptr(),
            headers_count: self.headers.len(),
            now: self.numbers[4],
        }
    }
}

/// A buffer filled by a call. Views must point into it.
struct Buffer {
    out: Vec<u8>,
}

impl Buffer {
    fn view(&self, view: presign_str) -> &[u8] {
        let start = view.ptr.addr() - self.out.as_ptr().addr();
        assert_eq!(self.out[start + view.len], 0);
        &self.out[start..start + view.len]
    }
}

/// Calls with a buffer of `cap` bytes, then with one of the size needed, which is misaligned.
fn fill(cap: usize, call: impl Fn(*mut i8, usize, *mut usize) -> presign_status) -> (presign_status, Buffer) {
    let mut out = vec![UNTOUCHED; cap + 1];
    let mut len = usize::MAX;
    let mut status = call(out.as_mut_ptr().cast(), cap, &raw mut len);
    assert_ne!(status, ERR_PANIC);
    let is_untouched = |bytes: &[u8]| bytes.iter().all(|byte| *byte == UNTOUCHED);
    if status == ERR_TOO_SMALL {
        assert!(is_untouched(&out) && len >= cap);
        out = vec![UNTOUCHED; len + 3];
        // SAFETY: the buffer has more than one byte.
        status = call(unsafe { out.as_mut_ptr().add(1) }.cast(), len + 1, &raw mut len);
        assert!(status == OK || status == ERR_REFUSED, "the size needed is enough");
        assert_eq!(out.len(), len + 3);
        assert!(out[0] == UNTOUCHED && out[len + 2] == UNTOUCHED);
    } else if status == ERR_REFUSED {
        assert!(len < cap && is_untouched(&out[cap..]));
    } else if status == OK {
        assert!(len < cap && is_untouched(&out[cap..]));
    } else {
        assert!(is_untouched(&out) && len == usize::MAX);
    }
    (status, Buffer { out })
}

fn blank<T>(size: impl Fn(&mut T) -> &mut usize) -> T {
    // SAFETY: the structs for results hold only numbers and pointers.
    let mut value: T = unsafe { std::mem::zeroed() };
    *size(&mut value) = size_of::<T>();
    value
}

fn blank_refusal() -> presign_refusal {
    blank(|refusal: &mut presign_refusal| &mut refusal.struct_size)
}

fn blank_error() -> presign_error {
    blank(|error: &mut presign_error| &mut error.struct_size)
}

/// A refusal has its parts and its sentence, and nothing else has them.
fn check_refusal(status: presign_status, refusal: &presign_refusal, error: &presign_error, buffer: &Buffer) {
    if status != ERR_REFUSED {
        assert_eq!(refusal.reason, 0);
        return;
    }
    assert!(refusal.reason > 0 && refusal.reason == error.reason && error.status == status);
    let [code, message, detail] =
        [refusal.code, refusal.message, refusal.detail].map(|part| buffer.view(part));
    assert!(!code.is_empty() && !message.is_empty());
    assert!([code, message, detail].iter().all(|part| std::str::from_utf8(part).is_ok()));
    let sentence: Vec<u8> = error.message.iter().map(|byte| *byte as u8).collect();
    let end = sentence.iter().position(|byte| *byte == 0).expect("a NUL ends the sentence");
    assert!(std::str::from_utf8(&sentence[..end]).is_ok_and(|sentence| !sentence.is_empty()));
}

fuzz_target!(|data: &[u8]| {
    let input = Input::read(data);
    let mut verifier: *mut presign_verifier = std::ptr::null_mut();
    // SAFETY: the strings point into `data`, here and below.
    let status = unsafe { presign_verifier_new(&input.options(), &raw mut verifier, std::ptr::null_mut()) };
    assert_ne!(status, ERR_PANIC);
    assert_eq!(verifier.is_null(), status != OK);
    let received = input.received();
    let [.., secret, token, response] = input.strings.map(string);
    let cap = input.numbers[5].rem_euclid(4096) as usize;

    let mut link = blank(|link: &mut presign_inspection| &mut link.struct_size);
    let output = std::cell::Cell::from_mut(&mut link).as_ptr();
    let (mut refusal, mut error) = (blank_refusal(), blank_error());
    let (why, told) = (&raw mut refusal, &raw mut error);
    // SAFETY: as above.
    let (inspected, buffer) = fill(cap, |out, cap, len| unsafe {
        presign_inspect(verifier, &received, output, out, cap, len, why, told)
    });
    check_refusal(inspected, &refusal, &error, &buffer);
    if inspected == OK {
        assert!(link.version == 2 || link.version == 4);
        // SAFETY: the pairs are in the buffer, aligned.
        let query: Vec<presign_pair> =
            (0..link.query_count).map(|index| unsafe { link.query.add(index).read() }).collect();
        assert!(
            query
                .iter()
                .all(|pair| buffer.view(pair.name).len() + buffer.view(pair.value).len() < data.len())
        );
    }
    let link_access_key =
        if inspected == OK && link.access_key.len > 0 { link.access_key } else { string(b"A") };
    if !verifier.is_null() {
        let mut verified = blank(|link: &mut presign_verified| &mut link.struct_size);
        let output = std::cell::Cell::from_mut(&mut verified).as_ptr();
        let (mut refusal, mut error) = (blank_refusal(), blank_error());
        let (why, told) = (&raw mut refusal, &raw mut error);
        let secrets =
            [presign_secret { access_key: link_access_key, secret_key: secret, session_token: token }];
        // Without a secret key the access key is unknown.
        let known = usize::from(secret.len > 0);
        let enough =
            received.url.len + received.host.len + received.target.len + input.strings[1].len() + 1024;
        // SAFETY: as above.
        let (status, verify_buffer) = fill(enough, |out, cap, len| unsafe {
            presign_verify(verifier, &received, secrets.as_ptr(), known, output, out, cap, len, why, told)
        });
        check_refusal(status, &refusal, &error, &verify_buffer);
        assert!(verify_buffer.out.len() == enough + 1, "the size that the header calls enough is enough");
        if status == OK {
            assert_eq!(inspected, OK);
            assert_eq!(verify_buffer.view(verified.bucket), buffer.view(link.bucket));
            assert_eq!(verify_buffer.view(verified.key), buffer.view(link.key));
            assert_eq!(verify_buffer.view(verified.access_key), buffer.view(link.access_key));
            assert_eq!((verified.signed_at, verified.expires_at), (link.signed_at, link.expires_at));
            assert!(verified.expires_at > received.now);
        }
    }
    let secrets = [presign_secret { access_key: link_access_key, secret_key: secret, session_token: token }];
    let options = presign_explain_options {
        struct_size: size_of::<presign_explain_options>(),
        response,
        flags: (input.numbers[5] & 1) as u32,
        reserved: 0,
    };
    let mut found = blank(|found: &mut presign_explanation| &mut found.struct_size);
    let output = std::cell::Cell::from_mut(&mut found).as_ptr();
    // SAFETY: as above.
    let (status, buffer) = fill(cap, |out, cap, len| unsafe {
        presign_explain(
            verifier,
            &received,
            secrets.as_ptr(),
            1,
            &raw const options,
            output,
            out,
            cap,
            len,
            std::ptr::null_mut(),
        )
    });
    assert!(status != OK || (found.cause > 0 && !buffer.view(found.sentence).is_empty()));
    // SAFETY: the verifier was made above, or is NULL.
    unsafe { presign_verifier_free(verifier) };
});
