//! `cargo xtask build`: the native library, the npm package and the PowerShell module.

use crate::arguments::Arguments;
use crate::process::{Outcome, Problem, set_up};
use crate::pwsh_module;
use crate::tools;
use crate::workspace::Workspace;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

pub(crate) const USAGE: &str = "\
cargo xtask build [native|wasm|npm|pwsh|all] [--release]

  native    the native library with its C ABI
  wasm      the WebAssembly module and its JavaScript glue
  npm       the npm package in bindings/wasm/dist (includes wasm)
  pwsh      the PowerShell module in pwsh-module/dist/GraphMfa (includes native)
  all       everything (default)

  --release   the native library as it is published; the WebAssembly module always is";

/// Builds what is asked for.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Outcome<bool> {
    let release = arguments.flag("--release");
    let what = arguments.word().unwrap_or_else(|| "all".to_owned());
    arguments.finish()?;
    match what.as_str() {
        "native" => println!("{}", native(workspace, release)?.display()),
        "wasm" => println!("{}", wasm(workspace)?.display()),
        "npm" => println!("{}", npm(workspace)?.display()),
        "pwsh" => println!("{}", pwsh(workspace, release)?.display()),
        "all" => println!(
            "{}\n{}",
            npm(workspace)?.display(),
            pwsh(workspace, release)?.display()
        ),
        other => return Err(Problem::new(format!("`{other}` is not built here")).remedy("see --help")),
    }
    Ok(true)
}

/// Builds the native library.
pub(crate) fn native(workspace: &Workspace, release: bool) -> Outcome<PathBuf> {
    let mut cargo = workspace.cargo();
    cargo.args(["build", "--locked", "--package", "graph-mfa-native"]);
    if release {
        cargo.arg("--release");
    }
    set_up("building the native library", &mut cargo)?;
    let file = format!(
        "{}graph_mfa_native{}",
        std::env::consts::DLL_PREFIX,
        std::env::consts::DLL_SUFFIX
    );
    Ok(workspace
        .target
        .join(if release { "release" } else { "debug" })
        .join(file))
}

/// Builds the WebAssembly module, and writes its glue with the generator of exactly the library's version.
fn wasm(workspace: &Workspace) -> Outcome<PathBuf> {
    tools::demand_wasm_target(workspace)?;
    let mut module = workspace.cargo();
    module.args(["build", "--locked", "--package", "graph-mfa-wasm"]);
    module.args(["--profile", "wasm", "--target", "wasm32-unknown-unknown"]);
    set_up("building the WebAssembly module", &mut module)?;
    let mut generator = workspace.cargo();
    generator.args(["build", "--locked", "--package", "wasm-glue"]);
    set_up("building the generator of its JavaScript glue", &mut generator)?;
    let glue = workspace.target.join("wasm-glue");
    let mut generate = Command::new(workspace.program("wasm-glue"));
    generate
        .arg(
            workspace
                .target
                .join("wasm32-unknown-unknown/wasm/graph_mfa_wasm.wasm"),
        )
        .arg(&glue);
    set_up("writing the glue", &mut generate)?;
    Ok(glue)
}

/// Builds the npm package.
pub(crate) fn npm(workspace: &Workspace) -> Outcome<PathBuf> {
    npm_packages(&workspace.npm_folder())?;
    let glue = wasm(workspace)?;
    let mut npm = tools::npm();
    npm.current_dir(workspace.npm_folder())
        .args(["run", "--silent", "build", "--"])
        .arg(&glue);
    set_up("building the npm package", &mut npm)?;
    Ok(workspace.npm_folder().join("dist"))
}

/// Installs the npm packages that a folder's lock file names, unless exactly these are there.
pub(crate) fn npm_packages(folder: &Path) -> Outcome {
    tools::demand_node()?;
    let stamp = folder.join("node_modules").join(".installed-from");
    let lock = read(&folder.join("package-lock.json"))?;
    if fs::read(&stamp).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    let mut npm = tools::npm();
    npm.current_dir(folder).args(["ci", "--no-audit", "--no-fund"]);
    set_up("installing the npm packages of the lock file", &mut npm).map_err(|problem| {
        Problem::new(problem.to_string()).remedy("npm needs its registry, or a cache that holds the packages")
    })?;
    fs::write(&stamp, lock).map_err(|error| Problem::about(stamp.display(), error))
}

fn read(file: &Path) -> Outcome<Vec<u8>> {
    fs::read(file).map_err(|error| Problem::about(file.display(), error))
}

/// Builds the PowerShell module.
pub(crate) fn pwsh(workspace: &Workspace, release: bool) -> Outcome<PathBuf> {
    let library = native(workspace, release)?;
    pwsh_with(workspace, &library)
}

/// Builds the PowerShell module around a native library.
pub(crate) fn pwsh_with(workspace: &Workspace, library: &Path) -> Outcome<PathBuf> {
    crate::process::announce("building the PowerShell module");
    pwsh_module::build(&workspace.root, library, &runtime_id()?)
        .map_err(|error| Problem::about("the PowerShell module", error))
}

/// The platform in .NET's words.
fn runtime_id() -> Outcome<String> {
    let system = match std::env::consts::OS {
        "linux" => "linux",
        "windows" => "win",
        "macos" => "osx",
        other => {
            return Err(Problem::new(format!(
                "the PowerShell module is not built for {other}"
            )));
        }
    };
    let architecture = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => {
            return Err(Problem::new(format!(
                "the PowerShell module is not built for {other}"
            )));
        }
    };
    Ok(format!("{system}-{architecture}"))
}
