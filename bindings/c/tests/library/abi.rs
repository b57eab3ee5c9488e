//! `abi.txt` describes the ABI: constants, types, layouts of structs for 64 and 32 bits, functions. It is made from the
//! header alone. After a change of the header, `make abi` writes it again.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::process::Command;

use crate::build::{here, run, scratch};

/// The declarations in the header.
#[derive(Default)]
struct Header {
    /// Names of macros that have a number.
    constants: Vec<String>,
    /// Names and what they stand for.
    types: Vec<(String, String)>,
    structs: Vec<Struct>,
    functions: Vec<String>,
}

struct Struct {
    name: String,
    /// Names, and declarations as the header has them.
    fields: Vec<(String, String)>,
}

/// Returns the header without comments, and with lines joined that end with a backslash.
fn code() -> String {
    let header = fs::read_to_string(here("../../include/presign.h")).unwrap().replace("\\\n", " ");
    let (mut code, mut rest) = (String::new(), header.as_str());
    while let Some(start) = ["//", "/*"].iter().filter_map(|start| rest.find(start)).min() {
        code += &rest[..start];
        let comment = &rest[start..];
        let length = match comment.starts_with("//") {
            true => comment.find('\n').unwrap(),
            false => comment.find("*/").unwrap() + 2,
        };
        rest = &comment[length..];
    }
    code + rest
}

/// Splits C code behind each semicolon that is not between braces. White space becomes one space.
fn statements(code: &str) -> Vec<String> {
    let (mut statements, mut depth) = (vec![String::new()], 0);
    for char in code.chars() {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => (),
        }
        match char {
            ';' if depth == 0 => statements.push(String::new()),
            _ => statements.last_mut().unwrap().push(char),
        }
    }
    let statements = statements.iter().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    statements.filter(|text| !text.is_empty()).collect()
}

/// Returns the last word of a declaration, which is the declared name; behind it there may be an array's length.
fn declared_name(declaration: &str) -> String {
    let before_length = declaration.split('[').next().unwrap();
    before_length.rsplit([' ', '*']).next().unwrap().to_owned()
}

fn function_name(declaration: &str) -> String {
    declared_name(declaration.split('(').next().unwrap())
}

fn read_header() -> Header {
    let mut header = Header::default();
    let mut declarations = String::new();
    for line in code().lines() {
        let Some(directive) = line.trim_start().strip_prefix('#') else {
            // Without the braces of `extern "C"`, each declaration is a statement.
            if !["extern \"C\" {", "}"].contains(&line.trim_end()) {
                declarations += &format!("{line}\n");
            }
            continue;
        };
        if let Some(macro_) = directive.trim_start().strip_prefix("define ") {
            let (name, value) = macro_.trim().split_once(' ').unwrap_or((macro_, ""));
            // The version is not part of the ABI.
            if value.trim_start().starts_with(|first: char| first.is_ascii_digit() || "(-".contains(first))
                && !name.contains('(')
                && !name.starts_with("PRESIGN_VERSION_")
            {
                header.constants.push(name.to_owned());
            }
        }
    }
    for statement in statements(&declarations) {
        let (typedef, declaration) = match statement.strip_prefix("typedef ") {
            Some(declaration) => (true, declaration),
            None => (false, statement.as_str()),
        };
        if let Some((start, (body, name))) =
            declaration.split_once('{').map(|(start, rest)| (start, rest.rsplit_once('}').unwrap()))
        {
            assert!(typedef && start.starts_with("struct"), "a declaration of a new kind: {statement}");
            let fields = statements(body).into_iter().map(|field| (declared_name(&field), field)).collect();
            header.structs.push(Struct { name: name.trim().to_owned(), fields });
        } else if typedef {
            let (meaning, name) = declaration.rsplit_once(' ').unwrap();
            let is_opaque = meaning == format!("struct {name}");
            let meaning = if is_opaque { "opaque" } else { meaning };
            header.types.push((name.to_owned(), meaning.to_owned()));
        } else {
            assert!(declaration.ends_with(')'), "a declaration of a new kind: {statement}");
            // Attributes for compilers and linkers are macros.
            let words = declaration.split(' ').filter(|word| !word.starts_with("PRESIGN_"));
            header.functions.push(words.collect::<Vec<_>>().join(" "));
        }
    }
    // The order of the header is not part of the ABI.
    header.constants.sort();
    header.types.sort();
    header.structs.sort_by(|a, b| a.name.cmp(&b.name));
    header.functions.sort_by_key(|function| function_name(function));
    header
}

