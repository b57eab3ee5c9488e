//! The class `Signer`.

use std::str::FromStr;

use presign::{ErrorKind, Request};
use presign_cli::config::{self, Lookup, Overrides};
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString, PyTuple};

use crate::errors::{from_core, raise, refuse_pickling};
use crate::options::Options;
use crate::request::PresignedRequest;
use crate::text::{BUCKET, KEY, METHOD, Name, optional_text, text};
use crate::unexpected::Unexpected;
use crate::{arrow, columns, many, playlist, post, times, unexpected, warnings};

pub(crate) const REGION: Name = Name("region", ErrorKind::Region);
pub(crate) const ENDPOINT: Name = Name("endpoint", ErrorKind::Endpoint);

/// Signs URLs offline. A signer is immutable: one can be used by all threads, and after a fork.
///
/// It owns a copy of the credentials, which is wiped from memory when the signer is freed. Neither repr nor errors show
/// a secret. No method uses the network.
///
/// Args:
///     access_key: the access key id, which every URL contains.
///     secret_key: the secret key.
///     session_token: the session token of temporary keys, which every URL then contains.
///     region: the region in the credential scope. The default is the region in an AWS endpoint, otherwise us-east-1.
///     endpoint: [http://|https://]host[:port][/base/path]; a bare host means https. None: AWS's host of the region.
///     addressing: where the bucket is in the URL: path (https://host/bucket/key), virtual (https://bucket.host/key),
///         cname (the host is the bucket), virtual-or-path (virtual wherever it is possible), or auto: path with an
///         endpoint, and on AWS virtual if the bucket is a single DNS label.
///     version: the signature version, v4 or v2.
///     max_expires_in: the longest lifetime, int (seconds) or timedelta, for storages whose limit is not seven days. It
///         then applies to version 2 too, which has no limit otherwise.
///     credentials_expire_at: when the credentials expire, int (Unix seconds) or an aware datetime. A URL that would
///         expire later is refused.
///
/// Raises:
///     PresignError: a setting is invalid.
///     TypeError: a value has the wrong type, or an argument is unknown.
///
/// >>> import presign
/// >>> signer = presign.Signer(
/// ...     "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
/// ...     endpoint="s-dt2.cloud.gcore.lu", region="s-dt2",
/// ... )
/// >>> signer.get("example-bucket", "image.jpg", expires_in=604800)
/// 'https://s-dt2.cloud.gcore.lu/example-bucket/image.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&...'
#[pyclass(frozen, name = "Signer", module = "presign")]
pub(crate) struct Signer(presign::Signer);

/// Reads an argument that is one of a fixed set of names.
pub(crate) fn choice<T: FromStr<Err = presign::Error>>(
    py: Python<'_>,
    value: Option<&Bound<'_, PyAny>>,
    name: &'static str,
) -> PyResult<Option<T>> {
    let chosen = optional_text(value, Name(name, ErrorKind::Choice))?;
    chosen.map(|chosen| chosen.parse().map_err(|error| from_core(py, &error))).transpose()
}

/// The keywords that the methods that sign share, as Python shows them. The signature for pyo3 has further arguments, for
/// [`unexpected::refuse_named`], which Python must not show.
macro_rules! keywords {
    () => {
        "expires_in=None, expires_at=None, query=None, headers=None, sign_at=None, stable_for=None, \
         response_content_disposition=None, response_content_type=None, response_cache_control=None, \
         version_id=None, part_number=None, upload_id=None, content_type=None, filename=None, disposition=None"
    };
}

