//! The weekly loop: weeks and their texts.
