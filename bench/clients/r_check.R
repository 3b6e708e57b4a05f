# Does R get tables of one row a name from a binomen server?
#
# Run by bench/clients/run.ts. By hand: Rscript bench/clients/r_check.R URL CLIENTS_FOLDER
# Asks by rgbif when it is installed, else by httr2; makes a tibble of each answer in the way of rgbif, in which every list
# becomes rows. The last line is the counts as JSON.
arguments <- commandArgs(trailingOnly = TRUE)
server <- arguments[1]
folder <- arguments[2]
counts <- list(client = "", checks = 0, failed = 0)
check <- function(what, held) {
  counts$checks <<- counts$checks + 1
  if (!isTRUE(held)) {
    counts$failed <<- counts$failed + 1
    cat("FAIL", what, "\n")
  }
}
names <- c("Puma concolor", "Helianthus anuus", "Oenanthe", "Nonsuch nowhere")

# Columns as rgbif makes them of an answer: usage and diagnostics side by side, a column for each rank.
as_row <- function(answer) {
  diagnostics <- answer$diagnostics[setdiff(base::names(answer$diagnostics), c("issues", "timings", "alternatives"))]
  usage <- answer$usage
  classification <- answer$classification
  ranks <- list()
  for (taxon in classification) {
    rank <- tolower(taxon$rank)
    ranks[[rank]] <- taxon$name
    ranks[[paste0(rank, "Key")]] <- taxon$key
  }
  tibble::as_tibble(c(usage, ranks, lapply(diagnostics, unlist), list(synonym = answer$synonym)))
}

sys.source(file.path(folder, "r_httr2.R"), envir = globalenv(), keep.source = FALSE)
sys.source(file.path(folder, "r_rgbif.R"), envir = globalenv(), keep.source = FALSE)
if (requireNamespace("rgbif", quietly = TRUE)) {
  counts$client <- paste("rgbif", utils::packageVersion("rgbif"))
  point_package_at(server)
  check("name_backbone of an undecided name is one row", nrow(rgbif::name_backbone("Oenanthe")) == 1)
  check("name_backbone_checklist has a row a name", nrow(rgbif::name_backbone_checklist(names)) == length(names))
  check("name_lookup", nrow(rgbif::name_lookup("helianthus", limit = 5)$data) == 5)
  check("name_suggest", nrow(rgbif::name_suggest("helianthus annu")$data) > 0)
  check("name_usage", nrow(rgbif::name_usage(name = "Helianthus annuus")$data) > 0)
} else {
  counts$client <- paste("httr2", utils::packageVersion("httr2"))
  # What r_rgbif.R does to rgbif, done to a package that has an address and a call with an empty argument in it.
  toy <- new.env()
  toy$ask <- function(x, y = "https://api.gbif.org/v1") paste0("https://api.gbif.org/v2/", x[1, ], y)
  swapped <- swap_address(body(toy$ask), server)
  check("the address in a function is replaced", grepl(server, paste(deparse(swapped), collapse = ""), fixed = TRUE))
  check("nothing else of it is", identical(swap_address(quote(x[1, ]), server), quote(x[1, ])))
}
check("one name, simplified", match_one(names[1], server)$usage$canonicalName == names[1])
for (i in seq_along(names)) {
  plain <- httr2::resp_body_json(httr2::req_perform(httr2::req_url_query(
    httr2::request(paste0(server, "/v2/species/match")),
    scientificName = names[i], strict = "FALSE", verbose = "FALSE"
  )))
  check(paste(names[i], "is one row"), nrow(as_row(plain)) == 1)
}
table <- match_all(names, server)
check("a list has a row a name", nrow(table) == length(names) && all(table$scientificName == names))
cat(jsonlite::toJSON(counts, auto_unbox = TRUE), "\n")
quit(status = if (counts$failed > 0) 1 else 0)
