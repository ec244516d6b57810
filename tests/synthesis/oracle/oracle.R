# What R says: `Rscript oracle.R [FILE]` writes oracle.json from data.json; both lie beside this file.
#
# Debian has everything used here: r-base-core r-cran-survival r-cran-metafor r-cran-lme4
# r-cran-coarsedatatools r-cran-jsonlite. It lacks coxphf, logistf, icenReg and bpcp. Firth's penalty is
# therefore maximised here by R's optimiser over the likelihood and the information of coxph;
# the estimate from intervals is that of survfit.

suppressMessages({
  library(survival); library(metafor); library(lme4); library(coarseDataTools); library(jsonlite)
})
args <- commandArgs(FALSE)
here <- dirname(sub("--file=", "", args[grep("--file=", args)]))
data <- fromJSON(file.path(here, "data.json"))
set.seed(20261121)
out <- list(
  r = R.version.string,
  packages = sapply(
    c("survival", "metafor", "lme4", "coarseDataTools"), function(p) as.character(packageVersion(p))
  ) |> as.list()
)

# ---- shares

simulated <- local({
  n <- sample(1:60, 200, TRUE)
  list(x = rbinom(200, n, plogis(rnorm(200, -2, 1))), n = n)
})
mean_effect <- function(fit, transf, targs = NULL) {
  p <- predict(fit)
  back <- function(v) if (is.null(targs)) transf(v) else transf(v, targs)
  tau2 <- if (fit$method == "EE" || fit$k == 1) c(NA, NA) else confint(fit, control = list(tol = 1e-12))$random["tau^2", 2:3]
  list(
    b = fit$b[1], se = fit$se, tau2 = fit$tau2, q = fit$QE, p_q = fit$QEp, i2 = fit$I2 / 100,
    ci = c(p$ci.lb, p$ci.ub), pi = c(p$pi.lb, p$pi.ub), tau2_ci = unname(as.numeric(tau2)),
    share = sapply(c(fit$b[1], p$ci.lb, p$ci.ub), back)
  )
}
scales <- list(raw = "PR", logit = "PLO", arcsine = "PAS", `double-arcsine` = "PFT")
inverse_variance <- function(x, n) {
  rows <- list()
  for (scale in names(scales)) for (tau2 in c("equal", "dl", "ml", "reml", "pm"))
    for (test in c("z", "knha")) {
      method <- c(equal = "EE", dl = "DL", ml = "ML", reml = "REML", pm = "PM")[[tau2]]
      fit <- rma(
        measure = scales[[scale]], xi = x, ni = n, method = method, test = test,
        control = list(threshold = 1e-12, maxiter = 1000, tol = 1e-12)
      )
      transf <- switch(scale, raw = identity, logit = transf.ilogit, arcsine = transf.iarcsin,
                       transf.ipft.hm)
      targs <- if (scale == "double-arcsine") list(ni = n) else NULL
      rows[[paste(scale, tau2, test)]] <- mean_effect(fit, transf, targs)
    }
  rows
}
glmm <- function(x, n) {
  fit <- rma.glmm(measure = "PLO", xi = x, ni = n)
  p <- predict(fit)
  d <- data.frame(x = x, m = n - x, s = factor(seq_along(x)))
  laplace <- glmer(cbind(x, m) ~ 1 + (1 | s), d, binomial, nAGQ = 1)
  many <- glmer(cbind(x, m) ~ 1 + (1 | s), d, binomial, nAGQ = 25)
  plain <- function(f) list(
    b = unname(fixef(f)), se = sqrt(vcov(f)[1, 1]), tau2 = VarCorr(f)$s[1], ll = c(logLik(f))
  )
  list(
    b = fit$b[1], se = fit$se, tau2 = fit$tau2, q = fit$QE.LRT, p_q = fit$QEp.LRT,
    ci = c(p$ci.lb, p$ci.ub), pi = c(p$pi.lb, p$pi.ub), laplace = plain(laplace), nodes25 = plain(many)
  )
}
out$inverse_variance <- lapply(data$counts, function(s) inverse_variance(s$x, s$n))
fitted <- c("nielweise-control", "nielweise-treated", "pritz", "tofacitinib")
out$glmm <- lapply(data$counts[fitted], function(s) glmm(s$x, s$n))
out$simulated <- c(simulated, list(glmm = glmm(simulated$x, simulated$n)))
out$binomial <- lapply(
  list(c(0, 3), c(3, 3), c(1, 1), c(7, 31), c(76, 497), c(246, 326)),
  function(p) list(x = p[1], n = p[2],
                   exact = as.numeric(binom.test(p[1], p[2])$conf.int),
                   wilson = as.numeric(prop.test(p[1], p[2], correct = FALSE)$conf.int))
)
out$fourfold <- lapply(data$fourfold$tables, function(v) {
  m <- matrix(c(v[1], v[2] - v[1], v[3], v[4] - v[3]), 2)
  f <- fisher.test(m)
  chi <- suppressWarnings(chisq.test(m, correct = FALSE))
  yates <- suppressWarnings(chisq.test(m))
  list(p = f$p.value, or = unname(f$estimate), ci = as.numeric(f$conf.int),
       chi = unname(chi$statistic), p_chi = chi$p.value, p_yates = yates$p.value)
})
bcg <- escalc("OR", ai = data$bcg$a, n1i = data$bcg$m, ci = data$bcg$b, n2i = data$bcg$n)
out$bcg <- list(yi = as.numeric(bcg$yi), vi = as.numeric(bcg$vi))
for (method in c("EE", "ML", "REML")) for (test in c("z", "knha"))
  out$bcg[[paste(method, test)]] <- mean_effect(
    rma(yi, vi, data = bcg, method = method, test = test, control = list(threshold = 1e-12)), exp
  )

