//! `include/presign.h` equals the output of cbindgen for the crate. After a change of the crate,
//! `PRESIGN_WRITE_HEADER=1 cargo test -p presign-c header` writes it again.

use std::collections::BTreeSet;
use std::fs;
use std::io::Write;

use presign::{Addressing, Cause, ErrorKind, Reason, Warning};
use proc_macro2::TokenStream;
use quote::{ToTokens, format_ident, quote};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Ident, Item, ItemFn, LitCStr, LitInt, Token, Visibility, parse_quote};

use crate::build::here;

/// The parts of the header, in the order in which a reader needs them: a title, and the modules.
const PARTS: [(&str, &[&str]); 10] = [
    ("Strings", &["inputs", "strings"]),
    ("Errors", &["own_error", "error", "status"]),
    ("Signers", &["signer"]),
    ("One URL", &["url", "request", "presigned", "disposition"]),
    ("Many URLs", &["batch", "template", "requests"]),
    ("Playlists", &["playlist"]),
    ("Upload forms", &["post"]),
    ("Received requests", &["received", "secrets", "inspect", "refusal", "verify", "explain"]),
    ("Bucket policies", &["policy"]),
    ("Versions", &["version"]),
];

/// The tables of codes, behind the functions: a title, and the module.
const TABLES: [(&str, &str); 4] = [
    ("Statuses", "own_error"),
    ("Warnings", "warning"),
    ("Reasons of refusals", "reason"),
    ("Causes that presign_explain finds", "cause"),
];

/// A row of the table in `src/own_error.rs`.
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
        "own_error" => ErrorKind::ALL
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

/// What a module of the crate gives to the header.
#[derive(Default)]
struct Module {
    /// Items as cbindgen can parse them: it expands no macros, so each `export!` becomes its function.
    items: String,
    /// The types of numbers.
    types: String,
    /// The table of codes: each row becomes its constant.
    codes: String,
}

fn module(name: &str) -> Module {
    let path = here("src").join(name).with_extension("rs");
    let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
    let mut module = Module { codes: core_constants(name), ..Module::default() };
    for item in file.items {
        let item = match item {
            Item::Macro(call) if call.mac.path.is_ident("own_failures") => {
                let rows = Punctuated::<OwnFailure, Token![;]>::parse_terminated;
                for OwnFailure { number, name, message } in call.mac.parse_body_with(rows).unwrap() {
                    module.codes += &constant("PRESIGN_ERR_", "presign_status", number, &name, &message);
                }
                continue;
            }
            Item::Macro(call) if call.mac.path.is_ident("export") => {
                exported(&syn::parse2(call.mac.tokens).unwrap())
            }
            Item::Macro(call) if call.mac.path.is_ident("fallible_export") => {
                let mut function: ItemFn = syn::parse2(call.mac.tokens).unwrap();
                function.sig.inputs.push(parse_quote!(error: *mut presign_error));
                function.sig.output = parse_quote!(-> presign_status);
                function.attrs.push(parse_quote!(#[must_use]));
                exported(&function)
            }
            Item::Struct(ref item) if matches!(item.vis, Visibility::Public(_)) => item.to_token_stream(),
            Item::Type(_) => {
                module.types += &format!("{}\n", item.to_token_stream());
                continue;
            }
            Item::Const(_) => item.into_token_stream(),
            _ => continue,
        };
        module.items += &format!("{item}\n");
    }
    if name == "signer" {
        // The styles belong beside the options, unlike the long tables.
        module.items += &std::mem::take(&mut module.codes);
    }
    module
}

fn exported(function: &ItemFn) -> TokenStream {
    let (attributes, signature) = (&function.attrs, &function.sig);
    quote! {
        #(#attributes)* #[unsafe(no_mangle)] pub unsafe extern "C" #signature {}
    }
}

/// Returns the header's text before the first declaration.
fn opening() -> String {
    let mut version = env!("CARGO_PKG_VERSION").split(['.', '-']);
    let [major, minor, patch] = [(); 3].map(|()| version.next().unwrap());
    let template = fs::read_to_string(here("header/opening.h")).unwrap();
    [("@MAJOR@", major), ("@MINOR@", minor), ("@PATCH@", patch), ("@VERSION@", env!("CARGO_PKG_VERSION"))]
        .into_iter()
        .chain([("@ABI_VERSION@", env!("PRESIGN_ABI_VERSION"))])
        .fold(template, |text, (name, value)| text.replace(name, value))
}

/// Renders Rust items as C declarations.
fn declarations(items: &str) -> String {
    let mut config = cbindgen::Config::from_file(here("cbindgen.toml")).unwrap();
    // Without this, cbindgen leaves out the types that no function of the part uses.
    config.export.include = type_names(items);
    let mut source = tempfile::Builder::new().suffix(".rs").tempfile().unwrap();
    source.write_all(items.as_bytes()).unwrap();
    let mut header = Vec::new();
    cbindgen::Builder::new()
        .with_config(config)
        .with_src(source.path())
        .generate()
        .unwrap()
        .write(&mut header);
    let header = String::from_utf8(header)
        .unwrap()
        .replace("PRESIGN_API\nPRESIGN_NODISCARD\n", "PRESIGN_API PRESIGN_NODISCARD\n");
    unsigned(items, header.trim())
}

fn type_names(items: &str) -> Vec<String> {
    let types = syn::parse_file(items).unwrap().items.into_iter().filter_map(|item| match item {
        Item::Struct(item) => Some(item.ident.to_string()),
        Item::Type(item) => Some(item.ident.to_string()),
        _ => None,
    });
    types.collect()
}

/// Gives the constants of type u32 the suffix that makes them unsigned in C, and writes them in hexadecimal where they
/// are a bit or have all bits.
fn unsigned(items: &str, header: &str) -> String {
    let constants = syn::parse_file(items).unwrap().items.into_iter().filter_map(|item| match item {
        Item::Const(constant) if constant.ty.to_token_stream().to_string() == "u32" => {
            Some(constant.ident.to_string())
        }
        _ => None,
    });
    let names: BTreeSet<String> = constants.collect();
    let line = |line: &str| {
        let (name, number) = line.strip_prefix("#define ")?.split_once(' ')?;
        let number: u32 = number.parse().ok().filter(|_| names.contains(name))?;
        Some(if number < 16 {
            format!("#define {name} {number}u")
        } else {
            format!("#define {name} 0x{number:X}u")
        })
    };
    header.lines().map(|text| line(text).unwrap_or_else(|| text.to_owned()) + "\n").collect()
}

fn rendered() -> String {
    let mut header = opening();
    let title = |title: &str| format!("\n/* {title} */\n\n");
    for (name, modules) in PARTS {
        let mut items: String = modules.iter().map(|name| module(name).items).collect();
        if name == "Errors" {
            items = ["own_error", "error", "cause"].map(|name| module(name).types).concat() + &items;
        }
        header += &(title(name) + &declarations(&items));
    }
    for (name, of) in TABLES {
        let module = module(of);
        // The type and the functions of the statuses stand with the errors.
        let items = if of == "own_error" { module.codes } else { module.codes + &module.items };
        header += &(title(name) + &declarations(&items));
    }
    header + "\n#ifdef __cplusplus\n}  // extern \"C\"\n#endif\n\n#endif  /* PRESIGN_H */\n"
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
