//! A field of a form as its template draws it, with its fault beside it.

use crate::http::form::Faults;
use crate::lang::Lang;

/// A field of a form.
#[derive(Debug, Clone, Default)]
pub struct Field {
    /// Unique on the page; the same as the name where there is one form.
    pub id: String,
    pub name: String,
    pub label: String,
    pub help: String,
    /// Says that it may stay empty; empty itself where it may not.
    pub opt: String,
    pub value: String,
    pub fault: String,
    pub width: &'static str,
    pub wide: bool,
    /// What can be chosen, as code and name.
    pub options: Vec<(String, String)>,
    shape: Shape,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Shape {
    #[default]
    Line,
    Phone,
    Area,
    Select,
    Chips,
}

impl Field {
    /// A line to type in.
    pub fn line(name: &str, label: String, value: &str) -> Field {
        Field {
            id: name.to_owned(),
            name: name.to_owned(),
            label,
            value: value.to_owned(),
            width: "w-4",
            ..Field::default()
        }
    }

    /// A line for a telephone number.
    pub fn phone(name: &str, label: String, value: &str) -> Field {
        Field {
            shape: Shape::Phone,
            width: "w-3",
            ..Field::line(name, label, value)
        }
    }

    /// A day, typed as people write it.
    pub fn day(name: &str, label: String, value: &str) -> Field {
        Field {
            width: "w-3",
            ..Field::line(name, label, value)
        }
    }

    /// Several lines.
    pub fn area(name: &str, label: String, value: &str) -> Field {
        Field {
            shape: Shape::Area,
            ..Field::line(name, label, value)
        }
    }

    /// One of many.
    pub fn select(name: &str, label: String, value: &str, options: Options) -> Field {
        Field {
            shape: Shape::Select,
            options: options.0,
            ..Field::line(name, label, value)
        }
    }

    /// One of a few, all in sight.
    pub fn chips(name: &str, label: String, value: &str, options: Options) -> Field {
        Field {
            shape: Shape::Chips,
            options: options.0,
            ..Field::line(name, label, value)
        }
    }

    /// With a line of help below the label.
    pub fn help(self, help: String) -> Field {
        Field { help, ..self }
    }

    /// Said to be voluntary.
    pub fn voluntary(self, lang: Lang) -> Field {
        Field {
            opt: lang.t("intake-voluntary"),
            ..self
        }
    }

    /// In one of several forms of a page.
    pub fn in_form(self, form: &str) -> Field {
        Field {
            id: format!("{form}-{}", self.name),
            ..self
        }
    }

    /// With the fault that was found in it, if there is one.
    pub fn checked(self, faults: &Faults, lang: Lang) -> Field {
        Field {
            fault: faults.at(&lang, &self.name).unwrap_or_default(),
            ..self
        }
    }

    /// Whether it is several lines.
    pub fn is_area(&self) -> bool {
        self.shape == Shape::Area
    }

    /// Whether it is a list.
    pub fn is_select(&self) -> bool {
        self.shape == Shape::Select
    }

    /// Whether all choices are in sight.
    pub fn is_chips(&self) -> bool {
        self.shape == Shape::Chips
    }

    /// Whether it is a telephone number.
    pub fn is_phone(&self) -> bool {
        self.shape == Shape::Phone
    }

    /// Whether something is wrong with it.
    pub fn has_fault(&self) -> bool {
        !self.fault.is_empty()
    }

    /// What ties the field to its help and its fault; ids are the page's own.
    pub fn aria(&self) -> String {
        let mut ids = Vec::new();
        if !self.help.is_empty() {
            ids.push(format!("{}-help", self.id));
        }
        if self.has_fault() {
            ids.push(format!("{}-error", self.id));
        }
        let described = if ids.is_empty() {
            String::new()
        } else {
            format!(" aria-describedby=\"{}\"", ids.join(" "))
        };
        let invalid = if self.has_fault() {
            " aria-invalid=\"true\""
        } else {
            ""
        };
        format!("{described}{invalid}")
    }
}

/// What can be chosen, as code and name.
#[derive(Debug, Clone, Default)]
pub struct Options(pub Vec<(String, String)>);

impl Options {
    /// Every value of an enumeration.
    pub fn of<T: hemma_domain::code::Code>(lang: Lang) -> Options {
        let all = T::ALL.iter();
        Options(
            all.map(|value| (value.code().to_owned(), lang.name(*value)))
                .collect(),
        )
    }

    /// The entries of a programme's list.
    pub fn coded<'a>(
        list: impl IntoIterator<Item = &'a hemma_domain::programme::Coded>,
        lang: Lang,
    ) -> Options {
        let all = list.into_iter();
        Options(
            all.map(|one| (one.code.clone(), lang.words(&one.label).to_owned()))
                .collect(),
        )
    }

    /// With nothing chosen on top.
    pub fn or_none(mut self, label: String) -> Options {
        self.0.insert(0, (String::new(), label));
        self
    }
}

/// As [`summary`], each with its field's label: for messages that are the same at many fields.
pub fn named_summary<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Vec<(String, String)> {
    fields
        .into_iter()
        .filter(|field| field.has_fault())
        .map(|field| {
            (
                field.id.clone(),
                format!("{}: {}", field.label, field.fault),
            )
        })
        .collect()
}

/// The faults of fields as the summary on top of the form lists them: id and message.
pub fn summary<'a>(fields: impl IntoIterator<Item = &'a Field>) -> Vec<(String, String)> {
    fields
        .into_iter()
        .filter(|field| field.has_fault())
        .map(|field| (field.id.clone(), field.fault.clone()))
        .collect()
}
