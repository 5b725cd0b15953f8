//! Drawings of a case and of measures: values in, SVG text out.
//!
//! Every drawing is a pure function of its input and of a [`Frame`]: the same values give the same text. Nothing here
//! knows about cases, languages or pages; each word comes in as a value.
//!
//! What a stylesheet must know (`docs/look.md`, "Drawings"):
//! - The root carries `drawing` and `drawing-page` or `drawing-phone`, so that a page can hold both formats and show one;
//!   `drawing-wide` is added when the drawing is too wide for a phone and wants to scroll sideways.
//! - Shapes carry a colour class, with `area` or `band` where they are filled and `paper` where they cover. A shape whose
//!   line is thinner or thicker than its class says stands in a group with that class.
//! - Text is measured at 15 units as `label`, 13 as `label-small`, or has a size of its own and neither class.
//!
//! Without any stylesheet the presentation attributes make the same drawing legible on white, as in a PDF.
//! There is no `style` attribute and no `<style>` element, so a strict content security policy holds.

mod canvas;
mod control;
mod curve;
mod ecomap;
mod fit;
mod forest;
mod funnel;
mod gauge;
mod genogram;
mod glyph;
mod heat;
mod key;
mod radial;
#[cfg(test)]
mod sample;
mod scale;
mod spark;
mod steps;
mod text;
mod timeline;

pub use canvas::{Format, Frame};
pub use control::{CONTROL_POINTS_MAX, ControlChart, ControlPoint, ControlWords};
pub use curve::{CURVE_STEPS_MAX, CurveMark, CurveStep, CurveWords, Fall, StepCurve};
pub use ecomap::{Direction, Ecomap, EcomapWords, Strength, TIES_MAX, Tie};
pub use fit::{DRIVERS_MAX, FitCircle, FitDriver, FitSystem, FitWords};
pub use forest::{FOREST_ROWS_MAX, Forest, ForestRow, ForestWords};
pub use funnel::{FUNNEL_POINTS_MAX, Funnel, FunnelLimits, FunnelPoint, FunnelWords, Lies};
pub use gauge::{GAUGE_PIPS_MAX, Gauge};
pub use genogram::{
    Bond, Descent, DescentKind, GenoPerson, GenoWords, Genogram, PEOPLE_MAX, Sex, Union,
};
pub use heat::{HEAT_COLUMNS_MAX, HEAT_ROWS_MAX, HeatCell, HeatMap, HeatRow, HeatWords};
pub use spark::{SPARK_BARS_MAX, Spark};
pub use steps::{ITEMS_MAX, ItemLine, ItemMap, ItemMapWords, PERSON_BARS_MAX, THRESHOLDS_MAX};
pub use text::escape;
pub use timeline::{
    EVENTS_MAX, EventGlyph, HandIn, PhaseSpan, ScorePoint, Timeline, TimelineEvent, TimelineWeek,
    TimelineWords, WEEKS_MAX,
};
