# Writes values.csv: what R and its survey package say, at full precision, for tests/test_survey_r.py.
#
#   python tests/survey_sample.py sample.csv
#   Rscript tests/r_reference/make_values.R FOLDER sample.csv tests/r_reference/values.csv
#
# FOLDER holds apistrat.csv, apiclus1.csv and apisrs.csv of the survey package. They are GPL and not part of this
# project; the numbers that come out are facts. Needs R with the package survey.

suppressMessages(library(survey))
options(survey.lonely.psu = "fail", digits = 17)
args <- commandArgs(trailingOnly = TRUE)
rows <- list()
put <- function(design, statistic, part, value) {
  rows[[length(rows) + 1]] <<- data.frame(
    design = design, statistic = statistic, part = as.character(part), value = sprintf("%.17g", as.numeric(value)))
}
put_stat <- function(design, statistic, stat, df) {
  put(design, statistic, "value", coef(stat)[1])
  put(design, statistic, "error", SE(stat)[1])
  interval <- confint(stat, df = df)
  put(design, statistic, "low", interval[1, 1])
  put(design, statistic, "high", interval[1, 2])
}
put_share <- function(design, statistic, formula, d) {
  stat <- svymean(formula, d)
  put(design, statistic, "value", coef(stat)[2])
  put(design, statistic, "error", SE(stat)[2])
}
put_logit <- function(design, statistic, formula, d) {
  stat <- svyciprop(formula, d, method = "logit")
  put(design, statistic, "value", coef(stat)[1])
  put(design, statistic, "low", confint(stat)[1])
  put(design, statistic, "high", confint(stat)[2])
}
put_chisq <- function(design, statistic, formula, d) {
  second <- svychisq(formula, d, statistic = "F")
  put(design, statistic, "f", second$statistic)
  put(design, statistic, "numerator", second$parameter[1])
  put(design, statistic, "denominator", second$parameter[2])
  put(design, statistic, "p", second$p.value)
  first <- svychisq(formula, d, statistic = "Chisq")
  put(design, statistic, "pearson", first$statistic)
  put(design, statistic, "first_freedom", first$parameter)
  put(design, statistic, "first_p", first$p.value)
}

# --- the api samples ---------------------------------------------------------------------------------------------------

read_api <- function(name) {
  data <- read.csv(file.path(args[1], paste0(name, ".csv")))
  data$wide <- as.numeric(data$sch.wide == "Yes")
  data$met <- as.numeric(data$comp.imp == "Yes")
  data$one_y <- data$api00 * data$wide
  data$other_y <- data$api00 * data$met
  data
}
apistrat <- read_api("apistrat")
apiclus1 <- read_api("apiclus1")
apisrs <- read_api("apisrs")
designs <- list(
  apistrat = svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat),
  apistrat_without_fpc = svydesign(id = ~1, strata = ~stype, weights = ~pw, data = apistrat),
  apiclus1 = svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = apiclus1),
  apisrs = svydesign(id = ~1, weights = ~pw, fpc = ~fpc, data = apisrs))
for (name in names(designs)) {
  d <- designs[[name]]
  put(name, "design", "freedom", degf(d))
  put_stat(name, "mean api00", svymean(~api00, d), degf(d))
  put_stat(name, "total enroll", svytotal(~enroll, d), degf(d))
  put(name, "ratio api.stu enroll", "value", coef(svyratio(~api.stu, ~enroll, d)))
  put(name, "ratio api.stu enroll", "error", SE(svyratio(~api.stu, ~enroll, d)))
  put_share(name, "share sch.wide", ~factor(sch.wide), d)
  put_logit(name, "logit sch.wide", ~I(sch.wide == "Yes"), d)
  by <- svyby(~api00, ~stype, d, svymean, covmat = TRUE)
  for (type in c("E", "H", "M")) {
    put(name, paste("mean api00 in", type), "value", coef(by)[type])
    put(name, paste("mean api00 in", type), "error", SE(by)[by$stype == type])
  }
  totals <- svyby(~enroll, ~comp.imp, d, svytotal)
  put(name, "total enroll in comp.imp Yes", "value", coef(totals)["Yes"])
  put(name, "total enroll in comp.imp Yes", "error", SE(totals)[totals$comp.imp == "Yes"])
  ratios <- svyratio(~api.stu, ~enroll, subset(d, comp.imp == "Yes"))
  put(name, "ratio in comp.imp Yes", "value", coef(ratios))
  put(name, "ratio in comp.imp Yes", "error", SE(ratios))
  apart <- svycontrast(by, c(E = 1, M = -1))
  put(name, "E less M", "value", coef(apart))
  put(name, "E less M", "error", SE(apart))
  both <- svytotal(~one_y + wide + other_y + met, d)
  overlap <- svycontrast(both, quote(one_y / wide - other_y / met))
  put(name, "overlap", "value", coef(overlap))
  put(name, "overlap", "error", SE(overlap))
  put_logit(name, "logit sch.wide in E", ~I(sch.wide == "Yes"), subset(d, stype == "E"))
  put_chisq(name, "sch.wide stype", ~sch.wide + stype, d)
  put_chisq(name, "comp.imp sch.wide", ~comp.imp + sch.wide, d)
  put_chisq(name, "awards stype in sch.wide Yes", ~awards + stype, subset(d, sch.wide == "Yes"))
}
tight <- list(maxit = 5000, epsilon = 1e-9, verbose = FALSE)
raked <- rake(designs$apiclus1, list(~stype, ~sch.wide),
  list(data.frame(stype = c("E", "H", "M"), Freq = c(4421, 755, 1018)),
       data.frame(sch.wide = c("No", "Yes"), Freq = c(1072, 5122))), control = tight)
