//! Bucket policies that narrow links down to networks.

use std::ffi::c_char;

use presign::IpPolicy;

use crate::boundary::export;
use crate::inputs::{Growing, optional_str_in, presign_str, str_in, strs_in, struct_in};
use crate::outputs::Text;
use crate::status::presign_status;

/// Which objects a policy is about, and from where they may be asked for.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct presign_ip_policy_options {
    /// sizeof(presign_ip_policy_options).
    pub struct_size: usize,
    /// The bucket: letters, digits, - . _ alone.
    pub bucket: presign_str,
    /// The keys: * stands for any characters, ? for one; photos/* for all that begin so. Default: *, all objects.
    pub pattern: presign_str,
    /// The region, whose partition (aws, aws-cn, aws-us-gov) stands in the policy. Default: aws, which is also what
    /// other storages have.
    pub region: presign_str,
    /// The addresses and networks that are not refused: 203.0.113.7, 203.0.113.0/24, 2001:db8::/32. At least one.
    pub allow: *const presign_str,
    /// The number of addresses and networks.
    pub allow_count: usize,
    /// What is denied elsewhere: s3:PutObject, s3:*. Default: s3:GetObject and s3:GetObjectVersion.
    pub actions: *const presign_str,
    /// The number of actions.
    pub actions_count: usize,
}

// SAFETY: it holds numbers and pointers, and no bytes are not a value of those.
#[allow(unsafe_code)]
unsafe impl Growing for presign_ip_policy_options {
    const FIRST_SIZE: usize = std::mem::offset_of!(Self, actions_count) + size_of::<usize>();
}

export! {
    /// A bucket policy that refuses whoever asks from other addresses, with a link or without: JSON, as PutBucketPolicy
    /// takes it. Putting it into place is the owner's business, and replaces the bucket's policy. Behind a proxy the
    /// storage sees the proxy's address.
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
    ) -> presign_status {
        // SAFETY: 1, 2, 3.
        let out = unsafe { Text::new(out, out_cap, out_len) }?;
        // SAFETY: 1.
        let options = unsafe { struct_in(options) }?;
        // SAFETY: 2.
        let (bucket, pattern, region, allow, actions) = unsafe {
            (
                str_in(options.bucket)?,
                str_in(options.pattern)?,
                optional_str_in(options.region)?,
                strs_in(options.allow, options.allow_count)?,
                strs_in(options.actions, options.actions_count)?,
            )
        };
        let policy = IpPolicy::pattern(bucket, pattern).allow(&allow).region(region);
        let policy = if actions.is_empty() { policy } else { policy.actions(&actions) };
        out.copy(&policy.build()?.to_json())
    }
}
