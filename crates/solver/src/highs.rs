//! HiGHS, called through C. The only unsafe code of the workspace.
//!
//! What is upheld here, so that nothing outside can break it: the solver's handle lives in one value
//! that closes it; every array that is passed is as long as the model says; the callback's data outlives
//! the run and is touched by the solver's own thread alone, since it runs with callbacks on the calling
//! thread.
#![expect(
    unsafe_code,
    reason = "the solver has no Rust interface with a start, callbacks and bounds"
)]

use std::ffi::{CString, c_char, c_int, c_void};

use highs_sys::{
    Highs_create, Highs_destroy, Highs_getDoubleInfoValue, Highs_getIntInfoValue,
    Highs_getModelStatus, Highs_getSolution, Highs_passMip, Highs_run, Highs_setBoolOptionValue,
    Highs_setCallback, Highs_setDoubleOptionValue, Highs_setIntOptionValue, Highs_setSolution,
    Highs_setStringOptionValue, Highs_startCallback, HighsCallbackDataIn, HighsCallbackDataOut,
    HighsInt, MATRIX_FORMAT_ROW_WISE, OBJECTIVE_SENSE_MINIMIZE, kHighsCallbackIpmInterrupt,
    kHighsCallbackMipImprovingSolution, kHighsCallbackMipInterrupt, kHighsCallbackMipLogging,
    kHighsCallbackSimplexInterrupt, kHighsModelStatusInfeasible, kHighsModelStatusOptimal,
    kHighsSolutionStatusFeasible,
};

use crate::matrix::Matrix;

/// Whoever looks on while the solver works.
pub(crate) trait Watch {
    /// A better solution, one value a column.
    fn improved(&mut self, values: &[f64]);
    /// No solution costs less, the constant included.
    fn bounded(&mut self, bound: f64);
    /// Whether to stop now.
    fn is_over(&mut self) -> bool;
}

/// How to solve.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Options {
    pub(crate) seconds: f64,
    pub(crate) threads: i32,
    pub(crate) seed: i32,
    /// Only the relaxation: no column need be whole.
    pub(crate) relaxed: bool,
    /// How much of the time goes into heuristics.
    pub(crate) heuristics: f64,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum End {
    /// Solved to the end.
    Solved,
    /// No solution.
    Infeasible,
    /// Stopped before, by time or by whoever looks on.
    Stopped,
}

/// What a run found.
#[derive(Debug, Clone)]
pub(crate) struct Outcome {
    pub(crate) end: End,
    /// No solution costs less, the constant included.
    pub(crate) bound: Option<f64>,
    /// One value a column; empty where there is no solution.
    pub(crate) values: Vec<f64>,
    /// One dual a row, of a relaxation that was solved.
    pub(crate) duals: Vec<f64>,
}

/// The solver did not take a model or an option: a mistake of this program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the solver refused {0}")]
pub struct Refused(&'static str);

impl Refused {
    /// A plan that the checker found lawful.
    pub(crate) const LAWFUL: Refused = Refused("a lawful plan");
}

/// A model is larger than the solver can count.
fn int(number: usize) -> Result<HighsInt, Refused> {
    HighsInt::try_from(number).map_err(|_| Refused("the size"))
}

struct Handle(*mut c_void);

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: made by `Highs_create`, closed here and nowhere else.
        unsafe { Highs_destroy(self.0) };
    }
}

impl Handle {
    fn new() -> Handle {
        // SAFETY: takes nothing, gives a handle that `Drop` closes.
        Handle(unsafe { Highs_create() })
    }

    fn set(&self, options: Options) -> Result<(), Refused> {
        self.flag("output_flag", false)?;
        self.text("parallel", if options.threads < 2 { "off" } else { "on" })?;
        self.number("threads", options.threads)?;
        self.number("random_seed", options.seed)?;
        self.real("time_limit", options.seconds.max(0.01))?;
        self.real("mip_rel_gap", 0.0)?;
        // Prices are whole, so that a bound nearer than this proves the best.
        self.real("mip_abs_gap", 0.999)?;
        self.real("mip_heuristic_effort", options.heuristics)
    }

    fn flag(&self, name: &'static str, value: bool) -> Result<(), Refused> {
        let text = c_string(name)?;
        // SAFETY: the handle is open and the name ends with a zero.
        done(name, unsafe {
            Highs_setBoolOptionValue(self.0, text.as_ptr(), HighsInt::from(value))
        })
    }

    fn number(&self, name: &'static str, value: i32) -> Result<(), Refused> {
        let text = c_string(name)?;
        // SAFETY: the handle is open and the name ends with a zero.
        done(name, unsafe {
            Highs_setIntOptionValue(self.0, text.as_ptr(), value)
        })
    }

