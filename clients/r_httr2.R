# A list of names in one request, as a data frame: names go as lines, the answer comes back as a table.
#
# Run: Rscript clients/r_httr2.R [http://127.0.0.1:8080]
library(httr2)

# One row for each name, in their order.
match_all <- function(names, server = "http://127.0.0.1:8080") {
  reply <- request(server) |>
    req_url_path("/v2/species/match") |>
    req_headers(Accept = "text/csv") |>
    req_body_raw(paste(names, collapse = "\n"), type = "text/plain") |>
    req_perform()
  read.csv(text = resp_body_string(reply, encoding = "UTF-8"), check.names = FALSE)
}

# The answer to one name, as GBIF sends it.
match_one <- function(name, server = "http://127.0.0.1:8080", ...) {
  request(server) |>
    req_url_path("/v2/species/match") |>
    req_url_query(scientificName = name, ...) |>
    req_perform() |>
    resp_body_json(simplifyVector = TRUE)
}

if (sys.nframe() == 0) {
  arguments <- commandArgs(trailingOnly = TRUE)
  server <- if (length(arguments) > 0) arguments[1] else "http://127.0.0.1:8080"
  names <- c("Puma concolor", "Helianthus anuus", "Oenanthe", "Nonsuch nowhere")
  answers <- match_all(names, server)
  stopifnot(nrow(answers) == length(names))
  print(answers[, c("scientificName", "matchType", "matchedName", "matchReasons")])
  print(match_one("Puma concolor", server)$usage$name)
}
