#!/bin/sh
# A loan application from draft to acceptance, with curl, against `make run`; each time of another person:
#   sh docs/walk.sh [http://127.0.0.1:8080]
set -eu
G=${1:-http://127.0.0.1:8080}
json='Content-Type: application/json'

pick() {  # one member of the JSON that comes in; a refusal is shown, and ends the walk
  python3 -c 'import json, sys
sent = sys.stdin.read() or sys.exit("No answer: does `make run` say that it is ready?")
answer = json.loads(sent)
refused = answer.get("status") in range(400, 600)
print(not refused and answer.get(sys.argv[1]) or sys.exit(json.dumps(answer, ensure_ascii=False, indent=2)))' "$1"
}
login() {
  curl -s "$G/oauth/token" -d grant_type=password -d username="$1" -d password=demo |
    pick access_token
}
call() {  # method, path, options of curl: as $WHO, under a fresh Idempotency-Key
  method=$1 path=$2; shift 2
  curl -s -X "$method" "$G$path" -H "Authorization: Bearer $WHO" \
    -H "Idempotency-Key: $(od -An -N8 -tx8 /dev/urandom | tr -d ' ')" "$@"
}
etag() {  # the version that was read, to be sent back with a change
  call GET "$1" -o /dev/null -D - | tr -d '\r' | sed -n 's/^etag: //p'
}

echo '# The borrower says who they are, and agrees to what an application needs.'
WHO=$(login "borrower-$(od -An -N6 -tx1 /dev/urandom | tr -d ' \n')")
PARTY=$(call POST /v1/parties -H "$json" -d '{
  "kind": "person", "customer_type": "sole_trader", "name": "示例借款人",
  "identity_number": "110101199003070003", "identity_valid_to": "2036-03-07",
  "mobile": "13800138000", "address": "北京市东城区示例路1号"}' | pick id)
echo "$PARTY"
call GET /v1/consent-texts | python3 -c '
import json, sys
for text in json.load(sys.stdin)["data"]:
    print(json.dumps({"purpose": text["purpose"], "text_version": text["version"],
                      "text_hash": text["hash"], "channel": "web"}))' |
while read -r consent; do
  call POST "/v1/parties/$PARTY/consents" -H "$json" -d "$consent" | pick purpose
done

echo '# A draft for 80,000 yuan, and what it needs next.'
APPLICATION=$(call POST /v1/applications -H "$json" -d '{
  "party_id": "'"$PARTY"'", "product_code": "SOLE_TRADER_CREDIT", "channel": "web",
  "amount": {"amount": 8000000, "currency": "CNY"}, "term_months": 12,
  "method": "level_instalment", "purpose_code": "equipment"}' | pick id)
A=/v1/applications/$APPLICATION
echo "$APPLICATION"
call GET "$A/next-step" | pick message

echo '# Six papers; the head of a picture will do for each.'
# The business date, for the test clock may have been moved.
TODAY=$(WHO=$(login trainer); call GET /v1/sandbox/clock | pick business_date)
PAPERS="identity_card_front identity_card_back business_licence
  bank_statement premises_proof bureau_authorisation"
for paper in $PAPERS; do
  printf '\211PNG\r\n\032\n\0\0\0\rIHDR%s' "$paper" |
    call PUT "$A/materials/$paper/content?document_on=$TODAY" \
      -H 'Content-Type: image/png' -H "If-Match: $(etag "$A/materials/$paper")" \
      --data-binary @- | pick status
done
call POST "$A/submissions" -H "If-Match: $(etag "$A")" | pick status

echo '# The officer looks at each paper, and accepts.'
WHO=$(login officer)
for paper in $PAPERS; do
  call POST "$A/materials/$paper/reviews" -H "$json" -d '{"outcome": "verified"}' \
    -H "If-Match: $(etag "$A/materials/$paper")" | pick status
done
call POST "$A/acceptances" -H "If-Match: $(etag "$A")" | pick status