    fn real(&self, name: &'static str, value: f64) -> Result<(), Refused> {
        let text = c_string(name)?;
        // SAFETY: the handle is open and the name ends with a zero.
        done(name, unsafe {
            Highs_setDoubleOptionValue(self.0, text.as_ptr(), value)
        })
    }

    fn text(&self, name: &'static str, value: &str) -> Result<(), Refused> {
        let (text, value) = (c_string(name)?, c_string(value)?);
        // SAFETY: the handle is open, name and value end with a zero.
        done(name, unsafe {
            Highs_setStringOptionValue(self.0, text.as_ptr(), value.as_ptr())
        })
    }

    fn pass(&self, matrix: &Matrix, relaxed: bool) -> Result<(), Refused> {
        let columns = &matrix.columns;
        let cost: Vec<f64> = columns.iter().map(|one| real(one.cost)).collect();
        let lower: Vec<f64> = columns.iter().map(|one| real(one.lower)).collect();
        let upper: Vec<f64> = columns.iter().map(|one| real(one.upper)).collect();
        let whole: Vec<HighsInt> = columns
            .iter()
            .map(|one| HighsInt::from(one.whole && !relaxed))
            .collect();
        let least: Vec<f64> = matrix
            .rows
            .iter()
            .map(|row| row.lower.map_or(f64::NEG_INFINITY, real))
            .collect();
        let most: Vec<f64> = matrix
            .rows
            .iter()
            .map(|row| row.upper.map_or(f64::INFINITY, real))
            .collect();
        let (mut starts, mut index, mut value) = (vec![], vec![], vec![]);
        for row in &matrix.rows {
            starts.push(int(index.len())?);
            for (column, factor) in &row.terms {
                if columns.len() <= *column {
                    return Err(Refused("a column that is not there"));
                }
                index.push(int(*column)?);
                value.push(real(*factor));
            }
        }
        // SAFETY: the handle is open; the arrays are as long as the counts say, starts and columns are
        // within them, and the solver copies everything before it returns.
        let status = unsafe {
            Highs_passMip(
                self.0,
                int(columns.len())?,
                int(matrix.rows.len())?,
                int(index.len())?,
                MATRIX_FORMAT_ROW_WISE,
                OBJECTIVE_SENSE_MINIMIZE,
                real(matrix.constant),
                cost.as_ptr(),
                lower.as_ptr(),
                upper.as_ptr(),
                least.as_ptr(),
                most.as_ptr(),
                starts.as_ptr(),
                index.as_ptr(),
                value.as_ptr(),
                whole.as_ptr(),
            )
        };
        done("the model", status)
    }

    fn begin_at(&self, start: &[f64]) -> Result<(), Refused> {
        let none = std::ptr::null();
        // SAFETY: the handle is open, `run` has seen to it that the start has a value for each column, and
        // the solver takes null for what is not given.
        let status = unsafe { Highs_setSolution(self.0, start.as_ptr(), none, none, none) };
        done("the start", status)
    }

    fn bound(&self) -> Option<f64> {
        let name = c_string("mip_dual_bound").ok()?;
        let mut value = 0.0f64;
        // SAFETY: the handle is open, the name ends with a zero, the value is written to a local.
        let status = unsafe { Highs_getDoubleInfoValue(self.0, name.as_ptr(), &raw mut value) };
        (status == 0 && value.is_finite()).then_some(value)
    }

    fn has_solution(&self) -> bool {
        let Ok(name) = c_string("primal_solution_status") else {
            return false;
        };
        let mut value: HighsInt = 0;
        // SAFETY: the handle is open, the name ends with a zero, the value is written to a local.
        let status = unsafe { Highs_getIntInfoValue(self.0, name.as_ptr(), &raw mut value) };
        status == 0 && value == kHighsSolutionStatusFeasible
    }

    /// One value a column and one dual a row; neither where there is no solution.
    fn solution(&self, matrix: &Matrix) -> Result<(Vec<f64>, Vec<f64>), Refused> {
        if !self.has_solution() {
            return Ok((vec![], vec![]));
        }
        let (columns, rows) = (matrix.columns.len(), matrix.rows.len());
        let (mut values, mut duals) = (vec![0.0; columns], vec![0.0; rows]);
        let (mut reduced, mut sums) = (vec![0.0; columns], vec![0.0; rows]);
        // SAFETY: the handle is open, and the arrays are as long as the model has columns and rows.
        let status = unsafe {
            Highs_getSolution(
                self.0,
                values.as_mut_ptr(),
                reduced.as_mut_ptr(),
                sums.as_mut_ptr(),
                duals.as_mut_ptr(),
            )
        };
        done("the solution", status)?;
        Ok((values, duals))
    }

