draft-no-place = Texten hör inte till något formulär.
draft-too-long = Texten är för lång för att sparas medan du skriver. Dela upp den.
