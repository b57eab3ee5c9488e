//! Makes `presign.js` and `presign_bg.wasm` from what the compiler made of `bindings/node`: glue INPUT.wasm FOLDER.
//!
//! It does what the program `wasm-bindgen` does, which no registry has as a binary.

use std::env;
use std::error::Error;

use wasm_bindgen_cli_support::Bindgen;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [input, folder] = arguments.as_slice() else { return Err("glue INPUT.wasm FOLDER".into()) };
    let mut bindgen = Bindgen::new();
    bindgen.input_path(input).out_name("presign").web(true)?.omit_default_module_path(true).typescript(false);
    bindgen.remove_name_section(true).remove_producers_section(true);
    Ok(bindgen.generate(folder)?)
}
