//! Programs that a job needs: found, or installed with the system's packages, or named.

use std::process::{Command, Stdio};

use crate::failure::{Failure, Result};
use crate::run;

/// A program, the Debian package that has it, and what it is for.
#[derive(Clone, Copy)]
pub(crate) struct Need {
    pub(crate) program: &'static str,
    pub(crate) package: &'static str,
    pub(crate) purpose: &'static str,
}

pub(crate) const NODE: Need = Need {
    program: "node",
    package: "nodejs",
    purpose: "runs the browser tests",
};
pub(crate) const NPM: Need = Need {
    program: "npm",
    package: "npm",
    purpose: "installs the browser tests' libraries",
};
pub(crate) const CHROMIUM: Need = Need {
    program: "chromium",
    package: "chromium",
    purpose: "is the browser of the tests",
};
pub(crate) const PDFTOTEXT: Need = Need {
    program: "pdftotext",
    package: "poppler-utils",
    purpose: "reads PDF files in tests",
};
pub(crate) const POSTGRES: Need = Need {
    program: "initdb",
    package: "postgresql",
    purpose: "is the second database",
};

pub(crate) const R: Need = Need {
    program: "Rscript",
    package: "r-base-core",
    purpose: "runs the statistics that ours are measured beside",
};

/// What the rota helper's solver is built with: it is C++, and its interface is read by libclang.
pub(crate) const ROTA: [Need; 3] = [
    Need {
        program: "cmake",
        package: "cmake",
        purpose: "builds the solver of the rota helper",
    },
    Need {
        program: "g++",
        package: "g++",
        purpose: "compiles the solver of the rota helper",
    },
    Need {
        program: "libclang",
        package: "libclang-dev",
        purpose: "reads the interface of the solver of the rota helper",
    },
];

/// A library is no program: libclang lies beside LLVM, or where the system keeps its libraries.
pub(crate) fn for_rota(need: &Need) -> bool {
    if need.program != "libclang" {
        return on_path(need);
    }
    let holds = |folder: &std::path::Path| {
        let names = std::fs::read_dir(folder).into_iter().flatten().flatten();
        names
            .into_iter()
            .any(|one| one.file_name().to_str().is_some_and(is_libclang))
    };
    let llvm = std::fs::read_dir("/usr/lib")
        .into_iter()
        .flatten()
        .flatten();
    let mut folders: Vec<std::path::PathBuf> = llvm
        .map(|one| one.path())
        .filter(|path| path.to_string_lossy().contains("llvm"))
        .map(|path| path.join("lib"))
        .collect();
    folders.extend(["/usr/lib", "/usr/lib64", "/usr/lib/x86_64-linux-gnu"].map(Into::into));
    folders.extend(["/usr/lib/aarch64-linux-gnu", "/usr/local/lib"].map(Into::into));
    run::env("LIBCLANG_PATH").is_some() || folders.iter().any(|folder| holds(folder))
}

/// Whether a file is the library that reads C. The compiler's own, which LLVM brings along, is called nearly so and is not.
fn is_libclang(name: &str) -> bool {
    let is_library = name.starts_with("libclang.so") || name.starts_with("libclang-");
    is_library && name.contains(".so") && !name.starts_with("libclang-cpp")
}

/// Sees to it that every program is there, and says what it installs.
pub(crate) fn ensure(needs: &[Need], is_there: impl Fn(&Need) -> bool) -> Result<()> {
    let missing: Vec<&Need> = needs.iter().filter(|need| !is_there(need)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    for need in &missing {
        run::say(&format!(
            "{} is missing: it {}.",
            need.program, need.purpose
        ));
    }
    let mut packages: Vec<&str> = missing.iter().map(|need| need.package).collect();
    packages.dedup();
    install(&packages)?;
    match missing.iter().find(|need| !is_there(need)) {
        None => Ok(()),
        Some(need) => Err(Failure::Missing(format!(
            "the package {} was installed, and {} is still not to be found",
            need.package, need.program
        ))),
    }
}

/// The usual check: the program lies in one of the folders of PATH.
pub(crate) fn on_path(need: &Need) -> bool {
    run::find(need.program).is_some()
}

fn install(packages: &[&str]) -> Result<()> {
    let by_hand = format!(
        "apt-get update && apt-get install --no-install-recommends {}",
        packages.join(" ")
    );
    let Some(before) = how_to_become_root() else {
        return Err(Failure::Missing(format!(
            "Cannot install packages here. As an administrator of this machine, run\n\n    {by_hand}\n\n\
             and start this job again."
        )));
    };
    run::say(&format!(
        "Installing with the system's package manager: {}",
        packages.join(", ")
    ));
    let apt = |args: &[&str]| {
        let mut words = before
            .iter()
            .copied()
            .chain(["apt-get"])
            .chain(args.iter().copied());
        let mut command = Command::new(words.next().unwrap_or("apt-get"));
        command
            .args(words)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .stdin(Stdio::null());
        run::run(&mut command)
    };
    let install: Vec<&str> = ["install", "-y", "-q", "--no-install-recommends"]
        .into_iter()
        .chain(packages.iter().copied())
        .collect();
    apt(&["update", "-q"])
        .and_then(|()| apt(&install))
        .map_err(|err| Failure::Missing(format!("{err}\nBy hand: {by_hand}")))
}

/// The words that go before `apt-get`; `None` where there is no apt-get or no way to be root.
fn how_to_become_root() -> Option<&'static [&'static str]> {
    run::find("apt-get")?;
    if is_root() {
        return Some(&[]);
    }
    run::find("sudo")?;
    let asks_nothing = Command::new("sudo")
        .args(["-n", "true"])
        .stderr(Stdio::null())
        .status()
        .ok()?
        .success();
    asks_nothing.then_some(&["sudo", "-n"])
}

/// Whether this process has all rights: PostgreSQL refuses to run with them.
pub(crate) fn is_root() -> bool {
    run::read(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

#[cfg(test)]
mod tests {
    use super::is_libclang;

    #[test]
    fn what_llvm_brings_along_does_not_read_c() {
        for name in [
            "libclang.so",
            "libclang.so.1",
            "libclang-14.so.1",
            "libclang-14.so.14.0.6",
        ] {
            assert!(is_libclang(name), "{name}");
        }
        for name in [
            "libclang-cpp.so.14",
            "libclang-cpp14.so",
            "libclang-common-14-dev",
            "libLLVM.so",
        ] {
            assert!(!is_libclang(name), "{name}");
        }
    }
}
