# One task by R, as an analyst would do it: Rscript peers.R TASK DATA.bin PEOPLE. DATA.bin: doubles, 18 columns one after the other
# (treated, c0 … c14, reoffended, logit). Prints {"seconds": …, "answer": …}. What is timed begins when the data stand in memory.
given <- commandArgs(trailingOnly = TRUE)
people <- as.integer(given[3])
columns <- c("treated", paste0("c", 0:14), "reoffended", "logit")
data <- as.data.frame(matrix(readBin(given[2], "double", n = people * 18), nrow = people, dimnames = list(NULL, columns)))
formula <- as.formula(paste("treated ~", paste(columns[2:16], collapse = " + ")))
suppressPackageStartupMessages(library(MatchIt))

difference <- function(matched) {
  with(matched, weighted.mean(reoffended[treated == 1], weights[treated == 1]) - weighted.mean(reoffended[treated == 0], weights[treated == 0]))
}
nearest <- function() matchit(formula, data, method = "nearest", distance = data$logit)

if (given[1] == "propensity") {
  started <- proc.time()[["elapsed"]]
  answer <- glm(formula, binomial, data)$deviance
} else if (given[1] == "one-to-one") {
  started <- proc.time()[["elapsed"]]
  matched <- nearest()
  answer <- difference(match.data(matched, data = data))
} else {
  matched <- nearest()
  started <- proc.time()[["elapsed"]]
  answer <- nrow(summary(matched)$sum.matched)
}
cat(sprintf('{"seconds": %.6f, "answer": %.10f}\n', proc.time()[["elapsed"]] - started, answer))
