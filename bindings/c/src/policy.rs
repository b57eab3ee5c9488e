//! Bucket policies that limit requests to networks.

use std::ffi::c_char;

use presign::IpPolicy;

use crate::boundary::fallible_export;
use crate::inputs::{Versioned, optional_str_in, presign_str, str_in, strs_in, struct_in};
use crate::outputs::TextOut;

/// The objects that a policy covers, and the networks that may request them.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_ip_policy_options {
    /// sizeof(presign_ip_policy_options).
    pub struct_size: usize,
    /// Bucket: only letters, digits, and - . _
    pub bucket: presign_str,
    /// Keys: * matches any characters, ? matches one; photos/* matches all keys that begin with photos/. Default: *,
    /// all objects.
    pub pattern: presign_str,
    /// Region, whose partition (aws, aws-cn, aws-us-gov) becomes part of the policy. Default: aws, which other
    /// storages use too.
    pub region: presign_str,
    /// Addresses and networks that are not refused: 203.0.113.7, 203.0.113.0/24, 2001:db8::/32. At least one.
    pub allow: *const presign_str,
    /// Number of addresses and networks.
    pub allow_count: usize,
    /// Actions that are denied to all other addresses: s3:PutObject, s3:*. Default: s3:GetObject and
    /// s3:GetObjectVersion.
    pub actions: *const presign_str,
    /// Number of actions.
    pub actions_count: usize,
}

// SAFETY: the struct holds only numbers and pointers, for which any bytes are valid.
#[allow(unsafe_code)]
unsafe impl Versioned for presign_ip_policy_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, actions_count) + size_of::<usize>();
}

fallible_export! {
    /// Makes a bucket policy that refuses requests from other addresses, with a presigned URL or without: JSON, as
    /// PutBucketPolicy accepts it. The owner of the bucket must install it, which replaces the policy that the bucket
    /// has. Behind a proxy the storage sees the address of the proxy.
    ///
    /// out, out_cap, out_len: as for presign_url. The text is UTF-8.
    ///
    /// Errors: PRESIGN_ERR_POLICY for pattern, addresses and actions, _BUCKET, _REGION; PRESIGN_ERR_NULL_POINTER,
    /// _STRUCT_SIZE, _UTF8, _BUFFER_TOO_SMALL, _TOO_LARGE.
    fn presign_ip_policy(
        options: *const presign_ip_policy_options,
        out: *mut c_char,
        out_cap: usize,
        out_len: *mut usize,
    ) {
        // SAFETY: 1, 2, 3.
        let out = unsafe { TextOut::new(out, out_cap, out_len) }?;
        // SAFETY: 1.
        let options = unsafe { struct_in(options, "options") }?;
        // SAFETY: 2.
        let (bucket, pattern, region, allow, actions) = unsafe {
            (
                str_in(options.bucket, "options.bucket")?,
                str_in(options.pattern, "options.pattern")?,
                optional_str_in(options.region, "options.region")?,
                strs_in(options.allow, options.allow_count, "options.allow")?,
                strs_in(options.actions, options.actions_count, "options.actions")?,
            )
        };
        let policy = IpPolicy::pattern(bucket, pattern).allow(&allow).region(region);
        let policy = if actions.is_empty() { policy } else { policy.actions(&actions) };
        out.copy(&policy.build()?.to_json())
    }
}
