# The shell functions of the guides' examples. Needs curl and python3.
#   G=http://127.0.0.1:8080    where the gateway is
#   TOKEN=...                  who calls; `TOKEN=$(login borrower-anna)`

login() {  # name: an access token of the development issuer; its users' password is demo
  curl -sS "$G/oauth/token" -d grant_type=password -d username="$1" -d password=demo |
    pick access_token
}

call() {  # method, path, options of curl: as TOKEN, under a fresh Idempotency-Key
  method=$1 path=$2
  shift 2
  curl -sS -X "$method" "$G$path" -H "Authorization: Bearer $TOKEN" \
    -H "Idempotency-Key: $(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')" "$@"
}

send() {  # method, path, JSON, options of curl
  method=$1 path=$2 json=$3
  shift 3
  call "$method" "$path" -H 'Content-Type: application/json' -d "$json" "$@"
}

header() {  # name, path, options of curl: one header of the answer to a GET
  wanted=$1 path=$2
  shift 2
  call GET "$path" -o /dev/null -D - "$@" | tr -d '\r' | sed -n "s/^$wanted: //Ip"
}

etag() {  # path: the version that is read now, to be sent back in If-Match
  header etag "$1"
}

pick() {  # where, as in data.0.id: that member of the JSON that comes in; a refusal ends all
  python3 -c '
import json, sys
answer = json.loads(sys.stdin.read() or sys.exit("no answer"))
if isinstance(answer, dict) and answer.get("status") in range(400, 600):
    sys.exit(json.dumps(answer, ensure_ascii=False, indent=2))
for step in sys.argv[1].split("."):
    answer = answer[int(step)] if isinstance(answer, list) else answer[step]
print(answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False))' "$1"
}

refused() {  # status and code of the problem that comes in; anything else ends all
  python3 -c '
import json, sys
problem = json.load(sys.stdin)
if problem.get("status") not in range(400, 600):
    sys.exit("this was to be refused: " + json.dumps(problem, ensure_ascii=False))
print(problem["status"], problem["code"])'
}

until_asked() {  # application, operation or status: waits until that call, or status, is there
  for _ in $(seq 300); do
    step=$(call GET "/v1/applications/$1/next-step")
    if printf '%s' "$step" | python3 -c '
import json, sys
step = json.load(sys.stdin)
call = step["call"] or {}
sys.exit(sys.argv[1] not in (step["status"], call.get("operation_id")))' "$2"; then
      return 0
    fi
    sleep 0.2
  done
  echo "it does not come to $2: $step" >&2
  return 1
}
