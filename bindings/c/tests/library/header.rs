//! `include/presign.h` equals the output of cbindgen for the crate. After a change of the crate,
//! `PRESIGN_WRITE_HEADER=1 cargo test -p presign-c header` writes it again.

use std::fs;
use std::io::Write;

use presign::{Addressing, Cause, ErrorKind, Reason, Warning};
use quote::{ToTokens, format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, Item, ItemFn, LitCStr, LitInt, Token};

use crate::build::here;

/// In the order in which the header declares their contents.
const MODULES: [&str; 16] = [
    "version", "status", "inputs", "signer", "url", "request", "batch", "received", "reason", "warning",
    "inspect", "verify", "cause", "explain", "post", "policy",
];

/// A row of the table in `src/status.rs`.
struct OwnFailure {
    number: i64,
    name: String,
    message: String,
}

impl Parse for OwnFailure {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let _constant: Ident = input.parse()?;
        input.parse::<Token![=]>()?;
        let number = input.parse::<LitInt>()?.base10_parse()?;
        let [name, message] = [(); 2].map(|()| {
            input.parse::<Token![,]>()?;
            let text = input.parse::<LitCStr>()?.value();
            text.into_string().map_err(|error| input.error(error))
        });
        Ok(Self { number, name: name?, message: message? })
    }
}

/// Returns a constant whose name and comment follow from the machine name and the sentence of a code.
fn constant(prefix: &str, c_type: &str, number: i64, name: &str, sentence: &str) -> String {
    let constant = format_ident!("{prefix}{}", name.to_uppercase().replace('-', "_"));
    let c_type = format_ident!("{c_type}");
    let number = proc_macro2::Literal::i64_unsuffixed(number);
    let (first, rest) = sentence.split_at(1);
    // Names of headers, parameters and fields keep their case.
    let is_name = sentence.split(' ').next().is_some_and(|word| word.contains(['-', '_', '=', '`']));
    let first = if is_name { first.to_owned() } else { first.to_uppercase() };
    // Backticks are for rustdoc.
    let comment = wrapped(&format!("{first}{rest}.").replace("`", ""));
    quote!(#(#[doc = #comment])* pub const #constant: #c_type = #number;).to_string() + "\n"
}

/// Breaks a comment into lines of at most 115 characters.
fn wrapped(comment: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in comment.split(' ') {
        match lines.last_mut().filter(|line| line.len() + 1 + word.len() <= 115) {
            Some(line) => *line += &format!(" {word}"),
            None => lines.push(format!(" {word}")),
        }
    }
    lines
}

/// Returns the constants of a module that are made from the core's tables.
fn core_constants(module: &str) -> String {
    match module {
        "status" => ErrorKind::ALL
            .map(|kind| constant("PRESIGN_ERR_", "presign_status", kind as i64, kind.name(), kind.message()))
            .concat(),
        "reason" => Reason::ALL
            .map(|reason| {
                constant("PRESIGN_REASON_", "presign_reason", reason as i64, reason.name(), reason.meaning())
            })
            .concat(),
        "cause" => Cause::ALL
            .map(|cause| {
                constant("PRESIGN_CAUSE_", "presign_cause", cause as i64, cause.name(), cause.message())
            })
            .concat(),
        "signer" => Addressing::ALL
            .map(|addressing| {
                constant(
                    "PRESIGN_ADDRESSING_",
                    "u32",
                    addressing as i64,
                    addressing.name(),
                    addressing.meaning(),
                )
            })
            .concat(),
        "warning" => Warning::ALL
            .map(|warning| {
                let bit = 1 << (warning as i64 - 1);
                constant("PRESIGN_WARNING_", "u32", bit, warning.name(), warning.message())
            })
            .concat(),
        _ => String::new(),
    }
}

/// Returns a module as cbindgen can parse it. cbindgen expands no macros, so each `export!` becomes its function and each
/// row of a table becomes its constant.
fn plain_source(module: &str) -> String {
    let path = here("src").join(module).with_extension("rs");
    let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
    let (mut source, mut constants) = (String::new(), core_constants(module));
    for item in file.items {
        let item = match item {
            Item::Macro(call) if call.mac.path.is_ident("own_failures") => {
                let rows = Punctuated::<OwnFailure, Token![;]>::parse_terminated;
                for OwnFailure { number, name, message } in call.mac.parse_body_with(rows).unwrap() {
                    constants += &constant("PRESIGN_ERR_", "presign_status", number, &name, &message);
                }
                continue;
            }
            Item::Macro(call) if call.mac.path.is_ident("export") => {
                let function: ItemFn = syn::parse2(call.mac.tokens).unwrap();
                let (attributes, signature) = (&function.attrs, &function.sig);
                quote! {
                    #(#attributes)* #[unsafe(no_mangle)] pub unsafe extern "C" #signature {}
                }
            }
            Item::Const(_) | Item::Struct(_) | Item::Type(_) => item.into_token_stream(),
            _ => continue,
        };
        source += &format!("{item}\n");
    }
    source + &constants
}

fn version_macros() -> String {
    let mut version = env!("CARGO_PKG_VERSION").split(['.', '-']);
    let mut next = || version.next().unwrap().to_owned();
    format!(
        "\n// Version of this header.\n\
         #define PRESIGN_VERSION_MAJOR {}\n#define PRESIGN_VERSION_MINOR {}\n#define PRESIGN_VERSION_PATCH {}\n\
         #define PRESIGN_VERSION_STRING \"{}\"\n\
         #define PRESIGN_VERSION_NUMBER \\\n    \
         (PRESIGN_VERSION_MAJOR * 1000000 + PRESIGN_VERSION_MINOR * 1000 + PRESIGN_VERSION_PATCH)\n\n\
         // Makes a presign_str from a string literal.\n\
         #ifdef __cplusplus\n\
         #define PRESIGN_STR(literal) (presign_str{{\"\" literal, sizeof(\"\" literal) - 1}})\n\
         #else\n\
         #define PRESIGN_STR(literal) ((presign_str){{\"\" literal, sizeof(\"\" literal) - 1}})\n\
         #endif",
        next(),
        next(),
        next(),
        env!("CARGO_PKG_VERSION")
    )
}

fn rendered() -> String {
    let mut config = cbindgen::Config::from_file(here("cbindgen.toml")).unwrap();
    config.after_includes = Some(version_macros());
    let mut source = tempfile::Builder::new().suffix(".rs").tempfile().unwrap();
    for module in MODULES {
        source.write_all(plain_source(module).as_bytes()).unwrap();
    }
    let mut header = Vec::new();
    cbindgen::Builder::new()
        .with_config(config)
        .with_src(source.path())
        .generate()
        .unwrap()
        .write(&mut header);
    String::from_utf8(header).unwrap()
}

#[test]
fn the_committed_header_equals_the_output_of_cbindgen() {
    let path = here("../../include/presign.h");
    let rendered = rendered();
    if std::env::var_os("PRESIGN_WRITE_HEADER").is_some() {
        fs::write(&path, &rendered).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(committed == rendered, "write it again: PRESIGN_WRITE_HEADER=1 cargo test -p presign-c header");
}