# ---- time to an event

curve <- function(fit) {
  s <- summary(fit, censored = TRUE)
  list(time = s$time, risk = s$n.risk, surv = s$surv, se = s$std.err, low = s$lower, high = s$upper,
       median = unname(quantile(fit, 0.5)$quantile), median_low = unname(quantile(fit, 0.5)$lower),
       median_high = unname(quantile(fit, 0.5)$upper))
}
firth <- function(formula, frame, ties) {
  value <- function(b) {
    f <- suppressWarnings(coxph(formula, frame, init = b, ties = ties,
                                control = coxph.control(iter.max = 0)))
    f$loglik[1] - 0.5 * determinant(f$var)$modulus[1]
  }
  k <- length(coef(coxph(formula, frame, ties = ties)))
  climb <- function(r = 0, at = 0) {
    free <- setdiff(seq_len(k), r)
    whole <- function(b) { v <- numeric(k); v[free] <- b; if (r) v[r] <- at; v }
    if (!length(free)) return(list(par = whole(numeric(0)), value = value(at)))
    if (length(free) == 1) {
      o <- optimize(function(b) value(whole(b)), c(-10, 10), maximum = TRUE, tol = 1e-10)
      return(list(par = whole(o$maximum), value = o$objective))
    }
    o <- optim(numeric(length(free)), function(b) -value(whole(b)), method = "BFGS",
               control = list(reltol = 1e-15, maxit = 500, parscale = rep(0.01, length(free))))
    list(par = whole(o$par), value = -o$value)
  }
  best <- climb()
  limit <- function(r, side) uniroot(
    function(b) 2 * (best$value - climb(r, b)$value) - qchisq(0.95, 1),
    sort(c(best$par[r], best$par[r] + side * 5)), tol = 1e-9
  )$root
  list(
    b = best$par, value = best$value, lr = 2 * (best$value - value(numeric(k))),
    p = sapply(seq_len(k), function(r) pchisq(2 * (best$value - climb(r, 0)$value), 1, lower = FALSE)),
    low = sapply(seq_len(k), limit, side = -1), high = sapply(seq_len(k), limit, side = 1)
  )
}
plain_cox <- function(formula, frame, ties) {
  f <- coxph(formula, frame, ties = ties)
  list(b = unname(coef(f)), se = sqrt(diag(f$var)), lr = 2 * diff(f$loglik), loglik = f$loglik)
}
frames <- list(
  lung = data.frame(time = lung$time, event = lung$status - 1, sex = lung$sex, age = lung$age,
                    ecog = lung$ph.ecog),
  aml = data.frame(time = aml$time, event = aml$status, x = as.numeric(aml$x == "Nonmaintained")),
  ovarian = data.frame(time = ovarian$futime, event = ovarian$fustat, x = ovarian$rx, age = ovarian$age)
)
out$frames <- frames
known <- frames$lung[!is.na(frames$lung$ecog), ]
out$lung <- list(
  curves = sapply(c("log", "log-log", "plain"), simplify = FALSE, function(type)
    curve(survfit(Surv(time, event) ~ 1, frames$lung, conf.type = type))),
  ecog = lapply(0:2, function(e) {
    f <- survfit(Surv(time, event) ~ 1, known[known$ecog == e, ])
    m <- summary(f, rmean = 730)$table
    list(median = m[["median"]], low = m[["0.95LCL"]], high = m[["0.95UCL"]],
         rmean = unname(m[grep("rmean$", names(m))[1]]), se = unname(m[grep("se\\(rmean\\)", names(m))]))
  }),
  sex = survdiff(Surv(time, event) ~ sex, frames$lung)[c("obs", "exp", "chisq")],
  cox = plain_cox(Surv(time, event) ~ ecog + age, known, "efron"),
  firth = firth(Surv(time, event) ~ ecog + age, known, "efron")
)
out$aml <- list(
  curves = lapply(0:1, function(g)
    curve(survfit(Surv(time, event) ~ 1, frames$aml[frames$aml$x == g, ], conf.type = "log-log"))),
  test = survdiff(Surv(time, event) ~ x, frames$aml)[c("obs", "exp", "chisq")],
  efron = firth(Surv(time, event) ~ x, frames$aml, "efron"),
  breslow = firth(Surv(time, event) ~ x, frames$aml, "breslow")
)
out$ovarian <- list(
  test = survdiff(Surv(time, event) ~ x, frames$ovarian)[c("obs", "exp", "chisq")],
  cox = plain_cox(Surv(time, event) ~ x + age, frames$ovarian, "breslow"),
  firth = firth(Surv(time, event) ~ x + age, frames$ovarian, "breslow")
)
late <- as.data.frame(data$delayed[c("start", "stop", "event", "x")])
out$delayed <- list(
  curve = curve(survfit(Surv(start, stop, event) ~ 1, late, conf.type = "log-log")),
  cox = plain_cox(Surv(start, stop, event) ~ x, late, "efron"),
  efron = firth(Surv(start, stop, event) ~ x, late, "efron"),
  breslow = firth(Surv(start, stop, event) ~ x, late, "breslow")
)
small <- as.data.frame(data$small[c("time", "event", "group")])
out$small <- local({
  u <- function(g) { s <- survdiff(Surv(time, event) ~ g, small); s$obs[1] - s$exp[1] }
  seen <- u(small$group)
  all <- combn(nrow(small), sum(small$group == 1),
               function(i) u(ifelse(seq_len(nrow(small)) %in% i, 1, 2)))
  list(p = mean(abs(all) >= abs(seen) - 1e-9), arrangements = length(all))
})

