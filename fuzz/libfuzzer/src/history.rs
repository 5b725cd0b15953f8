#![no_main]

hemma_fuzz_libfuzzer::target!("history");
