//! What AWS itself has and other storages have not: partitions, host names, rules for buckets, access points.

pub(crate) mod access_point;
pub(crate) mod bucket;
pub(crate) mod host;
pub(crate) mod partition;
