draft-no-place = Texten hör inte till något formulär.
draft-too-long = Texten är för lång för att sparas medan du skriver. Ett fält rymmer högst 20 000 tecken. Dela upp den.