/// The text about these keywords.
macro_rules! keywords_doc {
    () => {
        "    expires_in: the lifetime, int (seconds) or timedelta; 1 to 604800 seconds with version 4. Default: 3600.
    expires_at: the expiry, int (Unix seconds) or an aware datetime, rounded down to the second.
    query: further query parameters to sign: a mapping or a list of pairs.
    headers: headers to sign, which the client must send: a mapping or a list of pairs.
    sign_at: the signing time to use instead of the clock, int (Unix seconds) or an aware datetime.
    stable_for: int (seconds) or timedelta. The signing time is rounded down to a multiple of it and the
        lifetime grows by as much, so that all calls within such a window return the same URL.
    response_content_disposition: the response's Content-Disposition.
    response_content_type: the response's Content-Type.
    response_cache_control: the response's Cache-Control.
    version_id: the object's version.
    part_number, upload_id: the part of a multipart upload, int from 1 to 10000, and the upload's id. GET and
        HEAD take part_number without an upload_id.
    content_type: the Content-Type to sign, which the client must send.
    filename: the name under which browsers save the response (GET and HEAD only). It sets the response's
        Content-Disposition as in RFC 6266, also for names that are not ASCII.
    disposition: \"attachment\", which is the default with a filename, or \"inline\", with which browsers show the
        response if they can.

Raises:
    PresignError: the request is invalid. Nothing is returned.
    TypeError: a value has the wrong type, or an argument is unknown."
    };
}

/// Defines the methods that sign, with the keywords that they share. `$done` is called with the signer, the options and
/// the method's other arguments. The documentation is that of the method's own arguments and, after `with keywords`, of
/// those that they share, and an example.
macro_rules! signer_methods {
    (
        links { $(
            $(#[doc = $doc:literal])+
            $(#[with_keywords] $(#[doc = $example:literal])+)?
            fn $name:ident($($arg:ident),+ $(; $extra:ident = $default:tt)?) -> $out:ty
                = |$signer:ident, $py:ident, $options:ident| $done:expr;
        )+ }
        $($others:tt)*
    ) => {
        #[pymethods]
        impl Signer {
            $(
                #[doc = concat!(
                    stringify!($name), "($self, ", $(stringify!($arg), ", ",)+ "*, ", keywords!(),
                    $(", ", stringify!($extra), "=", stringify!($default),)? ")\n--\n"
                )]
                $(#[doc = $doc])+
                $(#[doc = keywords_doc!()] $(#[doc = $example])+)?
                #[pyo3(text_signature = None)]
                #[pyo3(signature = (
                    $($arg,)+ third=Unexpected::LEFT_OUT, *, expires_in=None, expires_at=None, query=None, headers=None, sign_at=None,
                    stable_for=None, response_content_disposition=None, response_content_type=None,
                    response_cache_control=None, version_id=None, part_number=None, upload_id=None, content_type=None,
                    filename=None, disposition=None, $($extra=$default,)?
                    expires=Unexpected::LEFT_OUT, ExpiresIn=Unexpected::LEFT_OUT, expiry=Unexpected::LEFT_OUT,
                    expiration=Unexpected::LEFT_OUT, ttl=Unexpected::LEFT_OUT, lifetime=Unexpected::LEFT_OUT,
                    expire_at=Unexpected::LEFT_OUT, params=Unexpected::LEFT_OUT, Params=Unexpected::LEFT_OUT,
                    extra_query_params=Unexpected::LEFT_OUT, VersionId=Unexpected::LEFT_OUT, ContentType=Unexpected::LEFT_OUT
                ))]
                #[expect(clippy::too_many_arguments, non_snake_case, reason = "they are keywords")]
                fn $name<'py>(
                    &self,
                    py: Python<'py>,
                    $($arg: &Bound<'py, PyAny>,)+
                    third: Unexpected<'_, 'py>,
                    expires_in: Option<&Bound<'py, PyAny>>,
                    expires_at: Option<&Bound<'py, PyAny>>,
                    query: Option<&Bound<'py, PyAny>>,
                    headers: Option<&Bound<'py, PyAny>>,
                    sign_at: Option<&Bound<'py, PyAny>>,
                    stable_for: Option<&Bound<'py, PyAny>>,
                    response_content_disposition: Option<&Bound<'py, PyAny>>,
                    response_content_type: Option<&Bound<'py, PyAny>>,
                    response_cache_control: Option<&Bound<'py, PyAny>>,
                    version_id: Option<&Bound<'py, PyAny>>,
                    part_number: Option<&Bound<'py, PyAny>>,
                    upload_id: Option<&Bound<'py, PyAny>>,
                    content_type: Option<&Bound<'py, PyAny>>,
                    filename: Option<&Bound<'py, PyAny>>,
                    disposition: Option<&Bound<'py, PyAny>>,
                    $(#[pyo3(from_py_with = many::threads)] $extra: usize,)?
                    expires: Unexpected<'_, 'py>,
                    ExpiresIn: Unexpected<'_, 'py>,
                    expiry: Unexpected<'_, 'py>,
                    expiration: Unexpected<'_, 'py>,
                    ttl: Unexpected<'_, 'py>,
                    lifetime: Unexpected<'_, 'py>,
                    expire_at: Unexpected<'_, 'py>,
                    params: Unexpected<'_, 'py>,
                    Params: Unexpected<'_, 'py>,
                    extra_query_params: Unexpected<'_, 'py>,
                    VersionId: Unexpected<'_, 'py>,
                    ContentType: Unexpected<'_, 'py>,
                ) -> PyResult<$out> {
                    unexpected::refuse_named(py, concat!("Signer.", stringify!($name)), &third, &[
                        ("expires", &expires), ("ExpiresIn", &ExpiresIn), ("expiry", &expiry), ("expiration", &expiration),
                        ("ttl", &ttl), ("lifetime", &lifetime), ("expire_at", &expire_at), ("params", &params),
                        ("Params", &Params), ("extra_query_params", &extra_query_params), ("VersionId", &VersionId),
                        ("ContentType", &ContentType),
                    ])?;
                    let ($signer, $py) = (&self.0, py);
                    let $options = &Options {
                        expires_in, expires_at, query, headers, sign_at, stable_for, part_number, content_type, filename,
                        disposition,
                        texts: [
                            response_content_disposition, response_content_type, response_cache_control, version_id,
                            upload_id,
                        ],
                    };
                    $done
                }
            )+
            $($others)*
        }
    };
}

