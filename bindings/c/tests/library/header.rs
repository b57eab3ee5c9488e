//! `include/presign.h` equals the output of cbindgen for the crate. After a change of the crate,
//! `PRESIGN_WRITE_HEADER=1 cargo test -p presign-c header` writes it again.

use std::fs;
use std::io::Write;

use quote::ToTokens;
use syn::{Item, ItemFn};

use crate::build::here;

/// In the order in which the header declares their contents.
const MODULES: [&str; 16] = [
    "version", "status", "inputs", "signer", "url", "request", "batch", "received", "reason", "warning",
    "inspect", "verify", "cause", "explain", "post", "policy",
];

/// Returns a module as cbindgen can parse it: cbindgen expands no macros, so each `export!` becomes its function.
fn plain_source(module: &str) -> String {
    let path = here("src").join(module).with_extension("rs");
    let file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
    let mut source = String::new();
    for item in file.items {
        let item = match item {
            Item::Macro(call) if call.mac.path.is_ident("export") => {
                let function: ItemFn = syn::parse2(call.mac.tokens).unwrap();
                let (attributes, signature) = (&function.attrs, &function.sig);
                quote::quote! {
                    #(#attributes)* #[unsafe(no_mangle)] pub unsafe extern "C" #signature {}
                }
            }
            Item::Const(_) | Item::Struct(_) | Item::Type(_) => item.into_token_stream(),
            _ => continue,
        };
        source += &format!("{item}\n");
    }
    source
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
