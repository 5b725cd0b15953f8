//! One's own account: ways to sign in, language, sessions.
