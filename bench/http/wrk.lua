-- Asks the paths of a file (BENCH_PATHS, one a line) one after the other, and prints what it saw as one line of JSON.
local requests = {}
local next_request = 0

function init()
  for path in io.lines(os.getenv("BENCH_PATHS")) do
    requests[#requests + 1] = wrk.format("GET", path)
  end
end

function request()
  next_request = next_request % #requests + 1
  return requests[next_request]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\nJSON {"requests":%d,"durationUs":%d,"bytes":%d,"failed":%d,"p50Ms":%.3f,"p75Ms":%.3f,"p90Ms":%.3f,"p99Ms":%.3f,"p999Ms":%.3f}\n',
    summary.requests, summary.duration, summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout,
    latency:percentile(50) / 1000, latency:percentile(75) / 1000, latency:percentile(90) / 1000,
    latency:percentile(99) / 1000, latency:percentile(99.9) / 1000))
end
