//! What is said of a file that is not taken, wherever somebody sends one.

use hemma_domain::file::FileFault;

/// The message of what is wrong with a file.
pub(crate) fn told(fault: FileFault) -> &'static str {
    match fault {
        FileFault::Empty => "file-fault-empty",
        FileFault::TooLarge => "file-fault-large",
        FileFault::Archive => "file-fault-archive",
        FileFault::NotPdf => "file-fault-not-pdf",
        FileFault::Broken => "file-fault-broken",
        FileFault::Active => "file-fault-active",
        FileFault::Locked => "file-fault-locked",
    }
}
