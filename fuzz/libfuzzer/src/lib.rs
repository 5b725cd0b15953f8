//! The targets of `hemma-fuzz` under libFuzzer.

use hemma_fuzz::mutant::{Draws, change};

/// A program that tries one target; half of its mutants are libFuzzer's own.
#[macro_export]
macro_rules! target {
    ($name:literal) => {
        libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
            hemma_fuzz::check($name, bytes);
        });

        libfuzzer_sys::fuzz_mutator!(|bytes: &mut [u8],
                                      size: usize,
                                      size_max: usize,
                                      seed: u32| {
            match seed % 2 {
                0 => libfuzzer_sys::fuzzer_mutate(bytes, size, size_max),
                _ => $crate::mutate(bytes, size, seed),
            }
        });
    };
}

/// Changes the file in the first bytes of a buffer; gives its new size.
pub fn mutate(buffer: &mut [u8], size: usize, seed: u32) -> usize {
    let mut file = buffer[..size].to_vec();
    change(&mut file, &mut Draws::new(u64::from(seed)));
    let size = file.len().min(buffer.len());
    buffer[..size].copy_from_slice(&file[..size]);
    size
}
