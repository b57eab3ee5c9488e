//! Many URLs, each of its own request.

use std::ffi::c_char;

use presign::{Error, Request};

use crate::batch::{BatchOut, presign_batch_options};
use crate::boundary::fallible_export;
use crate::error::Failure;
use crate::inputs::{reference, structs_in};
use crate::request::{RequestParts, presign_request};
use crate::signer::presign_signer;

/// What the sentences of errors call the requests.
const NAME: &str = "requests";

fallible_export! {
    /// Makes URLs like presign_urls, each of its own request: method, bucket, key, query, headers and expiry can all
    /// differ. They equal those of presign_url_ex, in the order of the requests.
    ///
    /// requests, n: n requests, all with the same struct_size; NULL is allowed if n is 0.
    /// options, out, out_cap, offsets: as for presign_urls.
    ///
    /// Errors: those of presign_url_ex, with the index of the first wrong request; PRESIGN_ERR_CHOICE for the separator.
    /// After an error the contents of out are unspecified.
    fn presign_requests(
        signer: *const presign_signer,
        requests: *const presign_request,
        n: usize,
        options: *const presign_batch_options,
        out: *mut c_char,
        out_cap: usize,
        offsets: *mut u64,
    ) {
        // SAFETY: 1, 2, 3, 4.
        let (signer, read, out) = unsafe {
            let out = BatchOut::new(options, out, out_cap, offsets, n)?;
            (reference(signer, "signer")?, read(requests, n)?, out)
        };
        let mut requests: Vec<Request> = Vec::new();
        requests.try_reserve_exact(read.parts.len()).map_err(|_| Error::Memory)?;
        requests.extend(read.parts.iter().map(|parts| parts.request(&read.pairs)));
        match read.failure {
            None => out.write_requests(&signer.signer, &requests),
            // An earlier request may break another rule, and the first wrong one is the one to report.
            Some(failure) => Err(out.check_requests(&signer.signer, &requests).err().unwrap_or(failure)),
        }
    }
}

/// The requests before the first whose pointers are wrong, and what is wrong with that one.
struct ReadRequests<'a> {
    parts: Vec<RequestParts<'a>>,
    /// The pairs of all of them.
    pairs: Vec<(&'a str, &'a str)>,
    failure: Option<Failure>,
}

/// # Safety
/// Invariants 1 and 2 of the crate, for the array and for all that its structs point to.
#[allow(unsafe_code)]
unsafe fn read<'a>(requests: *const presign_request, n: usize) -> Result<ReadRequests<'a>, Failure> {
    // SAFETY: 2.
    let requests = unsafe { structs_in(requests, n, NAME) }?;
    let mut read = ReadRequests { parts: Vec::new(), pairs: Vec::new(), failure: None };
    read.parts.try_reserve_exact(n).map_err(|_| Error::Memory)?;
    for (index, request) in requests.enumerate() {
        let parts = request.map_err(Failure::from).and_then(|given| {
            // SAFETY: 2.
            let parts = unsafe { RequestParts::read(&given, &mut read.pairs) };
            parts.map_err(|failure| failure.of_element(NAME, index))
        });
        match parts {
            Ok(parts) => read.parts.push(parts),
            Err(failure) => {
                read.failure = Some(failure);
                break;
            }
        }
    }
    Ok(read)
}