    fn objective(&self) -> f64 {
        // SAFETY: the handle is open.
        unsafe { highs_sys::Highs_getObjectiveValue(self.0) }
    }
}

fn c_string(text: &str) -> Result<CString, Refused> {
    CString::new(text).map_err(|_| Refused("a text"))
}

fn done(what: &'static str, status: HighsInt) -> Result<(), Refused> {
    // 0 is fine and 1 is a warning, as of a start that must be repaired.
    if status == 0 || status == 1 {
        Ok(())
    } else {
        Err(Refused(what))
    }
}

/// Whole numbers here are smaller than 2^53: the reader of instances sees to it.
#[expect(
    clippy::cast_precision_loss,
    reason = "the reader of instances refuses larger numbers"
)]
fn real(number: i64) -> f64 {
    number as f64
}

/// What the callback is given.
struct Looking<'a> {
    watch: &'a mut dyn Watch,
    columns: usize,
}

/// Solves, beginning at a start if there is one that fits.
pub(crate) fn run(
    matrix: &Matrix,
    start: Option<&[f64]>,
    options: Options,
    watch: &mut dyn Watch,
) -> Result<Outcome, Refused> {
    let columns = matrix.columns.len();
    let handle = Handle::new();
    handle.set(options)?;
    handle.pass(matrix, options.relaxed)?;
    if let Some(start) = start.filter(|start| start.len() == columns && !options.relaxed) {
        handle.begin_at(start)?;
    }
    let mut looking = Looking { watch, columns };
    let data: *mut Looking = &raw mut looking;
    // SAFETY: the handle is open; `looking` lives until after the run, and nobody touches it in between but
    // the callback.
    let status = unsafe { Highs_setCallback(handle.0, Some(callback), data.cast()) };
    done("the callback", status)?;
    for kind in [
        kHighsCallbackMipImprovingSolution,
        kHighsCallbackMipLogging,
        kHighsCallbackMipInterrupt,
        kHighsCallbackSimplexInterrupt,
        kHighsCallbackIpmInterrupt,
    ] {
        // SAFETY: the handle is open.
        done("the callback", unsafe {
            Highs_startCallback(handle.0, kind)
        })?;
    }
    // SAFETY: the handle is open and holds a model.
    let status = unsafe { Highs_run(handle.0) };
    done("the run", status)?;
    let outcome = outcome(&handle, matrix, options.relaxed)?;
    if !options.relaxed && !outcome.values.is_empty() {
        // A start may come out of the solver's own reductions better than it went in, and is never told.
        looking.watch.improved(&outcome.values);
    }
    Ok(outcome)
}

fn outcome(handle: &Handle, matrix: &Matrix, relaxed: bool) -> Result<Outcome, Refused> {
    // SAFETY: the handle is open.
    let status = unsafe { Highs_getModelStatus(handle.0) };
    let end = if status == kHighsModelStatusOptimal {
        End::Solved
    } else if status == kHighsModelStatusInfeasible {
        End::Infeasible
    } else {
        End::Stopped
    };
    let (values, duals) = handle.solution(matrix)?;
    let bound = match (relaxed, end) {
        (true, End::Solved) => Some(handle.objective()),
        (true, _) => None,
        (false, _) => handle.bound(),
    };
    Ok(Outcome {
        end,
        bound,
        values,
        duals,
    })
}

/// Called by the solver while it runs.
unsafe extern "C" fn callback(
    kind: c_int,
    _message: *const c_char,
    out: *const HighsCallbackDataOut,
    into: *mut HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: the solver hands back the pointer that `run` gave it, which lives as long as the run.
    let Some(looking) = (unsafe { data.cast::<Looking>().as_mut() }) else {
        return;
    };
    // SAFETY: the solver's own data, valid during the call; null is turned into nothing.
    if let Some(out) = unsafe { out.as_ref() } {
        let fits = usize::try_from(out.mip_solution_size) == Ok(looking.columns);
        if kind == kHighsCallbackMipImprovingSolution && fits && !out.mip_solution.is_null() {
            // SAFETY: the solver's solution has a value for each column of the model that was passed.
            let values = unsafe { std::slice::from_raw_parts(out.mip_solution, looking.columns) };
            looking.watch.improved(values);
        }
        let speaks = kind == kHighsCallbackMipLogging || kind == kHighsCallbackMipInterrupt;
        if speaks && out.mip_dual_bound.is_finite() {
            looking.watch.bounded(out.mip_dual_bound);
        }
    }
    // SAFETY: the solver's own data, valid during the call; null is turned into nothing.
    if let Some(into) = unsafe { into.as_mut() } {
        into.user_interrupt = c_int::from(looking.watch.is_over());
    }
}