# ---- intervals

n <- 250
happened <- rexp(n)
low <- pmax(0, happened - runif(n)); high <- happened + runif(n)
high[happened > 1.8] <- Inf
turnbull <- survfit(Surv(low, ifelse(is.finite(high), high, NA), type = "interval2") ~ 1)
out$turnbull <- list(
  low = low, high = ifelse(is.finite(high), high, -1), time = turnbull$time, surv = turnbull$surv
)
m <- 60
el <- round(runif(m, 0, 3), 1); er <- el + round(runif(m, 0.1, 4), 1)
shown <- (el + (er - el) * runif(m)) + rlnorm(m, 1.6, 0.45)
sl <- pmax(floor(shown * 2) / 2, el); sr <- sl + 0.5 + 0.5 * rbinom(m, 2, 0.4)
coarse <- data.frame(EL = el, ER = er, SL = sl, SR = sr, type = 0)
fit <- function(dist) {
  f <- suppressWarnings(suppressMessages(
    dic.fit(coarse, dist = dist, n.boots = 0, ptiles = c(0.05, 0.5, 0.95))))
  list(est = unname(f@ests[, "est"]), low = unname(f@ests[, 2]), high = unname(f@ests[, 3]),
       loglik = f@loglik)
}
out$durations <- c(as.list(coarse[1:4]), list(lognormal = fit("L")))

write(toJSON(out, digits = NA, auto_unbox = TRUE, null = "null", na = "null", pretty = FALSE),
      if (length(commandArgs(TRUE))) commandArgs(TRUE)[1] else file.path(here, "oracle.json"))