/// Has gcc compute integer constant expressions for a processor of so many bits. Nothing is linked or run: the numbers
/// are read from the assembler code.
fn computed(expressions: &[String], bits: &str) -> BTreeMap<String, i64> {
    let mut program = "#include <presign.h>\nvoid numbers(void);\nvoid numbers(void) {\n".to_owned();
    for expression in expressions {
        writeln!(program, "    __asm__ volatile(\"\\n=> %0 {expression}\" :: \"i\"({expression}));").unwrap();
    }
    let source = scratch("abi").join(format!("numbers{bits}.c"));
    fs::write(&source, program + "}\n").unwrap();
    let mut gcc = Command::new("gcc");
    // Freestanding: <stdint.h> is the compiler's own, so that 32 bits need no other C library.
    gcc.args(["-std=gnu11", "-ffreestanding", "-S", "-o", "-"]).arg(format!("-m{bits}"));
    gcc.arg("-I").arg(here("../../include")).arg(&source);
    let assembler = run(&mut gcc);
    let lines = assembler.lines().filter_map(|line| line.trim().strip_prefix("=> $"));
    let numbers = lines.map(|line| line.split_once(' ').unwrap());
    numbers.map(|(number, expression)| (expression.to_owned(), number.parse().unwrap())).collect()
}

fn described() -> String {
    let header = read_header();
    let mut layouts = Vec::new();
    for Struct { name, fields } in &header.structs {
        layouts.extend([format!("sizeof({name})"), format!("_Alignof({name})")]);
        layouts.extend(fields.iter().map(|(field, _)| format!("__builtin_offsetof({name}, {field})")));
    }
    let constants = computed(&header.constants, "64");
    let [on_64, on_32] = ["64", "32"].map(|bits| computed(&layouts, bits));
    let both = |expression: &str| format!("{} | {}", on_64[expression], on_32[expression]);

    let mut text = format!("libpresign's ABI {}, written by `make abi`\n", env!("PRESIGN_ABI_VERSION"));
    text += "numbers before the | are for x86-64, those behind it for i386\n";
    for constant in &header.constants {
        write!(text, "\nconstant {constant} = {}", constants[constant]).unwrap();
    }
    text += "\n";
    for (name, meaning) in &header.types {
        write!(text, "\ntype {name} = {meaning}").unwrap();
    }
    text += "\n";
    for Struct { name, fields } in &header.structs {
        let [size, align] = ["sizeof", "_Alignof"].map(|what| both(&format!("{what}({name})")));
        write!(text, "\nstruct {name}: size {size}, alignment {align}\n").unwrap();
        for (field, declaration) in fields {
            let offset = both(&format!("__builtin_offsetof({name}, {field})"));
            writeln!(text, "    {offset}: {declaration}").unwrap();
        }
    }
    for function in &header.functions {
        write!(text, "\nfunction {function}").unwrap();
    }
    text + "\n"
}

/// Returns the functions in `abi.txt`.
pub fn functions() -> Vec<String> {
    let committed = fs::read_to_string(here("abi.txt")).unwrap();
    let lines = committed.lines().filter_map(|line| line.strip_prefix("function "));
    lines.map(function_name).collect()
}

#[test]
fn the_committed_description_equals_the_abi() {
    let path = here("abi.txt");
    let described = described();
    if std::env::var_os("PRESIGN_WRITE_ABI").is_some() {
        fs::write(&path, &described).unwrap();
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    let lines = |text: &str, other: &str| -> String {
        let lines = text.lines().filter(|line| !other.lines().any(|other| other == *line));
        lines.map(|line| format!("\n    {line}")).collect()
    };
    let (gone, new) = (lines(&committed, &described), lines(&described, &committed));
    assert!(
        committed == described,
        "the ABI is not the one in abi.txt.\ngone:{gone}\nnew:{new}\n\
         Compiled programs still run if there are only new functions, new constants, and new fields at the end of \
         structs that begin with struct_size: then run `make abi`. After any other change of a released ABI, first \
         add 1 to the number in abi-version."
    );
}
