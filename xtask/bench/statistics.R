# psychotools and lme4 on the data of `crates/stats/examples/measure.rs`, beside what that came to.
# Both are run twice: once for the time they take, once as long as it needs to converge, for the numbers.

suppressPackageStartupMessages({
  library(psychotools)
  library(lme4)
})

folder <- commandArgs(TRUE)[1]
ours <- read.csv(file.path(folder, "ours.csv"))
of <- function(job, column) ours[ours$job == job, column]
file <- function(name, count) file.path(folder, sprintf("%s-%d.csv", name, count))

# Processor time, as ours is measured.
seconds <- function(work) {
  took <- system.time(work)
  took[["user.self"]] + took[["sys.self"]]
}

row <- function(job, theirs, what, difference, most) {
  mine <- of(job, "seconds")
  cat(sprintf(
    "| %s | %.4f | %.2f | %.0f | %s %.1e | %s |\n", job, mine, theirs, theirs / mine, what, difference,
    if (difference <= most) "yes" else "NO"
  ))
  difference <= most
}

cat("| job | ours, CPU s | R, CPU s | ratio | difference | small enough |\n")
cat("| --- | ---: | ---: | ---: | --- | --- |\n")
fine <- TRUE

for (rows in c(10000L, 100000L)) {
  answers <- as.matrix(read.csv(file("answers", rows), header = FALSE))
  theirs <- seconds(model <- pcmodel(answers, maxit = 1000L))
  # It stops where the likelihood no longer moves, some 1e-5 from its top: Newton's steps with psychotools' own scores
  # and covariances lead there.
  covariance <- model$vcov
  for (round in 1:3) {
    better <- model$coefficients + drop(covariance %*% colSums(psychotools:::estfun.pcmodel(model)))
    model <- pcmodel(answers, start = better, maxit = 0L, hessian = FALSE)
  }
  expected <- unlist(lapply(threshpar(model, vcov = FALSE), as.numeric))
  found <- read.csv(file("thresholds", rows))$threshold
  job <- sprintf("partial credit %d", rows)
  fine <- row(job, theirs, "largest of a threshold", max(abs(found - expected)), 1e-6) && fine

  job <- sprintf("alpha %d", rows)
  theirs <- seconds({
    covariance <- cov(answers)
    items <- ncol(answers)
    alpha <- items / (items - 1) * (1 - sum(diag(covariance)) / sum(covariance))
  })
  fine <- row(job, theirs, "of alpha", abs(alpha - of(job, "number")), 1e-9) && fine
}

for (job in grep("^mixed model", ours$job, value = TRUE)) {
  count <- as.integer(sub(".* ", "", job))
  scores <- read.csv(file("scores", count))
  formula <- score ~ 1 + (1 | team / therapist / family)
  theirs <- seconds(model <- lmer(formula, scores))
  tight <- lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-12, maxfun = 10000))
  best <- REMLcrit(lmer(formula, scores, control = tight, start = getME(model, "theta")))
  fine <- row(job, theirs, "of -2 REML", abs(best - of(job, "number")), 1e-5) && fine
}

if (!fine) quit(status = 1)
