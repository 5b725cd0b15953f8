//! Enumerations that are written to the database, to addresses and to message keys by one short code.

/// An enumeration whose values have a lasting code.
pub trait Code: Copy + Sized + 'static {
    /// What the enumeration is called in message keys: `contact-kind` gives `contact-kind-visit`.
    const NAME: &'static str;

    /// Every value, in the order in which people choose from them.
    const ALL: &'static [Self];

    /// The lasting code.
    fn code(self) -> &'static str;

    /// The value with this code.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }

    /// The key of the message that names the value.
    fn key(self) -> String {
        format!("{}-{}", Self::NAME, self.code().replace('_', "-"))
    }
}

/// Declares an enumeration with its codes and its message name.
#[macro_export]
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident $label:literal { $($(#[$vdoc:meta])* $value:ident = $code:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $($(#[$vdoc])* $value,)* }

        impl $crate::code::Code for $name {
            const NAME: &'static str = $label;
            const ALL: &'static [Self] = &[$($name::$value,)*];

            fn code(self) -> &'static str {
                match self { $($name::$value => $code,)* }
            }
        }
    )*};
}