signer_methods! {
    links {
        /// Return a presigned URL for any HTTP method. An empty key addresses the bucket itself.
        ///
        /// Args:
        ///     method: the HTTP method, 1 to 32 letters A-Z.
        ///     bucket: the bucket's name, or on AWS the ARN of an access point.
        ///     key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
        #[with_keywords]
        ///
        /// >>> import presign
        /// >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        /// >>> signer.presign("GET", "photos", "", query={"list-type": "2"}, expires_in=60)
        /// 'https://photos.s3.us-east-1.amazonaws.com/?X-Amz-Algorithm=AWS4-HMAC-SHA256&...'
        fn presign(method, bucket, key) -> Bound<'py, PyString> = |signer, py, options| {
            let request = Request::new(text(method, METHOD)?, text(bucket, BUCKET)?, text(key, KEY)?);
            link(signer, py, options, request)
        };

        /// Return a presigned URL to download an object.
        ///
        /// Args:
        ///     bucket: the bucket's name, or on AWS the ARN of an access point.
        ///     key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
        #[with_keywords]
        ///
        /// >>> import presign
        /// >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        /// >>> signer.get("photos", "2026/cat.jpg", expires_in=3600, filename="cat.jpg")
        /// 'https://photos.s3.us-east-1.amazonaws.com/2026/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&...'
        fn get(bucket, key) -> Bound<'py, PyString> = |signer, py, options| {
            link(signer, py, options, Request::get(text(bucket, BUCKET)?, text(key, KEY)?))
        };

        /// Return a presigned URL to upload an object, as the body of a PUT request. Its holder may replace the object
        /// until it expires.
        ///
        /// Args:
        ///     bucket: the bucket's name, or on AWS the ARN of an access point.
        ///     key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
        #[with_keywords]
        ///
        /// >>> import presign
        /// >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        /// >>> signer.put("photos", "2026/cat.jpg", expires_in=600, content_type="image/jpeg")
        /// 'https://photos.s3.us-east-1.amazonaws.com/2026/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&...'
        fn put(bucket, key) -> Bound<'py, PyString> = |signer, py, options| {
            link(signer, py, options, Request::put(text(bucket, BUCKET)?, text(key, KEY)?))
        };

        /// Return a presigned URL to read an object's headers; storages refuse a URL for GET in a HEAD request.
        ///
        /// Args:
        ///     bucket: the bucket's name, or on AWS the ARN of an access point.
        ///     key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
        #[with_keywords]
        ///
        /// >>> import presign
        /// >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        /// >>> signer.head("photos", "2026/cat.jpg", expires_in=60)
        /// 'https://photos.s3.us-east-1.amazonaws.com/2026/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&...'
        fn head(bucket, key) -> Bound<'py, PyString> = |signer, py, options| {
            link(signer, py, options, Request::head(text(bucket, BUCKET)?, text(key, KEY)?))
        };

        /// Return a presigned URL to delete an object.
        ///
        /// Args:
        ///     bucket: the bucket's name, or on AWS the ARN of an access point.
        ///     key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
        #[with_keywords]
        ///
        /// >>> import presign
        /// >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        /// >>> signer.delete("photos", "2026/cat.jpg", expires_in=60)
        /// 'https://photos.s3.us-east-1.amazonaws.com/2026/cat.jpg?X-Amz-Algorithm=AWS4-HMAC-SHA256&...'
        fn delete(bucket, key) -> Bound<'py, PyString> = |signer, py, options| {
            link(signer, py, options, Request::delete(text(bucket, BUCKET)?, text(key, KEY)?))
        };

        /// Return a presigned URL with its method, its expiry, and the headers that the client must send.
        ///
        /// Args:
        ///     method: the HTTP method, 1 to 32 letters A-Z.
        ///     bucket: the bucket's name, or on AWS the ARN of an access point.
        ///     key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
        #[with_keywords]
        ///
        /// >>> import presign
        /// >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        /// >>> request = signer.presign_request("PUT", "photos", "cat.jpg", content_type="image/jpeg")
        /// >>> request.method, request.headers
        /// ('PUT', {'content-type': 'image/jpeg'})
        fn presign_request(method, bucket, key) -> PresignedRequest = |signer, py, options| {
            let request = Request::new(text(method, METHOD)?, text(bucket, BUCKET)?, text(key, KEY)?);
            options.with(py, request, |request| {
                Ok(signer.presign_request(request).map_err(|error| from_core(py, &error))?.into())
            })
        };

        /// Return what may be wrong with the URL of a request although it can be signed, as a dict from a name for
        /// programs to a sentence. Nothing is signed.
        ///
        /// Args:
        ///     method: the HTTP method, 1 to 32 letters A-Z.
        ///     bucket: the bucket's name, or on AWS the ARN of an access point.
        ///     key: the object's key, up to 1024 bytes of UTF-8. It is data and not a path.
        #[with_keywords]
        ///
        /// >>> import presign
        /// >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        /// >>> list(signer.warnings("GET", "photos", "2026/../cat.jpg"))
        /// ['dot-segments']
        fn warnings(method, bucket, key) -> Bound<'py, PyDict> = |signer, py, options| {
            let request = Request::new(text(method, METHOD)?, text(bucket, BUCKET)?, text(key, KEY)?);
            options.with(py, request, |request| warnings::sentences(&signer.warnings(request)).into_pyobject(py))
        };

        /// Return a list with a presigned URL for each key, in the order of the keys. All have the same signing time.
        ///
        /// Other Python threads run during signing. If a key is invalid no URL is returned; the error's message and its
        /// attribute `index` give the key's index.
        ///
        /// Each keyword but sign_at, stable_for and threads, and each value in query and headers, may be one value for
        /// all keys or a column with a value for each: an iterable such as a list, an array of numpy, a column of pandas,
        /// polars or pyarrow. A null (None, NaN, NaT, NA) leaves the keyword out for its key. In columns, floats that are
        /// whole numbers count as int, because pandas writes ints so beside missing values. If a value is invalid, the
        /// error names its column and its row.
        ///
        /// Args:
        ///     method: the HTTP method, 1 to 32 letters A-Z.
        ///     bucket: the bucket's name, or a column of names. None: the keys are s3://bucket/key.
        ///     keys: the objects' keys: an iterable of str, none of them empty.
        ///     threads: the number of threads that sign; 0 starts one per core.
        #[with_keywords]
        ///
        /// >>> import presign
        /// >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        /// >>> keys = [f"2026/{number}.jpg" for number in range(1000)]
        /// >>> links = signer.presign_many("GET", "photos", keys, expires_in=3600, filename=["a.jpg", "b.jpg"] * 500)
        /// >>> len(links)
        /// 1000
        fn presign_many(method, bucket, keys; threads = 1) -> Bound<'py, PyList> = |signer, py, options| {
            let arguments = columns::Arguments::new(py, method, bucket, options)?;
            many::list(py, signer, &arguments, keys, threads)
        };

        /// Return a column of presigned URLs for an Arrow column of keys: an array for an array, a stream with the same
        /// chunks for a stream, and a null for a null. All URLs have the same signing time.
        ///
        /// The result is a LinkArray or a LinkStream of large_utf8, for pyarrow.array, pyarrow.chunked_array,
        /// polars.Series and the like; it is also a sequence of str.
        ///
        /// Other Python threads run during signing. If a key is invalid no URL is returned; the error's message and its
        /// attribute `index` give the key's row. Keywords may be columns as in presign_many, with a row for each row of
        /// the keys, nulls included.
        ///
        /// Args:
        ///     method: the HTTP method, 1 to 32 letters A-Z.
        ///     bucket: the bucket's name, or a column of names. None: the keys are s3://bucket/key.
        ///     column: an object with __arrow_c_array__ or __arrow_c_stream__ (of pyarrow, polars, pandas, DuckDB, ...)
        ///         that contains utf8, large_utf8, utf8_view or a dictionary of one of these.
        ///     threads: the number of threads that sign; 0 starts one per core.
        #[with_keywords]
        ///
        /// >>> import presign
        /// >>> import pyarrow
        /// >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
        /// >>> keys = pyarrow.array(["2026/cat.jpg", None])
        /// >>> pyarrow.array(signer.presign_arrow("GET", "photos", keys, expires_in=3600)).null_count
        /// 1
        fn presign_arrow(method, bucket, column; threads = 1) -> Bound<'py, PyAny> = |signer, py, options| {
            let arguments = columns::Arguments::new(py, method, bucket, options)?;
            arrow::links(py, signer, &arguments, column, threads)
        };
    }

    #[new]
    #[pyo3(signature = (
        access_key, secret_key, *positional, session_token=None, region=None, endpoint=None, addressing=None,
        version=None, max_expires_in=None, credentials_expire_at=None, **others
    ))]
    #[pyo3(text_signature = "(access_key, secret_key, *, session_token=None, region='us-east-1', endpoint=None, \
        addressing='auto', version='v4', max_expires_in=None, credentials_expire_at=None)")]
    #[expect(clippy::too_many_arguments, reason = "they are keywords")]
    fn new(
        py: Python<'_>,
        access_key: &Bound<'_, PyAny>,
        secret_key: &Bound<'_, PyAny>,
        positional: &Bound<'_, PyTuple>,
        session_token: Option<&Bound<'_, PyAny>>,
        region: Option<&Bound<'_, PyAny>>,
        endpoint: Option<&Bound<'_, PyAny>>,
        addressing: Option<&Bound<'_, PyAny>>,
        version: Option<&Bound<'_, PyAny>>,
        max_expires_in: Option<&Bound<'_, PyAny>>,
        credentials_expire_at: Option<&Bound<'_, PyAny>>,
        others: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        unexpected::refuse(py, "Signer", positional, others)?;
        let name = |name| Name(name, ErrorKind::Credentials);
        presign::Signer::builder(text(access_key, name("access_key"))?, text(secret_key, name("secret_key"))?)
            .session_token(optional_text(session_token, name("session_token"))?)
            .region(optional_text(region, REGION)?)
            .endpoint(optional_text(endpoint, ENDPOINT)?)
            .addressing(choice(py, addressing, "addressing")?.unwrap_or_default())
            .version(choice(py, version, "version")?.unwrap_or_default())
            .max_expires_in(max_expires_in.map(|value| times::seconds(value, "max_expires_in")).transpose()?)
            .credentials_expire_at(
                credentials_expire_at.map(|value| times::timestamp(value, "credentials_expire_at")).transpose()?,
            )
            .build()
            .map(Self)
            .map_err(|error| from_core(py, &error))
    }

    /// Return a signer with the keys and settings that the command presign uses: the environment, ~/.aws, ~/.s3cfg.
    ///
    /// A profile given by name takes precedence over the environment's keys. Access key, secret key and session token
    /// are read from the same source. The arguments take precedence over the settings found. Files are read once, in
    /// this call.
    ///
    /// Args:
    ///     profile: the name of a profile in ~/.aws.
    ///     endpoint, region, addressing, version, max_expires_in: as for Signer.
    ///
    /// Raises:
    ///     CredentialsError: no keys or an incomplete set of keys were found, or a file cannot be read.
    ///     PresignError: a setting is invalid.
    ///     TypeError: a value has the wrong type, or an argument is unknown.
    ///
    /// >>> import os, presign
    /// >>> os.environ["AWS_ACCESS_KEY_ID"] = "AKIAIOSFODNN7EXAMPLE"
    /// >>> os.environ["AWS_SECRET_ACCESS_KEY"] = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    /// >>> presign.Signer.from_env(region="eu-central-1").region
    /// 'eu-central-1'
    #[staticmethod]
    #[pyo3(signature = (
        profile=None, endpoint=None, *positional, region=None, addressing=None, version=None, max_expires_in=None,
        **others
    ))]
    #[pyo3(text_signature = "(profile=None, endpoint=None, *, region=None, addressing=None, version=None, \
        max_expires_in=None)")]
    #[expect(clippy::too_many_arguments, reason = "they are keywords")]
    fn from_env(
        py: Python<'_>,
        profile: Option<&Bound<'_, PyAny>>,
        endpoint: Option<&Bound<'_, PyAny>>,
        positional: &Bound<'_, PyTuple>,
        region: Option<&Bound<'_, PyAny>>,
        addressing: Option<&Bound<'_, PyAny>>,
        version: Option<&Bound<'_, PyAny>>,
        max_expires_in: Option<&Bound<'_, PyAny>>,
        others: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        unexpected::refuse(py, "Signer.from_env", positional, others)?;
        let profile = optional_text(profile, Name("profile", ErrorKind::Credentials))?;
        let lookup = Lookup { profile, s3cfg_first: false, environment: &|name| std::env::var_os(name) };
        let settings = config::load(&lookup)
            .map_err(|error| raise(py, ErrorKind::Credentials, error.to_string()))?;
        settings
            .signer(&Overrides {
                region: optional_text(region, REGION)?,
                endpoint: optional_text(endpoint, ENDPOINT)?,
                addressing: choice(py, addressing, "addressing")?,
                version: choice(py, version, "version")?,
                max_expires_in: max_expires_in
                    .map(|value| times::seconds(value, "max_expires_in"))
                    .transpose()?,
            })
            .map(Self)
            .map_err(|error| from_core(py, &error))
    }

    /// Return an upload form in boto3's format: a dict of the url to post to and the fields to send before the file,
    /// which comes last and is named file. Anyone who holds the form can upload until it expires.
    ///
    /// Args:
    ///     bucket: the bucket's name.
    ///     key: the object's key. The storage replaces a trailing ${filename} with the name of the uploaded file; the
    ///         client may then choose any key that begins with the text before it.
    ///     fields: further fields: a mapping or a list of pairs. Each needs a condition, or storages refuse the form.
    ///     conditions: the policy's conditions besides those for the bucket and the key, as for boto3: a list of
    ///         {name: value}, ["eq", "$name", value], ["starts-with", "$name", prefix] or ["content-length-range", min,
    ///         max]. A condition for an exact value needs its field.
    ///     expires_in: the form's lifetime, int (seconds) or timedelta; version 4's limit of 7 days does not apply to
    ///         forms. Default: 3600.
    ///     expires_at: the form's expiry, int (Unix seconds) or an aware datetime, rounded down to the second.
    ///     sign_at: the signing time to use instead of the clock, int (Unix seconds) or an aware datetime.
    ///     min_size, max_size: the limits of the file's size in bytes. With only one of them the other is 0 or 5 GiB.
    ///
    /// Raises:
    ///     FormError: a field or a condition is invalid, or the two do not fit each other. No form is returned.
    ///     PresignError: another argument is invalid.
    ///     TypeError: a value has the wrong type, or an argument is unknown.
    ///
    /// >>> import presign
    /// >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    /// >>> form = signer.presign_post("photos", "uploads/${filename}", expires_in=600, max_size=10_000_000)
    /// >>> form["url"], form["fields"]["key"]
    /// ('https://photos.s3.us-east-1.amazonaws.com/', 'uploads/${filename}')
    #[pyo3(signature = (
        bucket, key, *positional, fields=None, conditions=None, expires_in=None, expires_at=None, sign_at=None,
        min_size=None, max_size=None, **others
    ))]
    #[pyo3(text_signature = "($self, bucket, key, *, fields=None, conditions=None, expires_in=None, expires_at=None, \
        sign_at=None, min_size=None, max_size=None)")]
    #[expect(clippy::too_many_arguments, reason = "they are keywords")]
    fn presign_post<'py>(
        &self,
        py: Python<'py>,
        bucket: &Bound<'py, PyAny>,
        key: &Bound<'py, PyAny>,
        positional: &Bound<'py, PyTuple>,
        fields: Option<&Bound<'py, PyAny>>,
        conditions: Option<&Bound<'py, PyAny>>,
        expires_in: Option<&Bound<'py, PyAny>>,
        expires_at: Option<&Bound<'py, PyAny>>,
        sign_at: Option<&Bound<'py, PyAny>>,
        min_size: Option<&Bound<'py, PyAny>>,
        max_size: Option<&Bound<'py, PyAny>>,
        others: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyDict>> {
        unexpected::refuse(py, "Signer.presign_post", positional, others)?;
        post::Overrides { bucket, key, fields, conditions, expires_in, expires_at, sign_at, min_size, max_size }
            .form(py, &self.0)
    }

    /// Return an HLS playlist with a presigned URL in place of each relative URI: segments, keys, initialization
    /// sections. Everything else stays as it is, byte for byte, and so do absolute URLs of other hosts.
    ///
    /// The author of a playlist decides which objects of the bucket are signed: sign only playlists that you trust.
    ///
    /// Args:
    ///     text: the playlist, up to 16 MiB of UTF-8.
    ///     bucket: the bucket's name.
    ///     key: the playlist's key, which its relative URIs refer to.
    ///     nested: where the playlists lead that are named in a multivariant playlist: "keep" leaves their URIs as they
    ///         are, "sign" signs them, a template is a URL with {key} (the playlist's key, percent-encoded) or {path}
    ///         (with its slashes kept), and a function takes the key and returns the URL. Without it, such a playlist
    ///         is an error, because a storage does not sign what it serves.
    ///     expires_in, expires_at, query, sign_at, stable_for: as for presign. A player reads segments until the end of
    ///         the film: the lifetime must be longer than that.
    ///
    /// Raises:
    ///     PresignError: a line of the playlist cannot be signed; the attribute `line` is its number, counted from 1. Or
    ///         another argument is invalid.
    ///     TypeError: a value has the wrong type, or an argument is unknown.
    ///
    /// >>> import os, presign
    /// >>> signer = presign.Signer("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
    /// >>> text = "#EXTM3U" + os.linesep + "segment-1.ts"
    /// >>> print(signer.presign_playlist(text, "videos", "film/index.m3u8", expires_in=14_400))
    /// #EXTM3U
    /// https://videos.s3.us-east-1.amazonaws.com/film/segment-1.ts?X-Amz-Algorithm=AWS4-HMAC-SHA256&...
    #[pyo3(signature = (
        text, bucket, key, *positional, nested=None, expires_in=None, expires_at=None, query=None, sign_at=None,
        stable_for=None, **others
    ))]
    #[pyo3(text_signature = "($self, text, bucket, key, *, nested=None, expires_in=None, expires_at=None, query=None, \
        sign_at=None, stable_for=None)")]
    #[expect(clippy::too_many_arguments, reason = "they are keywords")]
    fn presign_playlist<'py>(
        &self,
        py: Python<'py>,
        text: &Bound<'py, PyAny>,
        bucket: &Bound<'py, PyAny>,
        key: &Bound<'py, PyAny>,
        positional: &Bound<'py, PyTuple>,
        nested: Option<&Bound<'py, PyAny>>,
        expires_in: Option<&Bound<'py, PyAny>>,
        expires_at: Option<&Bound<'py, PyAny>>,
        query: Option<&Bound<'py, PyAny>>,
        sign_at: Option<&Bound<'py, PyAny>>,
        stable_for: Option<&Bound<'py, PyAny>>,
        others: Option<&Bound<'py, PyDict>>,
    ) -> PyResult<Bound<'py, PyString>> {
        unexpected::refuse(py, "Signer.presign_playlist", positional, others)?;
        playlist::Arguments { text, bucket, key, nested, expires_in, expires_at, query, sign_at, stable_for }
            .signed(py, &self.0)
    }

    /// The access key id, which every URL contains.
    #[getter]
    fn access_key(&self) -> &str {
        self.0.access_key()
    }

    /// The region in the credential scope.
    #[getter]
    fn region(&self) -> &str {
        self.0.region()
    }

    /// The endpoint: scheme, host, port unless it is the scheme's default, and base path.
    #[getter]
    fn endpoint(&self) -> String {
        self.0.endpoint()
    }

    /// Where the bucket is in the URL: the addressing style.
    #[getter]
    fn addressing(&self) -> &'static str {
        self.0.addressing().name()
    }

    /// The signature version, v4 or v2.
    #[getter]
    fn version(&self) -> &'static str {
        self.0.version().name()
    }

    fn __repr__(&self) -> String {
        format!(
            "<presign.Signer access_key={:?} region={:?} endpoint={:?} addressing={:?} version={:?}>",
            self.0.access_key(),
            self.0.region(),
            self.0.endpoint(),
            self.addressing(),
            self.version(),
        )
    }

    fn __copy__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __deepcopy__(slf: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        slf
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling(
            "a Signer cannot be pickled: the pickle would contain its secret key. Create one in each process, for \
             example with Signer.from_env()",
        )
    }
}

/// Returns one presigned URL.
#[inline]
fn link<'py>(
    signer: &presign::Signer,
    py: Python<'py>,
    options: &Options<'_, '_>,
    request: Request<'_>,
) -> PyResult<Bound<'py, PyString>> {
    options.with(py, request, |request| {
        let mut url = Vec::new();
        signer.presign_into(request, &mut url).map_err(|error| from_core(py, &error))?;
        PyString::from_bytes(py, &url)
    })
}
