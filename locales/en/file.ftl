file-fault-empty = The file is empty.
file-fault-large = The file is too large. It may have at most 5 MB.
file-fault-archive = This is a Word document or another packed file. Save it as PDF and choose it again.
file-fault-not-pdf = The file is not a PDF, whatever its name says. Save it as PDF and choose it again.
file-fault-broken = The file is broken or did not arrive whole. Save it as PDF again.
file-fault-active = The PDF holds scripts or other files and is not taken. Print it to a new PDF.
file-fault-opaque = The PDF is packed so that it cannot be looked into. Print it to a new PDF.
file-fault-locked = The PDF is locked with a password. Save it without one.
