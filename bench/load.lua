-- Sends the requests of a list in a random order and looks at every answer. Arguments: the file with the list (a Lua table, written
-- by load.py) and a number that makes this run's tokens differ from any other run's.
local list, sent, run
good, bad, sample = 0, 0, ""

local threads = {}
function setup(thread)
  table.insert(threads, thread)
end

function init(arguments)
  list = dofile(arguments[1])
  run = tonumber(arguments[2])
  math.randomseed(run)
  sent = 0
end

function request()
  local one = list.requests[math.random(#list.requests)]
  sent = sent + 1
  local body = one.body
  if body then
    body = body:gsub("@TOKEN@", string.format("%08x-0000-4000-8000-%012x", run, sent))
  end
  return wrk.format(one.method, one.path, one.headers, body)
end

function response(status, headers, body)
  local where = list.where == "location" and (headers["Location"] or headers["location"] or "") or body
  if status == list.status and where:find(list.marker, 1, true) then
    good = good + 1
  else
    bad = bad + 1
    if sample == "" then
      sample = status .. " " .. (headers["Location"] or "") .. " " .. body:sub(1, 600):gsub("%s+", " ")
    end
  end
end

function done(summary, latency, requests)
  local counted, failed, first = 0, 0, ""
  for _, thread in ipairs(threads) do
    counted = counted + thread:get("good")
    failed = failed + thread:get("bad")
    first = first ~= "" and first or thread:get("sample")
  end
  local broken = summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout
  io.write(string.format("\nRESULT %d %d %d %d %.1f %.1f %s\n",
    counted, failed, broken, summary.duration, latency:percentile(50), latency:percentile(95), first))
end