for (i in seq_len(nrow(apiclus1))) put("apiclus1", "raked", i, weights(raked)[i])
put_stat("apiclus1", "raked mean api00", svymean(~api00, raked), degf(raked))
put_stat("apiclus1", "raked total enroll", svytotal(~enroll, raked), degf(raked))
put_chisq("apiclus1", "raked awards stype", ~awards + stype, raked)

# --- the made-up sample ------------------------------------------------------------------------------------------------

made <- read.csv(args[2])
made$walks <- made$walks == "True"
made$drives <- made$drives == "True"
made$w <- as.numeric(made$walks)
made$v <- as.numeric(made$drives)
made$yes <- as.numeric(made$answer == "agree")
made$w_yes <- made$w * made$yes
made$v_yes <- made$v * made$yes
made_designs <- list(
  made_weights = svydesign(id = ~1, weights = ~weight, data = made),
  made_clusters = svydesign(id = ~cluster, strata = ~stratum, weights = ~weight, fpc = ~clusters_in_all, data = made))
for (name in names(made_designs)) {
  d <- made_designs[[name]]
  put(name, "design", "freedom", degf(d))
  put_stat(name, "mean score", svymean(~score, d), degf(d))
  put_stat(name, "total visits", svytotal(~visits, d), degf(d))
  put(name, "ratio score visits", "value", coef(svyratio(~score, ~visits, d)))
  put(name, "ratio score visits", "error", SE(svyratio(~score, ~visits, d)))
  put_logit(name, "logit agree", ~I(answer == "agree"), d)
  by <- svyby(~yes, ~age, d, svymean, covmat = TRUE)
  for (age in c("16-34", "75+")) {
    put(name, paste("share agree in", age), "value", coef(by)[age])
    put(name, paste("share agree in", age), "error", SE(by)[by$age == age])
  }
  apart <- svycontrast(by, c("16-34" = 1, "75+" = -1))
  put(name, "young less old", "value", coef(apart))
  put(name, "young less old", "error", SE(apart))
  overlap <- svycontrast(svytotal(~w_yes + w + v_yes + v, d), quote(w_yes / w - v_yes / v))
  put(name, "walkers less drivers", "value", coef(overlap))
  put(name, "walkers less drivers", "error", SE(overlap))
  put_logit(name, "logit agree in 75+", ~I(answer == "agree"), subset(d, age == "75+"))
  put_chisq(name, "answer age", ~answer + age, d)
  put_chisq(name, "answer age of walkers", ~answer + age, subset(d, walks))
  put_chisq(name, "sex stratum", ~sex + stratum, d)
}
sexes <- data.frame(sex = c("f", "m"), Freq = c(5200, 4800))
ages <- data.frame(age = c("16-34", "35-54", "55-74", "75+"), Freq = c(2900, 3400, 2600, 1100))
raking <- function(d) rake(d, list(~sex, ~age), list(sexes, ages), control = tight)
raked <- raking(made_designs$made_weights)
for (i in seq_len(nrow(made))) put("made_weights", "raked", i, weights(raked)[i])
for (name in names(made_designs)) {
  d <- raking(made_designs[[name]])
  put_stat(name, "raked mean score", svymean(~score, d), degf(d))
  put_stat(name, "raked total visits", svytotal(~visits, d), degf(d))
  by <- svyby(~yes, ~age, d, svymean)
  put(name, "raked share agree in 75+", "value", coef(by)["75+"])
  put(name, "raked share agree in 75+", "error", SE(by)[by$age == "75+"])
  put_chisq(name, "raked answer age", ~answer + age, d)
}
mean_weight <- 10000 / nrow(made)
trimmed <- raked
rounds <- 0
while (any(weights(trimmed) > (1.9 + 1e-7) * mean_weight | weights(trimmed) < (0.4 - 1e-7) * mean_weight)) {
  trimmed <- raking(trimWeights(trimmed, lower = 0.4 * mean_weight, upper = 1.9 * mean_weight))
  rounds <- rounds + 1
}
put("made_weights", "trimmed", "rounds", rounds)
for (i in seq_len(nrow(made))) put("made_weights", "trimmed", i, weights(trimmed)[i])

# --- what needs no design ----------------------------------------------------------------------------------------------

for (pair in list(c(0, 10), c(3, 10), c(10, 10), c(41, 97), c(1, 2000))) {
  interval <- suppressWarnings(prop.test(pair[1], pair[2], correct = FALSE))$conf.int
  put("none", paste("wilson", pair[1], pair[2]), "low", interval[1])
  put("none", paste("wilson", pair[1], pair[2]), "high", interval[2])
}
tests <- suppressWarnings(chisq.test(table(made$answer, made$age), correct = FALSE))
put("none", "chi-square answer age", "statistic", tests$statistic)
put("none", "chi-square answer age", "freedom", tests$parameter)
put("none", "chi-square answer age", "p", tests$p.value)
two <- prop.test(c(60, 45), c(110, 130), correct = FALSE)
put("none", "two shares", "squared", two$statistic)
put("none", "two shares", "p", two$p.value)
p <- c(0.001, 0.2, 0.013, 0.013, 0.04, 0.9, 0.06)
for (i in seq_along(p)) {
  put("none", "holm", i, p.adjust(p, "holm")[i])
  put("none", "benjamini_hochberg", i, p.adjust(p, "BH")[i])
}

out <- do.call(rbind, rows)
file <- file(args[3], "wb")
writeLines(sprintf("# R %s, survey %s", getRversion(), packageVersion("survey")), file)
writeLines("design,statistic,part,value", file)
writeLines(do.call(paste, c(out, sep = ",")), file)
close(file)
