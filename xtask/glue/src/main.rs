//! Writes the JavaScript glue of a WebAssembly module: `wasm-glue <input.wasm> <out-dir>`.
//!
//! The generator is linked as a library, at the version that the workspace pins for `wasm-bindgen` itself:
//! nobody has to install a tool, and tool and library cannot disagree. It is a crate of its own because the
//! generator takes a while to compile, and most of what `xtask` does never needs it.

use std::env;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let arguments: Vec<PathBuf> = env::args_os().skip(1).map(PathBuf::from).collect();
    let [input, out_dir] = arguments.as_slice() else {
        return fail("usage: wasm-glue <input.wasm> <out-dir>");
    };
    match write(input, out_dir) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

/// For the web: the glue takes the module from its caller, so that one file serves Node and browsers.
/// Names and producers are left out of the module; nothing reads them after this point.
fn write(input: &Path, out_dir: &Path) -> Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(input)
        .web(true)
        .and_then(|bindgen| {
            bindgen
                .typescript(true)
                .omit_default_module_path(true)
                .remove_name_section(true)
                .remove_producers_section(true)
                .generate(out_dir)
        })
        .map_err(|error| format!("{}: {error:#}", input.display()))
}

#[expect(clippy::print_stderr, reason = "a command owns its terminal")]
fn fail(message: &str) -> ExitCode {
    eprintln!("{message}");
    ExitCode::FAILURE
}
